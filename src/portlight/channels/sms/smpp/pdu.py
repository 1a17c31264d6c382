"""Protocol data units of SMPP 3.4, as far as an office that sends needs them: written and read as values.

Sizes and orders after the SMPP 3.4 specification, issue 1.2, sections 3.2, 4 and 5.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x09, 0x04, 0x05, 0x06, 0x15
RESPONSE = 0x80000000  # set in the command of every answer
GENERIC_NACK = 0x80000000
ROK, RINVCMDLEN, RINVCMDID, RX_T_APPN = 0x00, 0x02, 0x03, 0x64

USER_MESSAGE_REFERENCE, RECEIPTED_MESSAGE_ID, MESSAGE_STATE, MESSAGE_PAYLOAD = 0x0204, 0x001E, 0x0427, 0x0424
HEAD = struct.Struct(">LLLL")
LONGEST = 70_000  # a payload of 64 kB and its head: anything longer is no PDU

RECEIPT = 0x04  # esm_class of a deliver_sm: an SMSC delivery receipt (5.2.12)
UDH = 0x40  # … of a submit_sm: the message begins with a user data header
INTERNATIONAL, ALPHANUMERIC, ISDN = 1, 5, 1  # type of number, numbering plan


class Malformed(ValueError):
    """What came is no PDU of SMPP 3.4."""


class Pdu(NamedTuple):
    command: int
    status: int
    sequence: int
    body: bytes


class Delivered(NamedTuple):
    """A deliver_sm as far as we read it."""

    source: str
    destination: str
    esm_class: int
    coding: int
    message: bytes
    tlvs: dict[int, bytes]


def write(command: int, sequence: int, body: bytes = b"", *, status: int = ROK) -> bytes:
    return HEAD.pack(16 + len(body), command, status, sequence) + body


def bind_transceiver(sequence: int, *, system_id: str, password: str, system_type: str = "") -> bytes:
    """4.1.5. Both names are C strings: 15 and 8 characters at most, which the other side checks."""
    body = b"".join(part.encode("ascii") + b"\0" for part in (system_id, password, system_type))
    return write(BIND_TRANSCEIVER, sequence, body + b"\x34\0\0\0")


class Envelope:
    """Everything of a submit_sm that is the same for everybody: what differs is joined in between (4.4.1)."""

    __slots__ = ("before", "behind")

    def __init__(self, *, source: str, esm_class: int, priority: int, valid_until: str, receipt: bool, coding: int,
                 ) -> None:  # fmt: skip
        kind = INTERNATIONAL if source.lstrip("+").isdigit() else ALPHANUMERIC
        named = source.lstrip("+").encode("ascii")
        self.before = b"\0" + bytes((kind, ISDN if kind == INTERNATIONAL else 0)) + named + b"\0" + bytes(
            (INTERNATIONAL, ISDN)
        )  # fmt: skip
        self.behind = (
            b"\0" + bytes((esm_class, 0, priority)) + b"\0" + valid_until.encode("ascii") + b"\0"
            + bytes((1 if receipt else 0, 0, coding, 0))
        )  # fmt: skip

    def body(self, number: bytes, message: bytes, reference: int) -> bytes:
        """Of one submit_sm; `number` as ASCII digits without a plus, `message` at most 254 octets."""
        return b"".join((
            self.before, number, self.behind, _OCTETS[len(message)], message, _REFERENCE.pack(0x0204, 2, reference)
        ))  # fmt: skip


_OCTETS = [bytes((size,)) for size in range(255)]
_REFERENCE = struct.Struct(">HHH")


def string(octets: bytes, start: int = 0) -> tuple[str, int]:
    """The C string at `start` and where it ends. Malformed when nothing ends it."""
    end = octets.find(b"\0", start)
    if end < 0:
        raise Malformed("a string without end")
    return octets[start:end].decode("latin-1"), end + 1


def message_id(body: bytes) -> str:
    """Of a submit_sm_resp; some centres leave the closing zero away, or the whole name in an error."""
    return body.partition(b"\0")[0].decode("latin-1")


def delivered(body: bytes) -> Delivered:
    """A deliver_sm's body (4.6.1). Malformed when it is none."""
    try:
        _, at = string(body)
        source, at = string(body, at + 2)
        destination, at = string(body, at + 2)
        esm_class = body[at]
        _, at = string(body, at + 3)
        _, at = string(body, at)
        coding, size = body[at + 2], body[at + 4]
        message = body[at + 5 : at + 5 + size]
    except IndexError:
        raise Malformed("a deliver_sm that is too short") from None
    if len(message) < size:
        raise Malformed("a deliver_sm that is too short")
    tlvs = dict(_tlvs(body, at + 5 + size))
    return Delivered(source, destination, esm_class, coding, message or tlvs.get(MESSAGE_PAYLOAD, b""), tlvs)


def _tlvs(body: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(body):
        tag, size = struct.unpack_from(">HH", body, at)
        if at + 4 + size > len(body):
            raise Malformed("an optional parameter that is too short")
        yield tag, body[at + 4 : at + 4 + size]
        at += 4 + size
