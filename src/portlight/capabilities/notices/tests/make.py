"""Notices for tests, through the commands everybody uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from portlight.capabilities.notices import commands, queries
from portlight.capabilities.notices.reference import sample
from portlight.kernel.people import commands as people
from portlight.kernel.people.rules import NewAddress, NewPerson, Question
from tests.cast import AT, BY, Cast, Colleague

TITLE, BODY = "大厅关闭", "大厅自2026年2月17日起关闭，电话 021-5550 0160。"
ENGLISH = ("The hall is closed", "The hall is closed from 17 February 2026, telephone 021-5550 0160.")
FRENCH = ("La salle est fermée", "La salle est fermée à partir du 17 février 2026, téléphone 021-5550 0160.")


def hands(cast: Cast) -> dict[str, Colleague]:
    return {
        "writer": cast.bao,
        "translator": cast.holding("translator"),
        "reviewer": cast.holding("reviewer"),
        "approver": cast.holding("approver"),
        "releaser": cast.chen,
        "duty": cast.holding("duty"),
        "supervisor": cast.holding("supervisor"),
    }


def written(cast: Cast, **told: Any) -> str:
    return commands.write(title=TITLE, body=BODY, by=cast.bao.actor, at=AT, **told)


def translated(cast: Cast, number: str, language: str, text: tuple[str, str]) -> None:
    """The draft of one language, as the translator saves it."""
    seen = queries.editor(number, language).revision
    by = hands(cast)["translator"].actor
    commands.revise(number=number, language=language, title=text[0], body=text[1], revision=seen, by=by, at=AT)


def signed(cast: Cast, number: str, *languages: str, override_reason: str = "") -> None:
    """Handed over, reviewed and signed by three people."""
    by = hands(cast)
    for language in languages:
        first = by["writer"] if language == "zh-Hans" else by["translator"]
        commands.hand_over(number=number, language=language, by=first.actor, at=AT)
        commands.review(number=number, language=language, by=by["reviewer"].actor, at=AT)
        sha256 = queries.editor(number, language).sha256
        commands.sign(
            number=number, language=language, sha256=sha256, override_reason=override_reason,
            by=by["approver"].actor, at=AT,
        )  # fmt: skip


def addressed(cast: Cast, number: str, question: Question = Question(), channels: Sequence[str] = ("email",)) -> None:  # noqa: B008 - a frozen value
    commands.address(
        number=number, question=question, channels=channels, outlets=(), not_before=None,
        not_after=AT + timedelta(days=2), by=cast.bao.actor, at=AT,
    )  # fmt: skip


def ready(cast: Cast, **told: Any) -> str:
    """Chinese and English signed, addressed to everyone: one press from leaving."""
    number = written(cast, **told)
    translated(cast, number, "en", ENGLISH)
    signed(cast, number, "zh-Hans", "en")
    addressed(cast, number)
    return number


def crowd() -> None:
    """Twenty-five more people who read English."""
    many = [
        NewPerson(
            languages=("en",),
            addresses=(NewAddress(channel="email", value=f"n{n}@mail.example", verified=True, consented=True),),
        )
        for n in range(25)
    ]
    people.enrol(many, by=BY, at=AT)


def nine(cast: Cast) -> str:
    """The sample notice, drafted in nine languages."""
    return commands.take_in(files=sample(), by=cast.bao.actor, at=AT)
