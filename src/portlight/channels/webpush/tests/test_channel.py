"""Against a push service that checks every proof, and browsers that open what they get."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pywebpush import WebPushException, webpush

from portlight.channels.webpush import vapid
from portlight.channels.webpush.channel import WebPush
from portlight.channels.webpush.tests.surroundings import push_service
from portlight.delivery import commands, sql, tokens
from portlight.delivery.tests import make
from portlight.delivery.tests.contract import TestDesk, carry, copy, keeps_its_word

SOON = datetime.now(UTC) + timedelta(hours=2)
HARD = {
    "zh-Hans": "关于疫情防控期间出入境管理六项措施的通知",
    "ru": "Управление продолжает работу: ё, й, щ",
    "ar": "تواصل الإدارة عملها، ٠١٢",
    "en": 'Cafe\u0301 👨‍👩‍👧‍👦 🇨🇳 e\u0323\u0302 \u2066021\u2069 \\u0003 "quoted"',
}


def test_it_keeps_the_contract(settings: Any, tmp_path: Path) -> None:
    with push_service(settings, tmp_path, "--browsers", "4", "--gone", "2", "--unknown", "3") as service:
        foreign = json.dumps({**json.loads(service.addresses[0]), "endpoint": "https://push.stranger.example/1"})
        people = [*service.addresses, "anna@example.org", foreign]
        desk = keeps_its_word(
            WebPush, people, expected=["accepted", "refused", "refused", "accepted", "refused", "refused"]
        )
        assert [one["subscriber"] for one in service.taken()] == [1, 4]
    assert [desk.answers[number].dead for number in (2, 3, 5, 6)] == [True] * 4
    assert (desk.answers[2].code, desk.answers[3].code) == ("410", "404")
    assert desk.answers[6].code == "service-unknown"
    assert 0 < len(desk.answers[1].reference) <= 40


@pytest.mark.parametrize("language", HARD)
def test_every_letter_arrives_as_it_was_written(settings: Any, tmp_path: Path, language: str) -> None:
    with push_service(settings, tmp_path, "--browsers", "1") as service:
        shown = copy(language=language, wanted=language, title=HARD[language], not_after=SOON)
        carry(WebPush(), TestDesk(WebPush(), service.addresses, shown))
        (read,) = service.shown()
    assert read["title"] == HARD[language]
    assert (read["lang"], read["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert read["url"].endswith(f"/{language}/notices/seen/{tokens.token(tokens.SEEN, 1)}/")


def test_it_says_until_when_how_urgent_and_in_whose_place(settings: Any, tmp_path: Path) -> None:
    soon = datetime.now(UTC) + timedelta(hours=2)
    with push_service(settings, tmp_path, "--browsers", "1") as service:
        for shown in (
            copy(not_after=soon), copy(code="AAAA-CCCC", replaces="K7F3-9QXM", purpose="correction", not_after=soon,
                                       severity="emergency"),
        ):  # fmt: skip
            carry(WebPush(), TestDesk(WebPush(), service.addresses, shown))
        first, second = service.taken()
    assert (first["topic"], first["urgency"], first["replaced"]) == ("K7F3-9QXM", "normal", False)
    assert (second["topic"], second["urgency"], second["replaced"]) == ("K7F3-9QXM", "high", True)
    assert 7_000 < first["ttl"] <= 7_200
    assert "corrected" in json.loads(second["text"])["body"]


@pytest.mark.parametrize(
    ("status", "outcome", "troubles"),
    [
        (400, "refused", 0), (401, "later", 1), (403, "later", 1), (408, "later", 0), (413, "refused", 0),
        (500, "later", 1), (502, "later", 1), (503, "later", 1),
    ],
)  # fmt: skip
def test_what_an_answer_means(status: int, outcome: str, troubles: int, settings: Any, tmp_path: Path) -> None:
    with push_service(settings, tmp_path, "--browsers", "1", "--status", f"1={status}") as service:
        desk = keeps_its_word(WebPush, service.addresses, expected=[outcome])
    assert desk.answers[1].code == str(status)
    assert not desk.answers[1].dead
    assert len(desk.troubles) == troubles


@pytest.mark.parametrize(("said", "rests"), [("17", 17.0), ("Fri, 31 Dec 2099 23:59:59 GMT", 3600.0), ("", 60.0)])
def test_too_many_pauses_and_nothing_is_lost(said: str, rests: float, settings: Any, tmp_path: Path) -> None:
    with push_service(settings, tmp_path, "--status", "1=429", "--retry-after", said) as service:
        settings.WEBPUSH_CONNECTIONS = 1
        desk = keeps_its_word(WebPush, service.addresses, expected=["", "", ""])
        assert service.taken() == []
    assert desk.throttles == [("429", rests, "")]
    assert desk.intended == []


def test_an_unavailable_service_names_its_hour(settings: Any, tmp_path: Path) -> None:
    with push_service(settings, tmp_path, "--browsers", "1", "--status", "1=503", "--retry-after", "120") as service:
        desk = keeps_its_word(WebPush, service.addresses, expected=["later"])
    assert desk.answers[1].wait == 120.0


@pytest.mark.parametrize(
    ("how", "code", "messages"),
    [
        ("--stall-after", "no-answer", 1),
        ("--drop-after", "connection-lost", 1),
        ("--drop-before", "connection-lost", 0),
    ],
)
def test_without_an_answer_there_is_a_doubt_and_a_repeat_replaces(
    how: str, code: str, messages: int, settings: Any, tmp_path: Path
) -> None:
    with push_service(settings, tmp_path, "--browsers", "1", how, "1") as service:
        desk = keeps_its_word(WebPush, service.addresses, expected=["uncertain"])
        assert len(service.taken()) == messages
        assert desk.answers[1].code == code
        keeps_its_word(WebPush, service.addresses, expected=["accepted"])
        assert len({one["topic"] for one in service.taken()}) == 1
        assert service.taken()[-1]["replaced"] is (messages == 1)
    assert WebPush.idempotent


def test_nobody_there_is_trouble_and_asked_again_later(settings: Any, tmp_path: Path) -> None:
    with push_service(settings, tmp_path, "--browsers", "1") as service:
        pass
    desk = keeps_its_word(WebPush, service.addresses, expected=["later"])
    assert desk.troubles == ["no-connection"]


def test_without_a_key_nothing_leaves(settings: Any, tmp_path: Path) -> None:
    with push_service(settings, tmp_path, "--browsers", "1") as service:
        settings.WEBPUSH_KEY = tmp_path / "other.pem"
        desk = keeps_its_word(WebPush, service.addresses, expected=[""])
    assert desk.troubles == ["no-key"]
    assert desk.intended == []


def test_a_subscription_for_another_key_is_not_lost_at_once(settings: Any, tmp_path: Path) -> None:
    with push_service(settings, tmp_path, "--browsers", "1", "--application-key", "BAnother") as service:
        desk = keeps_its_word(WebPush, service.addresses, expected=["later"])
    assert (desk.answers[1].code, desk.answers[1].dead) == ("403", False)


def test_a_worker_carries_a_notice_to_a_browser_and_her_own_link_opens_it(
    fresh_db: object, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.pigeons(monkeypatch, WebPush())
    now = datetime.now(UTC)
    with push_service(settings, tmp_path, "--browsers", "2", "--gone", "2") as service:
        make.people(*(make.person("zh-Hans", webpush=address) for address in service.addresses))
        later = now + timedelta(hours=1)
        code = make.announce(channels=("webpush",), severity="emergency", not_after=later, at=now)
        make.run(tmp_path / "journals", at=now)
        (read,) = service.shown()
    assert (read["title"], read["code"]) == ("六项措施", code)
    opened = commands.confirm(token=read["url"].split("/")[-2], at=now)
    assert opened is not None
    assert opened.code == code
    assert sql.select("SELECT channel FROM delivery_suppression") == [("webpush",)]


def test_the_service_speaks_with_a_client_that_is_not_ours(settings: Any, tmp_path: Path) -> None:
    """The simulator against pywebpush: it takes what is right, and refuses a proof for somebody else."""
    with push_service(settings, tmp_path, "--browsers", "1") as service:
        told = json.loads(service.addresses[0])
        info = {"endpoint": told["endpoint"], "keys": {"p256dh": told["p256dh"], "auth": told["auth"]}}
        key, sub = str(settings.WEBPUSH_KEY), {"sub": "mailto:notices@exit-entry.example"}
        answer = webpush(info, data=HARD["en"], vapid_private_key=key, vapid_claims=dict(sub), ttl=60, timeout=5)
        assert answer.status_code == 201
        with pytest.raises(WebPushException, match="403"):
            webpush(info, data="x", vapid_private_key=key, vapid_claims={**sub, "aud": "https://elsewhere.example"})
        with pytest.raises(WebPushException, match="401"):
            webpush(info, data="x")
        (taken,) = service.taken()
    assert taken["text"] == HARD["en"]


def test_the_key_is_private_and_never_made_twice(settings: Any, tmp_path: Path) -> None:
    settings.WEBPUSH, settings.WEBPUSH_KEY = "on", tmp_path / "vapid.pem"
    assert vapid.finding(SOON).state == "fail"
    made = vapid.make()
    assert settings.WEBPUSH_KEY.stat().st_mode & 0o777 == 0o600
    assert vapid.public_key() == made
    assert vapid.finding(SOON).state == "ok"
    with pytest.raises(FileExistsError):
        vapid.make()
    settings.WEBPUSH_KEY.chmod(0o644)
    assert vapid.finding(SOON).state == "fail"
