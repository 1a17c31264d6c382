"""Three people over the same bytes."""

from __future__ import annotations

import pytest

from portlight.capabilities.notices.rules.compare import compare
from portlight.capabilities.notices.rules.signoff import (
    Step,
    TextFacts,
    check_move,
    check_signature,
    check_wording,
    digest,
    tidy,
)
from portlight.delivery.texts import Frozen
from portlight.toolkit.refusals import Refused


def facts(**changes: object) -> TextFacts:
    usual: dict = {
        "language": "fr", "step": Step.TRANSLATED, "title": "Titre", "body": "Texte", "is_source": False,
        "source_sha256": "a", "current_source_sha256": "a", "hands": ("moreau",),
    }  # fmt: skip
    return TextFacts(**{**usual, **changes})


def test_another_person_may_review() -> None:
    check_move(facts(), to=Step.REVIEWED, by="sokolov")


@pytest.mark.parametrize(
    ("given", "to", "by", "code"),
    [
        (facts(), Step.REVIEWED, "moreau", "same-person"),
        (facts(step=Step.REVIEWED, hands=("moreau", "sokolov")), Step.SIGNED, "sokolov", "same-person"),
        (facts(step=Step.REVIEWED, hands=("moreau", "sokolov")), Step.SIGNED, "moreau", "same-person"),
        (facts(step=Step.DRAFT), Step.REVIEWED, "sokolov", "not-at-step"),
        (facts(step=Step.SIGNED), Step.REVIEWED, "sokolov", "not-at-step"),
        (facts(current_source_sha256="b"), Step.REVIEWED, "sokolov", "stale"),
        (facts(body=" "), Step.REVIEWED, "sokolov", "empty-text"),
    ],
)
def test_it_refuses(given: TextFacts, to: Step, by: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_move(given, to=to, by=by)


def test_a_source_is_never_stale() -> None:
    assert not facts(is_source=True, current_source_sha256="b").stale


@pytest.mark.parametrize(
    ("title", "body"), [("a\x07", "b"), ("a", "b\x00"), ("a\nb", "c"), ("a" * 201, "b"), ("", "b")]
)
def test_it_refuses_what_cannot_be_read_or_sent(title: str, body: str) -> None:
    with pytest.raises(Refused):
        check_wording(title, body)


def test_what_a_browser_adds_does_not_change_the_signed_bytes() -> None:
    assert digest("a", tidy("b  \r\nc\r\n")) == digest("a", "b\nc")


def test_objections_need_a_reason_that_stays() -> None:
    objected = compare("50 人", "zh-Hans", "Soixante personnes, 60 au plus, dans la salle", "fr")
    with pytest.raises(Refused, match="checks-block"):
        check_signature(objected, override_reason="  ")
    assert check_signature(objected, override_reason="a report, not a translation")[0]["source"] == "50"
    assert check_signature(compare("50 人", "zh-Hans", "50 personnes", "fr"), override_reason="") == ()


def test_what_can_be_signed_can_be_sent() -> None:
    """Else a notice would be refused at its release, with nine signatures on it."""
    assert tidy("Fee\t160 yuan\t") == "Fee 160 yuan"
    for point in range(0x2100):
        body = tidy(f"one{chr(point)}two")
        try:
            check_wording("Title", body)
        except Refused:
            continue
        assert Frozen("Title", body).text == body
