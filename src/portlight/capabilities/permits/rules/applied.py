"""What somebody applies for, as values: who, on what stay, for what, and what of it must be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from portlight.capabilities.permits.rules.agents import may_apply_for
from portlight.capabilities.permits.rules.applying import apply_by, state
from portlight.capabilities.permits.rules.matters import MATTERS, Matter
from portlight.capabilities.permits.rules.stays import Stay, checked, last_lawful_day
from portlight.toolkit.refusals import Refused

OLDEST = 130  # years
LONGEST_STORY = 4000  # characters


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Whom it is for. Dates as her passport says them; nationality as alpha-3."""

    surname: str
    given_names: str
    nationality: str
    birth_date: date
    paper_number: str
    paper_until: date | None = None

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.surname, self.given_names) if part)


@dataclass(frozen=True, kw_only=True)
class Urgency:
    """Why it cannot wait: a ground, the day by which it is needed, and her own words."""

    ground: str
    needed_on: date | None
    story: str = ""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """`until`: how long she wants to stay. `agent_ground`: by which ground of the law another files for her."""

    matter: str
    applicant: Applicant
    stay: Stay
    filed_as: str = "self"
    agent_ground: str = ""
    purpose: str = ""
    until: date | None = None
    happened_on: date | None = None
    address: str = ""
    handover: str = "collect"
    urgency: Urgency | None = None

    def to_json(self) -> dict[str, Any]:
        return {name: _told(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Applied:
        urgency = told["urgency"]
        return cls(
            **{**told,
               "applicant": Applicant(**_days(told["applicant"], "birth_date", "paper_until")),
               "stay": Stay(**_days(told["stay"], "enter_before", "entered_on", "permit_until")),
               "urgency": Urgency(**_days(urgency, "needed_on")) if urgency else None,
               **_days({name: told[name] for name in ("until", "happened_on")}, "until", "happened_on")},
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the day of filing says of it. `late_by`: days after the last day to apply; nothing is refused for it."""

    matter: Matter
    last_lawful: date | None
    in_time: bool
    late_by: int
    flags: tuple[str, ...] = field(default=())


def judge(applied: Applied, *, on: date) -> Judged:
    """Looks at an application as it is filed on that day.

    Refused, each with its field: permits.no-such-matter, permits.name-missing, permits.born-later,
    permits.number-missing, permits.until-past, permits.happened-later, permits.needed-past, permits.story-long,
    permits.agent-not-allowed (REG 19, LAW 40); and as `stays.checked`.
    """
    matter = MATTERS.get(applied.matter)
    if matter is None:
        raise Refused("permits.no-such-matter", field="matter")
    _check_person(applied.applicant, on)
    _check_days(applied, on)
    checked(applied.stay, on=on)
    if applied.filed_as != "self" and may_apply_for(matter, [applied.agent_ground]) is None:
        raise Refused("permits.agent-not-allowed", field="agent_ground")
    due = apply_by(matter, applied.stay, happened_on=applied.happened_on)
    last, where = last_lawful_day(applied.stay), state(due, applied.stay, on=on)
    late_by = max(0, (on - due.by).days) if due else 0
    flags = [*(["over"] if where == "over" else []), *(["late"] if late_by else [])]
    if applied.applicant.paper_until is not None and applied.applicant.paper_until < on:
        flags.append("passport-over")
    if matter.in_person and applied.filed_as != "self":
        flags.append("in-person")
    return Judged(
        matter=matter, last_lawful=last, in_time=last is None or on <= last, late_by=late_by, flags=tuple(flags)
    )


def _check_person(who: Applicant, on: date) -> None:
    if not who.name.strip():
        raise Refused("permits.name-missing", field="surname")
    if not on.year - OLDEST <= who.birth_date.year or who.birth_date > on:
        raise Refused("permits.born-later", field="birth_date")
    if len(who.paper_number) < 3:
        raise Refused("permits.number-missing", field="paper_number")


def _check_days(applied: Applied, on: date) -> None:
    if applied.until is not None and applied.until <= on:
        raise Refused("permits.until-past", field="until")
    if applied.happened_on is not None and applied.happened_on > on:
        raise Refused("permits.happened-later", field="happened_on")
    urgency = applied.urgency
    if urgency is not None and urgency.needed_on is not None and urgency.needed_on < on:
        raise Refused("permits.needed-past", field="needed_on")
    if max(len(applied.purpose), len(urgency.story) if urgency else 0) > LONGEST_STORY:
        raise Refused("permits.story-long", field="purpose", most=LONGEST_STORY)


def urgent_for_want_of_time(applied: Applied) -> Applied:
    """The same, in the same-day lane because no ordinary time is left before the stay ends."""
    last = last_lawful_day(applied.stay)
    return applied if applied.urgency else replace(applied, urgency=Urgency(ground="stay-ends", needed_on=last))


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _told(one) for name, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _days(told: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**told, **{name: date.fromisoformat(told[name]) if told.get(name) else None for name in names}}
