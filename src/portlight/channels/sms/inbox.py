"""What a provider says about messages, kept in one form however it came: `<route>` newline content.

Pushed over HTTP it is the body as it came; over SMPP the bodies of deliver_sm, each behind its length (4 octets).
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.conf import settings

from portlight.channels.sms.aliyun import receipts as aliyun
from portlight.channels.sms.smpp import pdu
from portlight.channels.sms.smpp import receipts as smpp
from portlight.channels.sms.tencent import receipts as tencent
from portlight.delivery import spool
from portlight.delivery.port import Event, Receipt

log = logging.getLogger(__name__)
_LENGTH = struct.Struct(">L")
# What people answer to be left alone: English, and the words Chinese providers print (TD 退订, R 拒收).
_STOP = frozenset({"stop", "stopall", "unsubscribe", "td", "t", "r", "退订", "拒收"})


def record(route: str, content: bytes) -> bytes:
    return route.encode("ascii") + b"\n" + content


def keep(route: str, bodies: Sequence[bytes]) -> bool:
    """From inside a worker to the receipt inbox, safe on the disk; False when it could not be kept."""
    content = b"".join(_LENGTH.pack(len(body)) + body for body in bodies)
    try:
        spool.put("sms", record(route, content), at=datetime.now(UTC))
    except OSError:
        log.exception("receipts could not be kept: the centre is asked to send them again")
        return False
    return True


def read(kept: bytes) -> Iterator[Receipt | Event]:
    """ValueError for what cannot be understood."""
    route, _, content = kept.partition(b"\n")
    if route == b"aliyun":
        yield from aliyun.read(content)
    elif route == b"tencent":
        yield from tencent.read(content)
    elif route == b"smpp":
        for body in _bodies(content):
            yield from _delivered(body)
    else:
        raise ValueError("of no route")


def _bodies(content: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(content):
        if start + 4 > len(content):
            raise ValueError("cut short")
        (size,) = _LENGTH.unpack_from(content, start)
        if start + 4 + size > len(content):
            raise ValueError("cut short")
        yield content[start + 4 : start + 4 + size]
        start += 4 + size


def _delivered(body: bytes) -> Iterator[Receipt | Event]:
    said = pdu.delivered(body)
    if smpp.is_receipt(said):
        receipt = smpp.read(said, ids=settings.SMPP_IDS)
        if receipt is not None:
            yield receipt
    elif said.source.lstrip("+").isdecimal() and smpp.text_of(said).strip().lower() in _STOP:
        yield Event("stopped", f"+{said.source.lstrip('+')}")
