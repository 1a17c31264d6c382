"""Audiences as one SQL predicate over `people_person`, the same on both databases: sets, never lists of people."""

from __future__ import annotations

from typing import Any

from django.db import connection

from portlight.kernel.people.models import Chain
from portlight.kernel.people.rules import Question


def where(question: Question, *, alias: str = "p") -> tuple[str, list[Any]]:
    """The predicate for `… FROM people_person <alias> WHERE <predicate>` and its parameters, in order.

    Erased people are never in it. `alias` is the caller's own word, never a reader's input.
    """
    parts = [f"{alias}.erased_at IS NULL"]
    given: list[Any] = []
    for column, codes in (("nationality", question.nationalities), ("district_id", question.districts)):
        if codes:
            parts.append(f"{alias}.{column} IN ({_marks(codes)})")
            given += codes
    if question.languages:
        pattern = "{},%" if question.language_is == "first" else "%,{},%"
        codes_of = "c.codes || ','" if question.language_is == "first" else "',' || c.codes || ','"
        one = " OR ".join([f"({codes_of}) LIKE %s"] * len(question.languages))
        parts.append(f"{alias}.chain_id IN (SELECT c.id FROM people_chain c WHERE {one})")  # noqa: S608
        given += [pattern.format(code) for code in question.languages]
    if question.topics:
        parts.append(
            f"EXISTS (SELECT 1 FROM people_interest i WHERE i.person_id = {alias}.id"  # noqa: S608
            f" AND i.topic IN ({_marks(question.topics)}))"
        )
        given += question.topics
    return " AND ".join(parts), given


def count(question: Question) -> int:
    """How many people the question means."""
    predicate, given = where(question)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM people_person p WHERE {predicate}", given)  # noqa: S608
        found = cursor.fetchone()
    return int(found[0])


def chains() -> dict[int, tuple[str, ...]]:
    """Every language chain that somebody has: number of the row → codes in order."""
    return {
        number: tuple(c for c in codes.split(",") if c) for number, codes in Chain.objects.values_list("id", "codes")
    }


def _marks(codes: tuple[str, ...]) -> str:
    return ", ".join(["%s"] * len(codes))
