from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from portlight.channels.wechat import articles, budget, cli, queries
from portlight.channels.wechat.mass import WechatMass, tags
from portlight.channels.wechat.models import MassSend
from portlight.channels.wechat.tests.outside import account, door
from portlight.delivery.port import Edition, Posted, PublicChannel

AT = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)
TITLES = {"zh-Hans": "六项措施", "en": "Six measures", "ar": "ستة تدابير", "ru": "Шесть мер"}


def edition(language: str, code: str = "K7F3-9QXM", text: str = "Call **now**.", *, old: bool = False) -> Edition:
    return Edition(
        code=code, language=language, title=TITLES[language], text=text, released_at=AT,
        not_after=AT + timedelta(days=3), drill=False, superseded=old,
    )  # fmt: skip


def posted(language: str, *languages: str, code: str = "K7F3-9QXM", **more: Any) -> Posted:
    texts = {one: edition(one, code) for one in (language, *languages)}
    return Posted(about="notice:N-2026-017", slug="n-2026-017", language=language, facts={}, texts=texts, **more)


@pytest.fixture(autouse=True)
def _tags(settings: Any) -> None:
    settings.WECHAT_TAGS, settings.WECHAT_COVER = ["zh-Hans=101", "en=102", "ar=103"], ""


HOW = ("--tag=101", "--tag=102", "--tag=103")


