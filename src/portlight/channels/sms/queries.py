"""The texts of short messages: which there are, how far they are reviewed, what they cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portlight.channels.sms import rules, segments, ways
from portlight.channels.sms.models import Template
from portlight.toolkit.languages import CODES


@dataclass(frozen=True, kw_only=True)
class Approved:
    """A text that may be sent."""

    route: str
    reach: str
    provider_code: str
    sign: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TemplateCard:
    number: int
    route: str
    reach: str
    purpose: str
    language: str
    sign: str
    text: str
    written: str  # as it is typed into the provider's console
    provider_code: str
    state: str
    reason: str
    drafted_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    by: str  # key of whoever did the last step
    characters: int
    parts: int
    price: float  # of one message, in hundredths
    in_force: bool  # this wording is the one that is sent

    @property
    def yuan(self) -> float:
        return round(self.price / 100, 3)


def approved(purpose: str, language: str) -> list[Approved]:
    """The wording in force for each (route, reach), in one query."""
    found = Template.objects.filter(state="approved", purpose=purpose, language=language).order_by("decided_at", "id")
    latest = {(one.route, one.reach): one for one in found}
    return [
        Approved(route=one.route, reach=one.reach, provider_code=one.provider_code, sign=one.sign, text=one.text)
        for one in latest.values()
    ]


def listing(*, purpose: str) -> list[TemplateCard]:
    """Of one purpose: per way and language the wording in force and the newest one, in the office's orders."""
    found = list(Template.objects.filter(purpose=purpose).order_by("id"))
    shown: dict[int, bool] = {}
    for group in _groups(found):
        force = max((one for one in group if one.state == "approved"), key=_decided, default=None)
        for one in (force, group[-1]):
            if one is not None:
                shown[one.pk] = one is force
    order = {pair: place for place, pair in enumerate(ways.pairs())}
    kept = [one for one in found if one.pk in shown and (one.route, one.reach) in order]
    kept.sort(key=lambda one: (order[one.route, one.reach], CODES.index(one.language), one.pk))  # type: ignore[index]
    return [_card(one, in_force=shown[one.pk]) for one in kept]


def template(number: int) -> TemplateCard | None:
    """One of them; None when there is no such text."""
    one = Template.objects.filter(pk=number).first()
    if one is None:
        return None
    rivals = Template.objects.filter(
        route=one.route, reach=one.reach, purpose=one.purpose, language=one.language, state="approved"
    )
    return _card(one, in_force=max(rivals, key=_decided, default=None) == one)


def lacking() -> list[tuple[str, str, str, str]]:
    """(route, reach, purpose, language) of every text that could be wanted and is not in force."""
    have = set(Template.objects.filter(state="approved").values_list("route", "reach", "purpose", "language"))
    return [
        (route, reach, purpose, language)
        for route, reach in ways.pairs()
        for purpose in rules.PURPOSES
        for language in CODES
        if (route, reach, purpose, language) not in have
    ]


def parts_of(text: str, sign: str, *, route: str, reach: str) -> int:
    """Billed parts of a text with samples in its slots."""
    whole = rules.signed(rules.filled(text, {}), sign, route=route, reach=reach)
    mainland = reach == "mainland" and route != "sms.smpp"
    return segments.billed_mainland(whole) if mainland else segments.billed_abroad(whole)


def _groups(found: Iterable[Template]) -> list[list[Template]]:
    groups: dict[tuple[str, str, str], list[Template]] = {}
    for one in found:
        groups.setdefault((one.route, one.reach, one.language), []).append(one)
    return list(groups.values())


def _decided(one: Template) -> tuple[float, int]:
    return (one.decided_at.timestamp() if one.decided_at else 0.0, one.pk)


def _card(one: Template, *, in_force: bool) -> TemplateCard:
    whole = rules.signed(rules.filled(one.text, {}), one.sign, route=one.route, reach=one.reach)
    parts = parts_of(one.text, one.sign, route=one.route, reach=one.reach)
    return TemplateCard(
        number=one.pk, route=one.route, reach=one.reach, purpose=one.purpose, language=one.language, sign=one.sign,
        text=one.text, written=rules.as_provider_writes(one.text, one.route), provider_code=one.provider_code,
        state=one.state, reason=one.reason, drafted_at=one.drafted_at, submitted_at=one.submitted_at,
        decided_at=one.decided_at, by=one.decided_by or one.submitted_by or one.drafted_by, characters=len(whole),
        parts=parts, price=parts * ways.price_each(one.route, one.reach), in_force=in_force,
    )  # fmt: skip
