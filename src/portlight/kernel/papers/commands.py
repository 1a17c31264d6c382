"""Handing papers out, withdrawing and replacing them, and having them sealed."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portlight.kernel.papers import keyring, printing, rules, seals, words
from portlight.kernel.papers.models import GIVEN_UP, SEALED, SPECIMEN, WAITING, IssuedPaper, SealedCopy
from portlight.kernel.papers.queries import CONTENT, PDF, open_paper, print_of
from portlight.kernel.timeline.commands import record, resent
from portlight.kernel.work.commands import later
from portlight.toolkit import stamps
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.joined import one_transaction
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.one import one
from portlight.toolkit.paper import PaperKind
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import seal as seal_text
from portlight.toolkit.stamps import Claims
from portlight.toolkit.statements import insert_unless

SEAL = "papers.seal"  # kind of a work item
_BY = machine("papers")
_LEFT = timedelta(minutes=10)  # after so long without a seal it is asked for again


@dataclass(frozen=True)
class Issued:
    """`code` is printed beside the number; both together are what somebody types to check the paper."""

    number: str
    code: str


def issue(
    kind: PaperKind, *, about: str, holder: UUID | None, facts: Mapping[str, str], language: str,
    valid_from: datetime, valid_until: datetime | None = None, by: Actor, at: datetime, request_id: UUID | None = None,
) -> Issued:  # fmt: skip
    """Hand out a paper, in the caller's transaction: it can be printed at once, its seal follows.

    `facts` are texts by the names of the kind's fields; `valid_until` is exclusive. The same `request_id` again gives
    the same paper.
    Refused: papers.language-unknown, papers.fact-missing, papers.fact-odd, papers.fact-unknown,
    papers.ends-before-it-begins, timeline.resend-differs.
    """
    given = [kind.name, about, holder, dict(facts), language, valid_from, valid_until]
    with one_transaction():
        before = resent(by=by, request_id=request_id, given=given)
        if before is not None:
            return Issued(before, open_paper(IssuedPaper.objects.get(number=before)).code)
        row, code = _written(kind, about, holder, facts, language, valid_from, valid_until, at)
        told = {"number": row.number, "paper": kind.name, "language": language, "specimen": row.specimen}
        record("papers.issued", about=about, by=by, at=at, facts=told, request_id=request_id, given=given,
               result=row.number)  # fmt: skip
        reached("papers.issued")
        later(kind=SEAL, key=row.number, due_at=at, at=at)
    return Issued(row.number, code)


def revoke(number: str, *, ground: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """Withdraw a paper: from now on every check by network says so, and the signed list of withdrawn papers holds it.

    Refused: papers.unknown, papers.ground-missing, papers.revoked-already, timeline.resend-differs.
    """
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=[number, ground]) is not None:
            return
        row = _withdrawn(number, ground, at, replaced_by="")
        record("papers.revoked", about=row.about, by=by, at=at, facts={"number": number, "ground": row.ground},
               request_id=request_id, given=[number, ground], result=number)  # fmt: skip


def replace(
    number: str, kind: PaperKind, *, ground: str, facts: Mapping[str, str], language: str | None = None,
    valid_from: datetime, valid_until: datetime | None = None, by: Actor, at: datetime, request_id: UUID | None = None,
) -> Issued:  # fmt: skip
    """Hand out another paper about the same and withdraw this one, at one moment.

    Refused: as `issue` and `revoke`.
    """
    old = IssuedPaper.objects.filter(number=number).first()
    if old is None:
        raise Refused("papers.unknown", number=number)
    with transaction.atomic():
        made = issue(
            kind, about=old.about, holder=old.holder, facts=facts, language=language or old.language,
            valid_from=valid_from, valid_until=valid_until, by=by, at=at, request_id=request_id,
        )  # fmt: skip
        if IssuedPaper.objects.filter(number=number, replaced_by=made.number).exists():
            return made
        row = _withdrawn(number, ground, at, replaced_by=made.number)
        told = {"number": number, "ground": row.ground, "by": made.number}
        record("papers.replaced", about=row.about, by=by, at=at, facts=told)
    return made


def erase_of(about: str, *, by: Actor, at: datetime) -> int:
    """What is printed on the papers about one subject goes, with their sealed copies; returns of how many papers.

    Their numbers stay, and what was withdrawn stays on the list: a stamp is checked without what it is checked against.
    """
    with transaction.atomic():
        rows = IssuedPaper.objects.filter(about=about, content__isnull=False)
        numbers = list(rows.values_list("pk", flat=True))
        SealedCopy.objects.filter(paper__in=numbers).delete()
        IssuedPaper.objects.filter(pk__in=numbers, seal_state=WAITING).update(seal_state=GIVEN_UP)
        IssuedPaper.objects.filter(pk__in=numbers).update(content=None, holder=None)
        if numbers:
            record("papers.erased", about=about, by=by, at=at, facts={"papers": len(numbers)})
    return len(numbers)


def seal_one(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    """Have the paper `key` sealed and keep the copy; sealed before, nothing happens. A job of the work room.

    outcalls.NotReached goes on to the work room, which asks again; a seal that is refused is given up and told.
    """
    row = IssuedPaper.objects.filter(number=key, seal_state=WAITING).first()
    if row is None:
        return
    port = seals.chosen()
    line = words.SEAL_OF_TRIAL if port.specimen or row.specimen else words.SEALED
    try:
        sealed = port.seal(print_of(row, language=row.language, at=at, seal=line), at=at)
    except (seals.SealRefused, Refused) as error:
        # A refusal's facts may hold letters of a name: of it only the code.
        _ended(row, GIVEN_UP, at, {"why": error.code if isinstance(error, Refused) else str(error)[:120]})
        return
    with transaction.atomic():
        if _ended(row, SPECIMEN if port.specimen else SEALED, at, {}):
            _keep(row, sealed, at)


def seal_due(at: datetime, *, most: int = 200) -> int:
    """Ask again for the seal of papers the work room has given up on; returns how many wait."""
    rows = IssuedPaper.objects.filter(seal_state=WAITING, issued_at__lt=at - _LEFT).order_by("issued_at", "id")
    numbers = list(rows.values_list("number", flat=True)[:most])
    for number in numbers:
        later(kind=SEAL, key=number, due_at=at, at=at)
    return len(numbers)


def seal_again(number: str, *, by: Actor, at: datetime) -> None:
    """Try a paper whose seal was given up once more. Refused: papers.unknown."""
    with transaction.atomic():
        row = IssuedPaper.objects.filter(number=number, content__isnull=False).first()
        if row is None:
            raise Refused("papers.unknown", number=number)
        if IssuedPaper.objects.filter(pk=row.pk, seal_state=GIVEN_UP).update(seal_state=WAITING):
            record("papers.seal-asked-again", about=row.about, by=by, at=at, facts={"number": number})
        later(kind=SEAL, key=number, due_at=at, at=at)


def make_key(*, by: Actor, at: datetime) -> str:
    """Make a key of the office's own, which stamps from now on; returns its name."""
    made = keyring.make(at)
    record("papers.key-made", about=f"key:{made.kid.hex()}", by=by, at=at)
    return made.kid.hex()


