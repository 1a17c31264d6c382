"""Codes printed at a counter, for people without a telephone or an e-mail address: made, used once, taken back."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from portlight.capabilities.lodging.commands import rows
from portlight.capabilities.lodging.commands.declaring import Done, Filed, declare
from portlight.capabilities.lodging.commands.telling import Texts
from portlight.capabilities.lodging.models import CounterCode, Filer
from portlight.capabilities.lodging.queries.counter import code_hash, number_index
from portlight.capabilities.lodging.rules.counter import BITS, code_of
from portlight.capabilities.lodging.rules.values import Declared
from portlight.kernel.cases import queries as cases
from portlight.kernel.people import commands as people
from portlight.kernel.people.rules import NewPerson
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, person
from portlight.toolkit.refusals import Refused

_HANDS = 10  # that press the button at one counter in the same moment
_FORGETTING = timedelta(days=2)  # an unused one is counted for its day at least


@dataclass(frozen=True, kw_only=True)
class PrintedCode:
    """`code` is shown this once: the office keeps its keyed hash."""

    number: int
    code: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ByCode:
    done: Done
    person: UUID


def print_code(*, counter: str, language: str, by: Actor, at: datetime, request_id: UUID | None = None) -> PrintedCode:
    """Make a code at a counter, good for one declaration; sent twice, the same one comes back.

    Refused: lodging.codes-too-many, where the counter has made as many today as the office allows.
    """
    code = _drawn(by, request_id)
    given = ["counter", counter, language]
    for tries_left in reversed(range(_HANDS)):
        try:
            with transaction.atomic():
                if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
                    return _printed(CounterCode.objects.get(pk=int(earlier)), code)
                row = _made(code, counter, language, by, at)
                facts = {"counter": counter, "language": language}
                record("lodging.code-printed", about=f"counter:{row.pk}", by=by, at=at, request_id=request_id,
                       given=given, result=str(row.pk), facts=facts)  # fmt: skip
                return _printed(row, code)
        except IntegrityError:  # another hand at this counter took the same place in the day's order
            if not tries_left:
                raise
    raise AssertionError


def declare_by_code(
    code: str, declared: Declared, *, filed: Filed, texts: Texts, at: datetime, request_id: UUID
) -> ByCode:
    """Declare with a code from a counter in the place of a proved address: a person is made who has none, and files.

    The same rules and the same `declare` as for everybody; what is refused leaves the code unused. The same request
    again is the same registration. Refused: lodging.code-no-good, and as `declare`.
    """
    with transaction.atomic():
        row = CounterCode.objects.select_for_update().filter(code_hash=code_hash(code)).first()
        key = row.person if row is not None and row.request == request_id else None
        if row is None or (key is None and not _take(row, request_id, at)):
            raise Refused("lodging.code-no-good", field="code")
        own = key or people.enrol([NewPerson(languages=(filed.language,))], by=person(request_id), at=at)[0]
        filed = replace(filed, person=own, contact=None, counter=True)
        done = declare(declared, filed=filed, texts=texts, by=person(own), at=at, request_id=request_id)
        if key is None:
            _used(row, own, done, declared, at)
    return ByCode(done=done, person=own)


def open_by_code(code: str, number: str, *, at: datetime) -> tuple[UUID, str]:
    """Whoever holds a used sheet and names the passport's number is the person it was used by: her key, and the number
    of her latest declaration. Refused: lodging.code-no-good, whatever it is that does not fit."""
    told = number_index(number)
    row = CounterCode.objects.filter(code_hash=code_hash(code)).first()
    fits = hmac.compare_digest(row.number_index if row else "", told)
    if row is None or row.person is None or not fits or row.revoked_at or (row.shown_until or at) <= at:
        raise Refused("lodging.code-no-good", field="code")
    case = Filer.objects.filter(key=str(row.person)).aggregate(last=Max("declaration_id"))["last"]
    card = cases.by_id(case) if case else None
    if card is None:  # erased since
        raise Refused("lodging.code-no-good", field="code")
    with transaction.atomic():
        record("lodging.code-shown", about=f"counter:{row.pk}", by=person(row.person), at=at)
    return row.person, card.number


def revoke_code(number: int, *, by: Actor, at: datetime) -> None:
    """The sheet was lost or given to the wrong one: it begins nothing and shows nothing any more. A second time changes
    nothing. Refused: lodging.code-unknown."""
    with transaction.atomic():
        if not CounterCode.objects.filter(pk=number).exists():
            raise Refused("lodging.code-unknown")
        if CounterCode.objects.filter(pk=number, revoked_at=None).update(revoked_at=at):
            record("lodging.code-revoked", about=f"counter:{number}", by=by, at=at)


def forget_codes(at: datetime, *, by: Actor) -> int:
    """Erases codes that can begin and show nothing any more. Returns how many."""
    over = Q(used_at=None, until__lte=at - _FORGETTING) | Q(shown_until__lte=at)
    with transaction.atomic():
        forgotten, _ = CounterCode.objects.filter(over).delete()
        if forgotten:
            record("lodging.codes-forgotten", about="counter:codes", by=by, at=at, facts={"codes": forgotten})
    return forgotten


def _made(code: str, counter: str, language: str, by: Actor, at: datetime) -> CounterCode:
    today = rows.local(at)
    last = CounterCode.objects.filter(counter=counter, made_on=today).aggregate(last=Max("place"))["last"] or 0
    if last >= settings.LODGING_CODES_A_DAY:
        raise Refused("lodging.codes-too-many", most=settings.LODGING_CODES_A_DAY)
    return CounterCode.objects.create(
        code_hash=code_hash(code), counter=counter, made_on=today, place=last + 1, made_by=by.key, language=language,
        made_at=at, until=at + timedelta(hours=settings.LODGING_CODE_HOURS),
    )  # fmt: skip


def _printed(row: CounterCode, code: str) -> PrintedCode:
    return PrintedCode(number=row.pk, code=code, until=row.until)


def _take(row: CounterCode, request_id: UUID, at: datetime) -> bool:
    """Whoever sets the mark has the code."""
    mine = CounterCode.objects.filter(pk=row.pk, used_at=None, revoked_at=None, until__gt=at)
    return bool(mine.update(used_at=at, request=request_id))


def _used(row: CounterCode, own: UUID, done: Done, declared: Declared, at: datetime) -> None:
    CounterCode.objects.filter(pk=row.pk).update(
        person=own, case_id=done.case, number_index=number_index(declared.holder.paper_number),
        shown_until=at + timedelta(days=settings.LODGING_CODE_DAYS),
    )  # fmt: skip
    record("lodging.code-used", about=f"counter:{row.pk}", by=person(own), at=at, facts={"case": done.case})


def _drawn(by: Actor, request_id: UUID | None) -> str:
    """Random; of a request always the same one, which nobody can guess who has not the ring."""
    seed = secrets.token_bytes(32) if request_id is None else f"{by.key} {request_id.hex}".encode()
    drawn = (hmac.digest(settings.KEYS.index, b"lodging.counter.draw %d " % turn + seed, "sha256") for turn in count())
    codes = (code_of(int.from_bytes(one[:8]) >> 64 - BITS) for one in drawn)
    return next(code for code in codes if code is not None)
