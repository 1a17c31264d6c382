from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as any_

from portlight.channels.weibo import budget, channel, checks, posting, queries
from portlight.channels.weibo.channel import Weibo
from portlight.channels.weibo.errors import MEANINGS, meaning
from portlight.channels.weibo.models import Attempt, Post
from portlight.delivery.port import Edition, Posted, PublicChannel

PROGRAM = Path(__file__).parents[3] / "simulator" / "outside" / "weibo.py"
AT = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)
TITLES = {
    "zh-Hans": "六项措施继续有效", "en": "Six measures stay in force", "ru": "Шесть мер", "ar": "ستة تدابير",
    "ko": "여섯 가지 조치",
}  # fmt: skip


def posted(language: str = "zh-Hans", *others: str, code: str = "K7F3-9QXM", title: str = "", **more: Any) -> Posted:
    texts = {
        one: Edition(code=code, language=one, title=title or TITLES[one], text="Text.", released_at=AT,
                     not_after=AT + timedelta(days=3), drill=False)
        for one in (language, *others)
    }  # fmt: skip
    return Posted(about="notice:N-2026-017", slug="n-2026-017", language=language, facts={}, texts=texts, **more)


class Outside:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def posts(self) -> list[dict[str, str]]:
        file = self.folder / "bodies.jsonl"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


@contextmanager
def weibo(settings: Any, folder: Path, *how: str) -> Iterator[Outside]:
    command = [sys.executable, str(PROGRAM), "--record", str(folder / "record.tsv"),
               "--bodies", str(folder / "bodies.jsonl"), *how]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        settings.WEIBO_API = f"http://127.0.0.1:{int(process.stdout.readline())}"
        settings.WEIBO_TOKEN, settings.WEIBO_IP = "a token of the tests", "203.0.113.7"
        settings.WEIBO_TOKEN_UNTIL = "2026-12-31"
        try:
            yield Outside(folder)
        finally:
            process.terminate()