def retire_key(kid: str, *, secret_is_out: bool, by: Actor, at: datetime) -> None:
    """It stamps no more; with `secret_is_out` nothing it ever stamped is believed. Refused: papers.key-unknown."""
    try:
        keyring.retire(bytes.fromhex(kid), at=at, secret_is_out=secret_is_out)
    except (KeyError, ValueError):
        raise Refused("papers.key-unknown", key=kid) from None
    record("papers.key-retired", about=f"key:{kid}", by=by, at=at, facts={"secret_is_out": secret_is_out})


def _written(
    kind: PaperKind, about: str, holder: UUID | None, facts: Mapping[str, str], language: str,
    valid_from: datetime, valid_until: datetime | None, at: datetime,
) -> tuple[IssuedPaper, str]:  # fmt: skip
    if language not in LANGUAGES:
        raise Refused("papers.language-unknown", language=language)
    _all_fit(kind, facts)
    ends = valid_until or _end(kind, valid_from)
    if ends is not None and ends <= valid_from:
        raise Refused("papers.ends-before-it-begins")
    code = rules.code_of("".join(secrets.choice(rules.CODE_ALPHABET) for _ in range(rules.CODE_LENGTH)))
    while True:
        row = _drawn(kind, about, holder, rules.kept(kind, facts), language, code, valid_from, ends, at)
        if insert_unless(row, "number"):  # else another paper has it
            return row, code


