"""One message in one language as SMPP carries it: cut and encoded once, with a hole for the reader's token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import NamedTuple

from portlight.channels.sms import rules, segments
from portlight.channels.sms.queries import Approved
from portlight.channels.sms.segments import Coding
from portlight.channels.sms.sheets import values_of
from portlight.channels.sms.smpp.pdu import UDH, Envelope
from portlight.delivery.port import Copy

_DATA_CODING: dict[Coding, int] = {"gsm7": 0, "ucs2": 8}  # 5.2.19: 0 is the centre's own default, the GSM alphabet
_PRIORITY = {"ordinary": 0, "urgent": 1, "emergency": 2}  # 5.2.14
_UNDERSCORE = bytes.maketrans(b"_", b"\x11")  # the one letter of a token that stands elsewhere in the GSM alphabet


class Part(NamedTuple):
    """`before` · the token's letters [lo, hi) · `after`; header and all."""

    before: bytes
    lo: int
    hi: int
    after: bytes
    envelope: Envelope


class Text(NamedTuple):
    """`parts` of a message; `personal`: the token is somewhere in them. `wide`: its letters take two octets each."""

    parts: tuple[Part, ...]
    personal: bool
    wide: bool
    token: Callable[[int], bytes]

    def own(self, delivery: int) -> bytes:
        """The reader's token in the alphabet of the message."""
        if not self.personal:
            return b""
        token = self.token(delivery)
        return token.decode("ascii").encode("utf-16-be") if self.wide else token.translate(_UNDERSCORE)

    def octets(self, part: Part, own: bytes, reference: int) -> bytes:
        """The short_message of one part. With several, the header's reference tells one message's parts together."""
        message = part.before + own[part.lo : part.hi] + part.after
        if len(self.parts) > 1:
            number = self.parts.index(part) + 1
            return segments.header(reference, len(self.parts), number) + message
        return message


def lay_out(template: Approved, copy: Copy, *, source: str, token: Callable[[int], bytes]) -> Text:
    """A receipt is asked for with the last part only: its name is the message's. TooLong above 255 parts."""
    raw = rules.signed(template.text, template.sign, route="sms.smpp", reach="abroad")
    whole = rules.filled(raw, values_of(copy))  # the token's hole is filled with a sample of the same length
    personal = "{token}" in raw
    hole = rules.filled(raw.partition("{token}")[0], values_of(copy)) if personal else whole
    start = len(hole)
    end = start + (len(rules.SLOTS["token"]) if personal else 0)
    division = segments.divide(whole)
    width = 2 if division.coding == "ucs2" else 1
    parts = []
    for number, (first, last) in enumerate(division.spans, start=1):
        lo, hi = min(max(start, first), last), max(min(end, last), first)
        hi = max(lo, hi)
        parts.append(
            Part(
                segments.encoded(whole[first:lo], division.coding),
                max(lo - start, 0) * width, max(hi - start, 0) * width,
                segments.encoded(whole[hi:last], division.coding),
                _envelope(copy, division, last_one=number == division.parts, source=source),
            )
        )  # fmt: skip
    return Text(tuple(parts), personal, width == 2, token)


def _envelope(copy: Copy, division: segments.Division, *, last_one: bool, source: str) -> Envelope:
    return Envelope(
        source=source, esm_class=UDH if division.parts > 1 else 0, priority=_PRIORITY.get(copy.severity, 0),
        valid_until=copy.not_after.astimezone(UTC).strftime("%y%m%d%H%M%S000+"), receipt=last_one,
        coding=_DATA_CODING[division.coding],
    )  # fmt: skip
