"""Numbers, codes and facts of papers. Values only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from portlight.toolkit import numbers
from portlight.toolkit.countries import known
from portlight.toolkit.paper import SHOWN, Field, PaperKind

DIGITS = 7
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
CODE_LENGTH = 8
_NUMBER = re.compile(r"([A-Z])-?([0-9]{4})-?([0-9]{7})-?([0-9A-Z])")
_TYPED = re.compile(rf"{_NUMBER.pattern}[\s,;/]*([0-9A-Z]{{4}})-?([0-9A-Z]{{4}})")


def numbered(letter: str, year: int, drawn: int) -> str:
    """`L-2026-0001234-C`: the kind's letter, the year, seven digits drawn at random, a check character."""
    return str(numbers.Numbered(letter, year, drawn))


def typed(text: str) -> tuple[str, str] | None:
    """Number and code as somebody types them off a paper; None when they cannot be both."""
    found = _TYPED.fullmatch(text.strip().upper())
    if found is None:
        return None
    number = numbers.numbered("-".join(found.groups()[:4]))
    return (str(number), f"{found[5]}-{found[6]}") if number else None


def code_of(drawn: str) -> str:
    """Eight characters as they are printed: `K7F3-9QXM`."""
    return f"{drawn[:4]}-{drawn[4:]}"


def shown_of(document: str) -> str:
    """What a paper shows of a travel paper's number: its last characters, and never more than half of it."""
    plain = "".join(char for char in document.upper() if char.isalnum())
    return plain[-min(SHOWN, len(plain) // 2) :] if len(plain) > 1 else ""


def kept(kind: PaperKind, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts as they are kept: of travel papers' numbers only what is shown."""
    how = {field.name: field.how for field in kind.fields}
    return {name: shown_of(fact) if how[name] == "document" else fact for name, fact in facts.items() if fact}


def wrong(kind: PaperKind, facts: Mapping[str, str]) -> tuple[str, str] | None:
    """The first field whose fact is `missing`, `odd` or `unknown`, with that word; None when all can be printed."""
    fields = {field.name: field for field in kind.fields}
    for name in facts:
        if name not in fields:
            return name, "unknown"
    for field in kind.fields:
        fact = facts.get(field.name, "")
        if not fact and field.needed:
            return field.name, "missing"
        if fact and not _fits(field, fact):
            return field.name, "odd"
    return None


def _fits(field: Field, fact: str) -> bool:
    if len(fact) > 300 or any(not char.isprintable() for char in fact):
        return False
    try:
        right = _CHECKS.get(field.how)
        return right is None or right(field, fact)
    except ValueError:
        return False


def _period(field: Field, fact: str) -> bool:
    begin, _, end = fact.partition("/")
    first = date.fromisoformat(begin)
    return not end or first <= date.fromisoformat(end)


def _moment(field: Field, fact: str) -> bool:
    return datetime.fromisoformat(fact).tzinfo is not None


_CHECKS: Mapping[str, Callable[[Field, str], bool]] = {
    "date": lambda field, fact: bool(date.fromisoformat(fact)),
    "moment": _moment,
    "period": _period,
    "country": lambda field, fact: known(fact),
    "choice": lambda field, fact: fact in field.choices,
    "document": lambda field, fact: bool(shown_of(fact)),
}