def test_one_post_names_every_language_and_counts_for_each(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    assert isinstance(Weibo(), PublicChannel)
    with weibo(settings, tmp_path) as outside:
        languages = ("zh-Hans", "en", "ru", "ar")
        for _ in range(2):
            for language in languages:
                others = [one for one in languages if one != language]
                assert Weibo().publish(posted(language, *others)).outcome == "accepted"
        (post,) = outside.posts()
    assert post["status"] == (
        "六项措施继续有效 / Six measures stay in force [zh-Hans en ru ar] "
        "http://localhost:8000/zh-Hans/notices/n-2026-017/"
    )
    assert post["rip"] == "203.0.113.7"
    assert (tmp_path / "record.tsv").read_text().count("\n") == 1


@pytest.mark.parametrize("title", ["Ünï + é + ก็ 100%&=", "ستة تدابير", "👨‍👩‍👧‍👦 👍🏽", "Шесть мер"])
def test_texts_arrive_byte_for_byte(title: str, fresh_db: object, settings: Any, tmp_path: Path) -> None:
    with weibo(settings, tmp_path) as outside:
        assert Weibo().publish(posted("ru", title=title)).outcome == "accepted"
        assert outside.posts()[0]["status"].startswith(f"{title} [ru] ")


@pytest.mark.parametrize(
    ("text", "letters"),
    [("", 0), ("a", 1), ("ab", 1), ("abc", 2), ("六", 1), ("六a", 2), ("六ab", 2), ("é", 1), ("éé", 1), ("👍", 2),
     ("Ж", 1), ("ع" * 140, 140), ("a" * 280, 140), ("a" * 281, 141)],
)  # fmt: skip
def test_letters_are_counted_as_weibo_counts_them(text: str, letters: int) -> None:
    assert posting.weight(text) == letters


@given(any_.text(max_size=400), any_.text(min_size=1, max_size=400))
def test_whatever_the_headlines_are_a_post_fits_and_opens_no_topic(chinese: str, english: str) -> None:
    both = posted("zh-Hans", "en", "ru")
    texts = {**both.texts}
    for language, title in (("zh-Hans", chinese), ("en", english)):
        texts[language] = Edition(**{**vars(texts[language]), "title": title})
    said = posting.compose(Posted(**{**vars(both), "texts": texts}), "correction")
    assert posting.weight(said) <= posting.MOST
    assert "#" not in said
    assert said.endswith("/zh-Hans/notices/n-2026-017/")


def test_a_long_headline_is_cut_between_letters_and_the_short_one_stays_whole() -> None:
    both = posted("zh-Hans", "en")
    texts = {**both.texts, "en": Edition(**{**vars(both.texts["en"]), "title": "👨‍👩‍👧‍👦 family " * 30})}
    said = posting.compose(Posted(**{**vars(both), "texts": texts}), "notice")
    assert said.startswith("六项措施继续有效 / 👨‍👩‍👧‍👦 family")
    assert "…" in said
    assert not said.split("…")[0].endswith("\u200d")
    assert posting.weight(said) >= 130


def test_a_correction_and_a_withdrawal_are_new_posts_that_say_so(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    with weibo(settings, tmp_path) as outside:
        assert Weibo().publish(posted(withdrawn_at=AT)).code == "nothing-to-withdraw"
        for _ in range(2):
            assert Weibo().publish(posted()).outcome == "accepted"
        for _ in range(2):
            assert Weibo().publish(posted(code="BBBB-BBBB")).outcome == "accepted"
        for _ in range(2):
            assert Weibo().publish(posted(code="BBBB-BBBB", withdrawn_at=AT)).outcome == "accepted"
        first, second, third = (one["status"].split(" [")[0] for one in outside.posts())
    assert first == "六项措施继续有效"
    assert second != first
    assert second.endswith(first)
    assert third.endswith(first)
    assert len({first, second, third}) == 3


def test_a_version_that_is_out_in_english_first_is_posted_once_and_names_what_is_new(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    def version(**texts: tuple[str, bool]) -> Posted:
        both = posted("en", "zh-Hans")
        made = {
            code.replace("_", "-"): Edition(
                **{**vars(both.texts[code.replace("_", "-")]), "code": name, "superseded": old}
            )
            for code, (name, old) in texts.items()
        }
        return Posted(**{**vars(both), "texts": made})

    with weibo(settings, tmp_path) as outside:
        assert Weibo().publish(version(en=("AAAA-AAAA", False))).outcome == "accepted"
        both = version(en=("AAAA-AAAA", False), zh_Hans=("BBBB-BBBB", False))
        assert Weibo().publish(both).code == "with-zh-Hans"
        assert Weibo().publish(Posted(**{**vars(both), "language": "zh-Hans"})).outcome == "accepted"
        assert len(outside.posts()) == 1
        assert Weibo().publish(version(en=("CCCC-CCCC", False), zh_Hans=("BBBB-BBBB", True))).outcome == "accepted"
        assert outside.posts()[1]["status"].startswith("Corrected: Six measures stay in force [en] ")
        assert len(outside.posts()) == 2


# As the interface answers (open.weibo.com/wiki/Error_code); the limits with 403, the rest with 400.
RECORDED = [
    (10001, "System error", "later"), (10002, "Service unavailable", "later"), (10003, "Remote service error", "later"),
    (10009, "Too many pending tasks, system is busy", "later"), (10010, "Job expired", "later"),
    (10011, "RPC error", "later"), (10022, "IP requests out of rate limit", "limit"),
    (10023, "User requests out of rate limit", "limit"), (10024, "User requests for (%s) out of rate limit", "limit"),
    (20016, "Out of limit", "limit"), (20017, "You publish similar content", "repeat"),
    (20019, "repeat content!", "repeat"), (20111, "Repeated weibo text", "repeat"),
    (21301, "Auth faild", "token"), (21314, "Token used", "token"), (21315, "Token expired", "token"),
    (21316, "Token revoked", "token"), (21317, "Token rejected", "token"), (21319, "Accessor was revoked", "token"),
    (21327, "expired_token", "token"), (21332, "invalid_access_token", "token"), (20012, "Text too long", "refused"),
    (20018, "Illegal web address", "refused"), (20021, "Content illegal", "refused"),
    (10016, "Miss required parameter", "refused"), (99999, "a code nobody has written down", "refused"),
]  # fmt: skip
OUTCOMES = {"later": "later", "limit": "later", "token": "later", "repeat": "refused", "refused": "refused"}


@pytest.mark.parametrize(("code", "error", "expected"), RECORDED)
@pytest.mark.parametrize("as_text", [False, True])
def test_what_a_recorded_refusal_means(code: int, error: str, expected: str, as_text: bool, db: object) -> None:
    raw = {"request": "/2/statuses/share.json", "error_code": str(code) if as_text else code, "error": error}
    row = Post.objects.create(code="K7F3-9QXM", what="notice", about="a", made_at=AT)
    answer = channel._outcome(row, 400, json.loads(json.dumps(raw)), tried=False, at=AT)
    assert meaning(code) == expected
    assert (answer.outcome, answer.code) == (OUTCOMES[expected], str(code))
    if expected == "limit":
        assert answer.wait == 1800.0  # the hour is half over


def test_every_code_we_know_has_a_recorded_refusal() -> None:
    assert set(MEANINGS) <= {code for code, _, _ in RECORDED}


@pytest.mark.parametrize("repeat", [20017, 20019, 20111])
def test_a_lost_answer_is_found_again_when_weibo_says_it_has_just_heard_that(
    repeat: int, fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    with weibo(settings, tmp_path, "--drop-after=1", "--repeat", str(repeat)) as outside:
        assert Weibo().publish(posted()).outcome == "uncertain"
        again = Weibo().publish(posted())
        assert (again.outcome, again.code) == ("accepted", str(repeat))
        assert Weibo().publish(posted()).outcome == "accepted"
        assert len(outside.posts()) == 1


def test_what_never_arrived_is_posted_at_the_next_attempt(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    with weibo(settings, tmp_path, "--drop-before=1") as outside:
        assert Weibo().publish(posted()).outcome == "uncertain"
        assert Weibo().publish(posted()).outcome == "accepted"
        assert len(outside.posts()) == 1


def test_a_repeat_that_we_did_not_make_is_refused(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    with weibo(settings, tmp_path, "--answer", "0=20019"):
        assert Weibo().publish(posted())[:2] == ("refused", "20019")


@pytest.mark.parametrize(
    ("status", "body"), [(502, b"<html>"), (200, b"[]"), (200, b"{}"), (400, b"x" * 1000), (200, b"\xff")]
)
def test_what_is_no_answer_of_the_interface_leaves_a_doubt(
    status: int, body: bytes, db: object, monkeypatch: Any
) -> None:
    from portlight.toolkit import outcalls

    monkeypatch.setattr(outcalls, "http", lambda *a, **k: outcalls.Reply(status, {}, body))
    assert Weibo().publish(posted()).outcome == "uncertain"


def test_thirty_an_hour_and_a_hundred_a_day_are_counted_before_weibo_does(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    at = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)
    Attempt.objects.bulk_create([Attempt(at=at - timedelta(minutes=20)) for _ in range(29)])
    assert budget.wait(at=at) == 0.0
    Attempt.objects.create(at=at)
    assert budget.wait(at=at) == 1800.0
    assert budget.wait(at=at + timedelta(minutes=30)) == 0.0
    Attempt.objects.bulk_create([Attempt(at=at - timedelta(hours=3)) for _ in range(70)])
    hourly, daily = Weibo().quotas(at=at)
    assert (hourly.left, hourly.of, hourly.until) == (0, 30, at + timedelta(minutes=30))
    assert (daily.left, daily.of, daily.until) == (0, 100, datetime(2026, 2, 10, 16, 0, tzinfo=UTC))
    assert budget.wait(at=at) == (14 * 60 + 30) * 60  # midnight in Shanghai
    with weibo(settings, tmp_path, "--per-hour", "1") as outside:
        Attempt.objects.all().delete()
        assert Weibo().publish(posted()).outcome == "accepted"
        told = Weibo().publish(posted(code="BBBB-BBBB"))
        assert (told.outcome, told.code) == ("later", "10023")
        assert 0 < told.wait <= 3600
        Attempt.objects.bulk_create([Attempt(at=timezone.now()) for _ in range(30)])
        assert Weibo().publish(posted(code="BBBB-BBBB")).code == "budget"
        assert len(outside.posts()) == 1


def test_an_authorisation_that_ends_is_told_to_a_person_a_fortnight_ahead(
    cast: Any, settings: Any, tmp_path: Path
) -> None:
    today = timezone.localtime(timezone.now()).date()
    with weibo(settings, tmp_path, "--expired"):
        for days, state, lines in ((30, "ok", 0), (14, "warn", 1), (0, "warn", 1), (-1, "fail", 1)):
            settings.WEIBO_TOKEN_UNTIL = (today + timedelta(days=days)).isoformat()
            assert checks.authorised(timezone.now()).state == state
            assert len(checks.waiting(str(cast.chen.key))) == lines
            assert checks.waiting(str(cast.eve.key)) == ()
        settings.WEIBO_TOKEN_UNTIL = (today + timedelta(days=30)).isoformat()
        told = Weibo().publish(posted())
        assert (told.outcome, told.code, told.wait) == ("later", "21327", 1800.0)
        assert checks.authorised(timezone.now()).state == "fail"
    settings.WEIBO_TOKEN = ""
    assert checks.authorised(timezone.now()).state == "ok"


def test_settings_that_cannot_be_right_are_named(settings: Any) -> None:
    settings.WEIBO_TOKEN, settings.WEIBO_TOKEN_UNTIL, settings.WEIBO_IP = "t", "soon", "localhost"
    assert [found.id for found in checks.settings_agree(None)] == ["weibo.E001", "weibo.E002"]
    settings.WEIBO_TOKEN = ""
    assert checks.settings_agree(None) == []


def test_what_was_posted_is_listed(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    with weibo(settings, tmp_path):
        Weibo().publish(posted())
    (card,) = queries.posts(code="K7F3-9QXM")
    assert (card.what, card.state) == ("notice", "posted")
    assert card.number.isdecimal()
