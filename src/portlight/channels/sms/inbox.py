"""What a provider says about messages, kept in one form however it came: `<route>` newline content.

Pushed over HTTP it is the body as it came; over SMPP the bodies of deliver_sm, each behind its length (4 octets).
"""

from __future__ import annotations

import json
import logging
import struct
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

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


def keep(route: str, pieces: Sequence[Any]) -> bool:
    """From inside a worker to the receipt inbox, safe on the disk; False when it could not be kept."""
    try:
        spool.put("sms", record(route, _FORMS[route].join(pieces)), at=datetime.now(UTC))
    except OSError:
        log.exception("receipts could not be kept: they are asked for again")
        return False
    return True


def read(kept: bytes) -> list[Receipt | Event]:
    """ValueError for a record in which nothing can be understood.

    Where only some of it can, the rest becomes a record of its own: one odd report never holds up its neighbours, and
    is not lost.
    """
    name, _, content = kept.partition(b"\n")
    route = name.decode("ascii", "replace")
    form = _FORMS.get(route)
    if form is None:
        raise ValueError("of no route")
    said: list[Receipt | Event] = []
    odd, why = [], None
    pieces = form.split(content)
    for piece in pieces:
        try:
            said += form.read(piece)
        except ValueError as error:
            odd.append(piece)
            why = error
    if why is not None and (len(odd) == len(pieces) or not keep(route, odd)):
        raise why
    return said


def _bodies(content: bytes) -> list[bytes]:
    found, start = [], 0
    while start < len(content):
        (size,) = _LENGTH.unpack_from(content.ljust(start + 4, b"\xff"), start)
        if start + 4 + size > len(content):
            raise ValueError("cut short")
        found.append(content[start + 4 : start + 4 + size])
        start += 4 + size
    return found


def _joined(bodies: Sequence[bytes]) -> bytes:
    return b"".join(_LENGTH.pack(len(body)) + body for body in bodies)


def _array(content: bytes) -> list[Any]:
    if not shaped(content):
        raise ValueError("no array of objects")
    found: list[Any] = json.loads(content)
    return found


def _as_array(pieces: Sequence[Any]) -> bytes:
    return json.dumps(pieces, ensure_ascii=False).encode()


def _delivered(body: bytes) -> Iterator[Receipt | Event]:
    said = pdu.delivered(body)
    if smpp.is_receipt(said):
        receipt = smpp.read(said, ids=settings.SMPP_IDS)
        if receipt is not None:
            yield receipt
    elif said.source.lstrip("+").isdecimal() and smpp.text_of(said).strip().lower() in _STOP:
        yield Event("stopped", f"+{said.source.lstrip('+')}")


class _Form(NamedTuple):
    split: Callable[[bytes], list[Any]]
    join: Callable[[Sequence[Any]], bytes]
    read: Callable[[Any], Iterator[Receipt | Event]]


_FORMS = {
    "aliyun": _Form(_array, _as_array, aliyun.read),
    "tencent": _Form(_array, _as_array, tencent.read),
    "smpp": _Form(_bodies, _joined, _delivered),
}


def shaped(content: bytes) -> bool:
    """Whether a pushed body is an array of objects. ValueError, RecursionError: it is no JSON at all."""
    found = json.loads(content)
    return isinstance(found, list) and all(isinstance(one, dict) for one in found)
