"""Proving that an address is one's own: six digits, ten minutes, five attempts."""

from __future__ import annotations

import hmac
import math
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from portlight.kernel.people.commands.rows import address_row
from portlight.kernel.people.models import Address, Proof
from portlight.kernel.people.rules import CODE_ATTEMPTS, CODE_LASTS, CODES_PER_HOUR, CodeState, proof_fault
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

_HOUR = timedelta(hours=1)


def ask_proof(*, address: int, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """Makes a code for an address and returns it to the caller, who sends it there. Only its keyed hash is kept.

    An earlier code is no longer good. Sent twice, the same code comes back. Refused: people.address-unknown,
    people.proofs-too-many (five an hour and address; `minutes` says how long to wait).
    """
    code = _code(address, request_id)
    given = ["proof", address]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return code
        row = address_row(address)
        _not_too_many(address, at)
        Proof.objects.filter(address=row, used_at=None, until__gt=at).update(until=at)
        Proof.objects.create(address=row, code_hash=_hash(address, code), made_at=at, until=at + CODE_LASTS)
        record(
            "people.proof-asked", about=f"person:{row.person.key}", by=by, at=at, facts={"address": address},
            request_id=request_id, given=given,
        )  # fmt: skip
    return code


def prove(*, address: int, code: str, by: Actor, at: datetime, request_id: UUID | None = None) -> UUID:
    """The person types the code back: the address is verified, and its person's key returned.

    Refused: people.proof-over, people.proof-spent, people.proof-wrong. A wrong attempt is counted for good, therefore
    this cannot be part of a larger transaction (RuntimeError).
    """
    given = ["prove", address, _hash(address, code.strip())]
    with transaction.atomic(durable=True):
        if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
            return UUID(earlier)
        row = Proof.objects.filter(address_id=address, used_at=None, address__person__erased_at=None).last()
        fault = proof_fault(_attempt(row, code, at))
        if row is not None and fault is None:
            key = _proved(row, at)
            facts = {"address": address}
            record(
                "people.address-proved",
                about=f"person:{key}",
                by=by,
                at=at,
                facts=facts,
                request_id=request_id,
                given=given,
                result=str(key),
            )
    if fault is not None:
        raise Refused(fault, field="code")
    return key


def prove_shared(*, address: int, proved: int, by: Actor, at: datetime) -> None:
    """The same address stands with another person as well, and it was proved a moment ago: it is proved for her too.

    Refused: people.address-unknown unless both are the same value and `proved` was proved within the last ten minutes.
    """
    with transaction.atomic():
        first, other = address_row(proved), address_row(address)
        same = (first.channel, first.value_index) == (other.channel, other.value_index)
        if not same or first.verified_at is None or first.verified_at <= at - CODE_LASTS:
            raise Refused("people.address-unknown")
        Address.objects.filter(pk=other.pk).update(verified_at=at)
        record(
            "people.address-proved", about=f"person:{other.person.key}", by=by, at=at,
            facts={"address": other.pk, "with": first.pk},
        )  # fmt: skip


def _attempt(row: Proof | None, code: str, at: datetime) -> CodeState | None:
    """Counts the attempt before looking at it: of many at once, no more than five are ever looked at."""
    if row is None:
        return None
    counted = Proof.objects.filter(pk=row.pk, used_at=None, attempts__lt=CODE_ATTEMPTS)
    attempts = CODE_ATTEMPTS if counted.update(attempts=F("attempts") + 1) else CODE_ATTEMPTS + 1
    right = hmac.compare_digest(row.code_hash, _hash(row.address_id, code.strip()))
    return CodeState(open=row.until > at, attempts=attempts, right=right)


def _proved(row: Proof, at: datetime) -> UUID:
    Proof.objects.filter(pk=row.pk).update(used_at=at)
    Address.objects.filter(pk=row.address_id).update(verified_at=at)
    return Address.objects.values_list("person__key", flat=True).get(pk=row.address_id)


def _not_too_many(address: int, at: datetime) -> None:
    recent = list(
        Proof.objects.filter(address_id=address, made_at__gt=at - _HOUR).order_by("made_at").values_list("made_at")
    )
    if len(recent) >= CODES_PER_HOUR:
        wait = recent[-CODES_PER_HOUR][0] + _HOUR - at
        raise Refused("people.proofs-too-many", minutes=max(1, math.ceil(wait.total_seconds() / 60)))


def _code(address: int, request_id: UUID | None) -> str:
    if request_id is None:
        return f"{secrets.randbelow(1_000_000):06d}"
    drawn = hmac.digest(settings.KEYS.index, f"people.proof {address} {request_id.hex}".encode(), "sha256")
    return f"{int.from_bytes(drawn[:8]) % 1_000_000:06d}"


def _hash(address: int, code: str) -> str:
    return hmac.digest(settings.KEYS.index, f"people.code {address} {code}".encode(), "sha256").hex()
