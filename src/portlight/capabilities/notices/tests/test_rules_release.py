"""What must hold before a notice leaves the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portlight.capabilities.notices.rules.release import ReleaseFacts, Severity, check_break_glass, check_release
from portlight.capabilities.notices.rules.signoff import Step, TextFacts
from portlight.toolkit.refusals import Refused

AT = datetime(2020, 2, 17, 6, 5, tzinfo=UTC)


def text(language: str, step: Step = Step.SIGNED, *, stale: bool = False) -> TextFacts:
    return TextFacts(
        language=language, step=step, title="t", body="b", is_source=language == "zh-Hans", source_sha256="a",
        current_source_sha256="b" if stale else "a", hands=(),
    )  # fmt: skip


USUAL = ReleaseFacts(
    severity=Severity.ORDINARY, released=False, written_by="bao", not_before=None, not_after=AT + timedelta(days=1),
    channels=("email",), outlets=("website",), people=900,
    texts=(text("zh-Hans"), text("en"), text("fr", Step.REVIEWED)),
)  # fmt: skip


def test_signed_languages_leave_and_the_others_stay() -> None:
    assert check_release(USUAL, by="chen", at=AT) == ("zh-Hans", "en")


def test_a_stale_translation_stays() -> None:
    assert check_release(replace(USUAL, texts=(text("zh-Hans"), text("en", stale=True))), by="chen", at=AT) == (
        "zh-Hans",
    )


@pytest.mark.parametrize(
    ("changes", "by", "code"),
    [
        ({}, "bao", "writer-releases"),
        ({"released": True}, "chen", "released-already"),
        ({"not_after": None}, "chen", "no-not-after"),
        ({"not_after": AT}, "chen", "not-after-past"),
        ({"not_before": AT + timedelta(days=2)}, "chen", "not-after-before-not-before"),
        ({"people": 0}, "chen", "nobody"),
        ({"channels": (), "outlets": ()}, "chen", "no-way-out"),
        ({"texts": (text("zh-Hans", Step.REVIEWED), text("en", Step.REVIEWED))}, "chen", "nothing-signed"),
        ({"texts": (text("zh-Hans", Step.REVIEWED), text("en"))}, "chen", "source-unsigned"),
        ({"needed": ("en", "fr")}, "chen", "languages-wanting"),
        ({"needed": ("en",), "texts": (text("zh-Hans"), text("en", stale=True))}, "chen", "languages-wanting"),
    ],
)
def test_it_refuses(changes: dict, by: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_release(replace(USUAL, **changes), by=by, at=AT)


def test_an_empty_audience_may_still_be_published() -> None:
    assert check_release(replace(USUAL, people=0, channels=()), by="chen", at=AT) == ("zh-Hans", "en")


def test_glass_breaks_in_an_emergency_only_and_with_a_reason() -> None:
    with pytest.raises(Refused, match="glass-emergency-only"):
        check_break_glass(USUAL, reason="the river is rising now", at=AT)
    emergency = replace(USUAL, severity=Severity.EMERGENCY)
    with pytest.raises(Refused, match="glass-needs-reason"):
        check_break_glass(emergency, reason="now", at=AT)
    # one person alone: also what is only translated leaves, but nothing stale
    stale = (*emergency.texts, text("de", stale=True))
    assert check_break_glass(replace(emergency, texts=stale), reason="the river is rising now", at=AT) == (
        "zh-Hans",
        "en",
        "fr",
    )


@pytest.mark.parametrize("narrow", [{"people": 19}, {"names_a_group": True}])
def test_a_handful_of_people_or_a_nationality_in_a_district_needs_a_second_person(narrow: dict) -> None:
    few = replace(USUAL, severity=Severity.EMERGENCY, **narrow)
    with pytest.raises(Refused, match="glass-narrow"):
        check_break_glass(few, reason="the river is rising now", at=AT)
    assert check_release(few, by="chen", at=AT) == ("zh-Hans", "en")


def test_what_an_emergency_asks_for_names_what_is_missing_and_holds_up_nothing_else() -> None:
    with pytest.raises(Refused) as refusal:
        check_release(replace(USUAL, needed=("zh-Hans", "en", "fr", "ar")), by="chen", at=AT)
    assert refusal.value.facts == {"languages": "Français · العربية"}
    assert check_release(replace(USUAL, needed=("zh-Hans", "en")), by="chen", at=AT) == ("zh-Hans", "en")
    alone = replace(USUAL, needed=("fr",), severity=Severity.EMERGENCY)
    assert check_break_glass(alone, reason="the river is rising now", at=AT) == ("zh-Hans", "en", "fr")