def _drawn(
    kind: PaperKind, about: str, holder: UUID | None, kept: Mapping[str, str], language: str, code: str,
    valid_from: datetime, ends: datetime | None, at: datetime,
) -> IssuedPaper:  # fmt: skip
    """The paper under a number drawn for it, stamped; not yet written."""
    key, public = keyring.current(at)
    specimen = public.specimen or settings.SEAL == "builtin" or settings.MODE in {"demo", "training"}
    claims = Claims(
        kind=kind.name, number=_number(kind, at), holder=kept[kind.holder][:200],
        nationality=kept.get(kind.nationality, ""), document=kept.get(kind.document, ""), valid_from=valid_from,
        valid_until=ends, issued_at=at, issuer=printing.site(), specimen=specimen,
    )  # fmt: skip
    stamp, bound = stamps.sign(claims, key), uuid4()
    inside = json.dumps({"facts": kept, "code": code, "stamp": stamp}, ensure_ascii=False)
    return IssuedPaper(
        number=claims.number, kind=kind.name, about=about, holder=holder, language=language, seal=bound,
        content=seal_text(inside, column=CONTENT, seal=bound), mark=stamps.mark(stamp), specimen=specimen,
        issued_at=at, valid_from=valid_from, valid_until=ends,
    )  # fmt: skip


def _all_fit(kind: PaperKind, facts: Mapping[str, str]) -> None:
    found = rules.wrong(kind, facts)
    if found is None:
        return
    name, how = found
    if how == "missing":
        raise Refused("papers.fact-missing", field=name, name=name)
    if how == "unknown":
        raise Refused("papers.fact-unknown", field=name, name=name)
    raise Refused("papers.fact-odd", field=name, name=name)


def _end(kind: PaperKind, begins: datetime) -> datetime | None:
    """The midnight after the last of the kind's days, of which the day it begins is the first."""
    if kind.valid_days is None:
        return None
    day = timezone.localtime(begins).date() + timedelta(days=kind.valid_days)
    return datetime.combine(day, time(), timezone.get_default_timezone())


def _number(kind: PaperKind, at: datetime) -> str:
    """Drawn, so that one's own number tells nothing of others."""
    return rules.numbered(kind.letter, timezone.localtime(at).year, secrets.randbelow(10**rules.DIGITS))


def _withdrawn(number: str, ground: str, at: datetime, *, replaced_by: str) -> IssuedPaper:
    ground = " ".join(ground.split())[:60]
    if not ground:
        raise Refused("papers.ground-missing", field="ground")
    row = one(IssuedPaper.objects.filter(number=number))
    if row is None:
        raise Refused("papers.unknown", number=number)
    mine = IssuedPaper.objects.filter(pk=row.pk, revoked_at__isnull=True)
    if not mine.update(revoked_at=at, ground=ground, replaced_by=replaced_by):
        raise Refused("papers.revoked-already", number=number)
    row.ground = ground
    return row


def _ended(row: IssuedPaper, state: str, at: datetime, facts: Mapping[str, Any]) -> bool:
    """Another worker may have been first."""
    told = {"number": row.number, **facts}
    with transaction.atomic():
        mine = IssuedPaper.objects.filter(pk=row.pk, seal_state=WAITING).update(seal_state=state)
        if mine and state == GIVEN_UP:
            record("papers.seal-given-up", about=row.about, by=_BY, at=at, facts=told)
        elif mine:
            record("papers.sealed", about=row.about, by=_BY, at=at, facts=told)
    return bool(mine)


def _keep(row: IssuedPaper, sealed: bytes, at: datetime) -> None:
    bound = uuid4()
    text = base64.b64encode(sealed).decode()
    SealedCopy.objects.update_or_create(
        paper=row, defaults={"pdf": seal_text(text, column=PDF, seal=bound), "seal": bound, "sealed_at": at}
    )
