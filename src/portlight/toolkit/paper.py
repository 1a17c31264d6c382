"""Kinds of papers as declared values: what is printed, what it proves and what it does not. Handed in on nameplates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

How = Literal["text", "name", "code", "document", "date", "moment", "period", "address", "country", "choice"]
SHOWN = 4  # characters of a travel paper's number that a paper and its stamp show


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line. `how` says how its fact is printed; facts are texts.

    text, name, address: as it stands · code: left to right in every language · document: its last four characters ·
    date: ISO 8601 · moment: ISO 8601 with its offset · period: two dates with a slash between them, the second or
    none · country: alpha-3 · choice: a key of `choices`, which gives the msgid.
    """

    name: str
    label: str  # gettext msgid
    how: How = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    needed: bool = True


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """`proves` and `not_proves` are the exact sentences on the paper and on every page that verifies it."""

    name: str  # <room>.<paper>, e.g. lodging.slip
    letter: str  # first of its numbers
    title: str  # gettext msgid, as the two sentences
    proves: str
    not_proves: str
    basis: str  # gettext msgid: the articles it rests on
    fields: tuple[Field, ...]
    holder: str  # the field whose fact the stamp carries as the holder's name
    nationality: str = ""  # likewise; empty: the stamp says none
    document: str = ""
    template: str = "slip"
    valid_days: int | None = None  # from its beginning; None: until it is given, or without an end
