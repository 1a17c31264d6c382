"""Choices of a form, said in the reader's language when they are drawn or compared with, and not before.

Most forms of a way are only checked; Django's own would make, copy and look through 250 nationalities for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portlight.faces.widgets import attributes
from portlight.toolkit.languages import LANGUAGES

NOTHING = ("", "—")  # the line of a list that chooses nothing
Pairs = Iterable[tuple[str, Any]]


class Offered(BaseChoiceIterator):
    """What `made` gives, asked each time; the same for every copy of the form."""

    def __init__(self, made: Callable[[], Pairs]) -> None:
        self.made = made

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.made())

    def __copy__(self) -> Offered:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Offered:
        return self


def said(words: Mapping[str, str], *, without: tuple[str, ...] = (), empty: bool = False) -> Offered:
    """The words of a table of words; `empty`: after a line that chooses nothing."""

    def made() -> Pairs:
        if empty:
            yield NOTHING
        yield from ((code, gettext(word)) for code, word in words.items() if code not in without)

    return Offered(made)


def languages() -> Pairs:
    """The nine, each by its own name."""
    return ((code, language.name) for code, language in LANGUAGES.items())


class PlainSelect(forms.Select):
    """A list without groups, drawn as one string."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = "".join(
            f'\n  <option value="{escape(code)}"{" selected" if str(code) in chosen else ""}>{escape(label)}</option>'
            for code, label in self.choices
        )
        told = attributes({"attrs": self.build_attrs(self.attrs, attrs)})
        return mark_safe(f'<select name="{escape(name)}"{told}>{options}\n</select>')  # noqa: S308 - escaped above


class Choice(forms.ChoiceField):
    """One of a flat list."""

    widget = PlainSelect
