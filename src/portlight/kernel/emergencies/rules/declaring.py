"""A declaration, the values it may set, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from portlight.kernel.emergencies.rules import prolonging
from portlight.kernel.emergencies.rules.laws import LAWS, OTHER
from portlight.kernel.emergencies.rules.prolonging import Relief
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused

NEEDED = ("zh-Hans", "en")  # of its name and its banner; each further language stands as soon as it is written
NAME_AT_MOST, BANNER_AT_MOST, DAYS_AT_MOST = 120, 400, 120


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A value that an emergency may set while it is in force. A room hands it in on its nameplate.

    `least` and `most` bound a number; `choices` gives code → msgid; days are kept as ISO dates. `said`: what the page
    of the emergency tells everybody while a switch is on, in a sentence instead of a yes.
    """

    name: str  # <room>.<what it is>
    kind: Literal["number", "switch", "choice", "languages", "days"]
    label: str  # gettext msgids: what it is, and where it is asked
    used: str
    least: int = 0
    most: int = 1_000_000
    choices: Mapping[str, str] = field(default_factory=dict)
    said: str = ""

    def typed(self, value: Any) -> Any:
        """int, bool, code, tuple of languages in the order of the office, or sorted tuple of dates.

        Refused: emergencies.parameter-wrong.
        """
        wrong = Refused(
            "emergencies.parameter-wrong", field=self.name, name=self.name, least=self.least, most=self.most
        )
        if self.kind == "switch" and isinstance(value, bool):
            return value
        if self.kind == "number" and type(value) is int and self.least <= value <= self.most:
            return value
        if self.kind == "choice" and value in self.choices:
            return value
        if self.kind == "languages" and isinstance(value, list | tuple) and set(value) <= LANGUAGES.keys():
            return tuple(code for code in LANGUAGES if code in value)
        if self.kind == "days" and isinstance(value, list | tuple) and len(value) <= DAYS_AT_MOST:
            try:
                return tuple(sorted({date.fromisoformat(str(day)) for day in value}))
            except ValueError:
                raise wrong from None
        raise wrong


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What it rests on. `law` is a key of LAWS, or `other` with a `title`."""

    law: str
    article: str
    authority: str
    document: str
    title: str = ""

    def kept(self) -> dict[str, str]:
        told = {"law": self.law, "article": self.article, "authority": self.authority, "document": self.document}
        return {**told, "title": self.title}


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """`until` is exclusive, None: until it is ended. It may begin in the past: its reliefs look back, its parameters
    hold from the signature."""

    names: Mapping[str, str]  # language → text
    banners: Mapping[str, str]
    basis: Basis
    since: datetime
    until: datetime | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    reliefs: tuple[Relief, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it; equal for equal declarations."""
        return {
            "names": dict(self.names), "banners": dict(self.banners), "basis": self.basis.kept(), "since": self.since,
            "until": self.until, "parameters": {name: _plain(one) for name, one in self.parameters.items()},
            "reliefs": [one.kept() for one in self.reliefs],
        }  # fmt: skip


def examine(told: Declaration, known: Mapping[str, Parameter], *, on: date) -> Declaration:
    """The declaration with its values typed, if it may be proposed on the day `on`.

    Refused: emergencies.text-missing, .text-too-long, .ends-before, .basis-missing, .basis-not-in-force,
    .parameter-unknown, .parameter-wrong, .relief-wrong.
    """
    _texts(told)
    if told.until is not None and told.until <= told.since:
        raise Refused("emergencies.ends-before", field="until")
    _resting(told.basis, on)
    for relief in told.reliefs:
        prolonging.examine(relief)
    typed = {}
    for name, value in told.parameters.items():
        if name not in known:
            raise Refused("emergencies.parameter-unknown", name=name)
        typed[name] = known[name].typed(value)
    return Declaration(
        names=told.names, banners=told.banners, basis=told.basis, since=told.since, until=told.until, parameters=typed,
        reliefs=told.reliefs,
    )  # fmt: skip


def _texts(told: Declaration) -> None:
    for what, texts, most in (("name", told.names, NAME_AT_MOST), ("banner", told.banners, BANNER_AT_MOST)):
        for code in NEEDED:
            if not texts.get(code, "").strip():
                raise Refused("emergencies.text-missing", field=f"{what}_{code}", language=code)
        for code, text in texts.items():
            if code not in LANGUAGES or len(text) > most:
                raise Refused("emergencies.text-too-long", field=f"{what}_{code}", language=code, most=most)


def _resting(basis: Basis, on: date) -> None:
    wanting = [name for name in ("article", "authority", "document") if not getattr(basis, name).strip()]
    if basis.law == OTHER and not basis.title.strip():
        wanting.append("title")
    if wanting:
        raise Refused("emergencies.basis-missing", field=wanting[0])
    if basis.law == OTHER:
        return
    law = LAWS.get(basis.law)
    if law is None:
        raise Refused("emergencies.basis-missing", field="law")
    if not law.in_force(on):
        raise Refused("emergencies.basis-not-in-force", field="law", law=law.title_en, version=str(law.version), day=on)


def _plain(value: Any) -> Any:
    return [day.isoformat() if isinstance(day, date) else day for day in value] if isinstance(value, tuple) else value