def test_each_language_goes_to_its_tag_once_however_often_it_is_asked(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    assert isinstance(WechatMass(), PublicChannel)
    with account(settings, tmp_path, *HOW) as outside:
        for _ in range(3):
            for language in ("zh-Hans", "en", "ar"):
                assert WechatMass().publish(posted(language)).outcome == "accepted"
        assert [(kind, to) for kind, to, _, _ in outside.taken()] == [
            ("mass", "tag:101"), ("mass", "tag:102"), ("mass", "tag:103"),
        ]  # fmt: skip
        chinese, _, arabic = outside.bodies()
    assert chinese["text"]["content"].startswith("六项措施\n\nCall now.\n\n")
    assert "ستة تدابير" in arabic["text"]["content"]
    assert "/ar/notices/n-2026-017/" in arabic["text"]["content"]
    assert "K7F3-9QXM" in arabic["text"]["content"]
    assert all(len(body["clientmsgid"]) <= 32 for body in (chinese, arabic))
    assert WechatMass().publish(posted("ru")) == ("refused", "no-tag", "", False, 0.0)


def test_an_answer_that_was_lost_is_found_again_by_its_clientmsgid(
    fresh_db: object, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    from portlight.channels.wechat import calls

    monkeypatch.setattr(calls.ask, "__kwdefaults__", {"seconds": 0.5})
    with account(settings, tmp_path, *HOW, "--stall-after=1") as outside:
        first = WechatMass().publish(posted("en"))
        assert first.outcome == "uncertain"
        again = WechatMass().publish(posted("en"))
        assert (again.outcome, again.code) == ("accepted", "45065")
        assert again.reference.isdecimal()
        assert len(outside.taken()) == 1
    (tmp_path / "hot").mkdir()
    with account(settings, tmp_path / "hot", *HOW, "--stall-after=1", "--hot", "60"):
        assert WechatMass().publish(posted("en", code="AAAA-AAAA")).outcome == "uncertain"
        assert WechatMass().publish(posted("en", code="AAAA-AAAA"))[:2] == ("later", "45066")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [(-1, "later"), (45009, "later"), (45011, "later"), (45028, "refused"), (45067, "refused"), (48001, "refused"),
     (48003, "refused"), (40007, "refused"), (50002, "refused")],
)  # fmt: skip
def test_what_wechat_says_to_a_mass_send(
    code: int, outcome: str, fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    with account(settings, tmp_path, *HOW, f"--mix=1={code}") as outside:
        answer = WechatMass().publish(posted("en"))
        assert not outside.taken()
    assert (answer.outcome, answer.code) == (outcome, str(code))
    assert MassSend.objects.get().state == "refused"
    assert budget.spent("service", "en", at=timezone.now()) == 0


def test_four_a_month_the_last_kept_for_what_is_urgent_and_an_emergency_is_always_tried(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    with account(settings, tmp_path, *HOW) as outside:
        said = [
            WechatMass().publish(posted("en", code=f"AAAA-AAA{number}", severity=severity)).code
            for number, severity in enumerate(["ordinary"] * 4 + ["urgent"] * 2 + ["emergency"] * 2)
        ]
        assert len(outside.taken()) == 6
    assert said == ["", "", "", "budget-spent", "", "budget-spent", "", ""]
    assert budget.spent("service", "zh-Hans", at=timezone.now()) == 0


def test_what_is_left_of_the_month_is_told_for_each_language(db: object, settings: Any) -> None:
    settings.WECHAT_ACCOUNT, settings.WECHAT_TAGS = "service", ["en=101", "zh-Hans=100"]
    at = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
    MassSend.objects.create(clientmsgid="1", code="A", language="en", what="notice", severity="urgent", state="begun",
                            at=at)  # fmt: skip
    quotas = {quota.language: quota for quota in WechatMass().quotas(at=at)}
    assert {language: quota.left for language, quota in quotas.items()} == {"en": 3, "zh-Hans": 4}
    assert quotas["en"].until == datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # the new year in Shanghai
    settings.WECHAT_ACCOUNT = "subscription"
    assert [(quota.left, quota.of) for quota in WechatMass().quotas(at=at)] == [(1, 1)]


def test_the_month_begins_anew(db: object) -> None:
    at = datetime(2026, 2, 28, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    for number in range(4):
        MassSend.objects.create(clientmsgid=str(number), code="A", language="en", what="notice", severity="urgent",
                                state="sent", at=at)  # fmt: skip
    assert not budget.allows("service", "en", "urgent", at=at)
    assert budget.allows("service", "en", "urgent", at=at + timedelta(minutes=1))


def test_a_subscription_account_sends_once_a_day_to_all_and_names_every_language(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    with account(settings, tmp_path, kind="subscription") as outside:
        three = ("zh-Hans", "en", "ar")
        for language in three:
            rest = [one for one in three if one != language]
            assert WechatMass().publish(posted(language, *rest)).outcome == "accepted"
        ((_, to, _, _),) = outside.taken()
        assert to == "all"
        text = outside.bodies()[0]["text"]["content"]
        assert all(f"/{one}/notices/n-2026-017/" in text for one in three)
        second = WechatMass().publish(posted("zh-Hans", code="BBBB-BBBB"))
        assert (second.outcome, second.code) == ("later", "budget-spent")
        assert 0 < second.wait <= 86_400
        urgent = WechatMass().publish(posted("zh-Hans", code="CCCC-CCCC", severity="emergency"))
        assert (urgent.outcome, urgent.code) == ("later", "45028")  # theirs, not ours


def test_a_language_that_comes_later_makes_no_second_send_to_all(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    with account(settings, tmp_path, kind="subscription") as outside:
        assert WechatMass().publish(posted("en")).outcome == "accepted"
        both = posted("zh-Hans", "en")
        texts = {"en": edition("en"), "zh-Hans": edition("zh-Hans", "BBBB-BBBB")}
        later = WechatMass().publish(Posted(**{**vars(both), "texts": texts}))
        assert (later.outcome, later.code) == ("accepted", "with-zh-Hans")
        assert len(outside.taken()) == 1


def test_with_a_cover_it_is_an_article_drafted_once(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    settings.WECHAT_COVER = "MEDIA"
    with account(settings, tmp_path, *HOW, "--cover", "MEDIA", "--mix=1=-1") as outside:
        assert WechatMass().publish(posted("ar")).outcome == "later"
    (tmp_path / "again").mkdir()
    with account(settings, tmp_path / "again", *HOW, "--cover", "MEDIA") as again:
        answer = WechatMass().publish(posted("ar"))
        assert [kind for kind, *_ in outside.taken()] == ["draft"]
        # A draft of an account this one does not know: refused, not sent as something else.
        assert answer.code == "40007"
        assert [kind for kind, *_ in again.taken()] == []
        MassSend.objects.update(media_id="")
        assert WechatMass().publish(posted("ar")).outcome == "accepted"
        assert [kind for kind, *_ in again.taken()] == ["draft", "mass"]
    draft = again.bodies()[0]["articles"][0]
    assert draft["content"].startswith('<section dir="rtl" lang="ar">')
    assert draft["content_source_url"].endswith("/ar/notices/n-2026-017/")
    assert len(draft["digest"]) <= 120


def test_a_long_text_is_cut_between_letters_and_an_article_stays_within_its_lengths(settings: Any) -> None:
    settings.WECHAT_COVER, settings.WECHAT_ACCOUNT = "MEDIA", "service"
    for text in ("措施" * 9000, "👨‍👩‍👧‍👦" * 4000, "ü\u0308 " * 9000):
        long = Posted(about="a", slug="s", language="en", facts={}, texts={"en": edition("en", text=text)})
        said = articles.text(long, long.texts["en"], "notice")
        assert 1_500 < len(said.encode()) <= 2_000
        assert "…" in said
        drafted = articles.article(long, long.texts["en"], "notice")
        assert len(str(drafted["content"])) <= 20_000
        assert len(str(drafted["digest"]).encode("utf-16-le")) <= 240


def test_a_correction_says_so_and_a_withdrawn_article_is_deleted(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    settings.WECHAT_COVER = "MEDIA"
    with account(settings, tmp_path, *HOW, "--cover", "MEDIA") as outside:
        WechatMass().publish(posted("en"))
        WechatMass().publish(posted("en", code="BBBB-BBBB", earlier=(edition("en", old=True),)))
        assert outside.bodies()[2]["articles"][0]["title"] == "Corrected: Six measures"
        gone = posted("en", code="BBBB-BBBB", earlier=(edition("en", old=True),), withdrawn_at=AT)
        for _ in range(2):
            assert WechatMass().publish(gone).outcome == "accepted"
        assert [kind for kind, *_ in outside.taken()] == ["draft", "mass", "draft", "mass", "delete", "delete"]


def test_a_withdrawn_text_is_followed_by_one_that_says_so_once(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    with account(settings, tmp_path, *HOW) as outside:
        assert WechatMass().publish(posted("en", withdrawn_at=AT)).code == "nothing-to-say"
        WechatMass().publish(posted("en"))
        for _ in range(2):
            assert WechatMass().publish(posted("en", withdrawn_at=AT)).outcome == "accepted"
        assert len(outside.taken()) == 2
        last = outside.bodies()[1]["text"]["content"]
    assert last.startswith("Withdrawn: Six measures\n\nThis notice no longer holds.")


def test_wechats_own_counts_are_kept_as_they_came_and_shown(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    with door() as ours, account(settings, tmp_path, *HOW, "--callback", ours.address,
                                 "--mass-status", "err(40002)") as outside:  # fmt: skip
        for number in range(3):
            openid = f"oReader_{number}"
            outside.act(openid, "follow")
            from portlight.channels.wechat.tokening import ask

            ask("/cgi-bin/tags/members/batchtagging", {"tagid": 102, "openid_list": [openid]})
        WechatMass().publish(posted("en"))
        body = ours.kept(4)[-1]
    number = queries.mass_sends()[0].msg_id
    MassSend.objects.update(msg_id="")  # its answer is not written down yet
    for _ in range(2):  # told again
        assert list(WechatMass().read(body)) == []
    assert queries.mass_sends()[0].total is None
    MassSend.objects.update(msg_id=number)
    (card,) = queries.mass_sends(code="K7F3-9QXM")
    assert (card.status, card.total, card.filtered, card.sent, card.failed) == ("err(40002)", 3, 3, 0, 3)
    shown = CliRunner().invoke(cli.mass, []).output
    assert shown.rstrip().endswith("\tK7F3-9QXM\ten\tnotice\tsent\terr(40002)\t3\t3\t0\t3")


def test_tags_are_read_from_the_settings(settings: Any) -> None:
    settings.WECHAT_TAGS = ["zh-Hans=101", "en = 102", "broken", "ru=x"]
    assert tags() == {"zh-Hans": 101, "en": 102}
