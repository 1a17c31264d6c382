"""What WeChat tells us at /hooks/wechat/: who follows, agrees, leaves, and what became of messages.

A call is believed when its signature is SHA-1 over our token, its stamp and its nonce, and its stamp is young; in safe
mode the body carries a second one and is sealed (AES-256-CBC under EncodingAESKey). The answer is immediate: what is
not answered within five seconds is told again. What people write to the account is not kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from portlight.channels.wechat import commands
from portlight.channels.wechat.ledger import index_of
from portlight.delivery.port import Call, Event, Heard, Receipt

_AGE = timedelta(minutes=5)
_ECHO = re.compile(r"[\w-]{1,128}\Z", re.ASCII)
_KEPT = frozenset({
    "subscribe", "unsubscribe", "SCAN", "subscribe_msg_popup_event", "subscribe_msg_change_event",
    "subscribe_msg_sent_event", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH",
})  # fmt: skip


class NotUnderstood(ValueError):
    """A body that is not what WeChat sends; the text is a code."""


class Ear:
    """Both ways of this channel listen alike: whichever address the account was told."""

    most_bytes = 64 * 1024

    def hear(self, call: Call) -> Heard:
        refusal = _objection(call)
        if refusal:
            return Heard(status=403, refusal=refusal)
        if call.method == "GET":
            echo = call.query.get("echostr", "")
            return Heard(body=echo.encode()) if _ECHO.match(echo) else Heard(status=400, refusal="no-echo")
        try:
            body = _opened(call)
            event = _parsed(body)
        except NotUnderstood as error:
            return Heard(status=400, refusal=str(error))
        wanted = event.findtext("MsgType") == "event" and event.findtext("Event") in _KEPT
        return Heard(body=b"success", keep=body if wanted else b"")

    def read(self, kept: bytes) -> Iterable[Receipt | Event]:
        """Also writes down what WeChat counted of a mass send: that belongs to no one person."""
        event = _parsed(kept)
        openid, name = event.findtext("FromUserName", ""), event.findtext("Event", "")
        if name not in _KEPT or not openid:
            raise NotUnderstood("unknown-event")
        if name in {"subscribe", "SCAN"}:
            scene = event.findtext("EventKey", "").removeprefix("qrscene_")
            return [Event("bound", openid, token=scene)] if scene else []
        if name == "unsubscribe":
            return [Event("gone", openid)]
        if name == "TEMPLATESENDJOBFINISH":
            return _template(event, openid)
        if name == "MASSSENDJOBFINISH":
            _mass(event)
            return []
        return _sent(event, openid) if name == "subscribe_msg_sent_event" else _agreed(event, openid)


def _objection(call: Call) -> str:
    """Why a call is not believed; "" when it is."""
    stamp, nonce = call.query.get("timestamp", ""), call.query.get("nonce", "")
    if not settings.WECHAT_CALLBACK_TOKEN:
        return "no-callback-token"
    if not hmac.compare_digest(signature(stamp, nonce), call.query.get("signature", "").encode("utf-8", "replace")):
        return "wrong-signature"
    if not stamp.isdecimal() or len(stamp) > 12:
        return "bad-stamp"
    return "too-old" if abs(call.at - datetime.fromtimestamp(int(stamp), UTC)) > _AGE else ""


def signature(*parts: str) -> bytes:
    """SHA-1 of our callback token and `parts`, sorted (接入指南): in hexadecimal."""
    text = "".join(sorted((settings.WECHAT_CALLBACK_TOKEN, *parts)))
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().encode()


def _opened(call: Call) -> bytes:
    """The body in the clear. In safe mode a body that is not sealed is not believed: anybody could repeat a stamp."""
    if not settings.WECHAT_AES_KEY:
        return call.body
    secret = _parsed(call.body).findtext("Encrypt", "")
    ours = signature(call.query.get("timestamp", ""), call.query.get("nonce", ""), secret)
    if not secret or not hmac.compare_digest(ours, call.query.get("msg_signature", "").encode("utf-8", "replace")):
        raise NotUnderstood("wrong-message-signature")
    return _unsealed(secret)


def _unsealed(secret: str) -> bytes:
    """16 random bytes, four of length, the message, our appid; PKCS#7 to 32 (消息加解密说明)."""
    try:
        key = base64.b64decode(settings.WECHAT_AES_KEY + "=", validate=True)
        opener = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        plain = opener.update(base64.b64decode(secret, validate=True)) + opener.finalize()
        plain = plain[: -plain[-1]]
        (size,) = struct.unpack("!I", plain[16:20])
    except (ValueError, IndexError, struct.error, binascii.Error) as error:
        raise NotUnderstood("not-sealed-for-us") from error
    body, appid = plain[20 : 20 + size], plain[20 + size :]
    if not hmac.compare_digest(appid, settings.WECHAT_APPID.encode()):
        raise NotUnderstood("for-another-account")
    return body


def _parsed(body: bytes) -> ElementTree.Element:
    """XML without a document type: no entity can be declared, so none can grow or read a file."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUnderstood("not-utf-8") from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotUnderstood("document-type")
    try:
        return ElementTree.fromstring(text)  # noqa: S314 - see above
    except ElementTree.ParseError as error:
        raise NotUnderstood("not-xml") from error


def _moment(event: ElementTree.Element) -> datetime | None:
    stamp = event.findtext("CreateTime", "")
    return datetime.fromtimestamp(int(stamp), UTC) if stamp.isdecimal() and len(stamp) <= 11 else None


def _template(event: ElementTree.Element, openid: str) -> list[Receipt | Event]:
    status, number = event.findtext("Status", ""), event.findtext("MsgID", "")[:40]
    if not number:
        raise NotUnderstood("no-number")
    if status == "success":
        return [Receipt("delivered", number, openid, code="success", at=_moment(event))]
    why = status.removeprefix("failed:").strip().replace(" ", "-")[:24]
    failed = Receipt("failed", number, openid, code=why, at=_moment(event))
    return [failed, Event("stopped", openid)] if why == "user-block" else [failed]


def _sent(event: ElementTree.Element, openid: str) -> list[Receipt | Event]:
    """By person and template: the oldest of ours that waits. One that none waits for is kept as a loose receipt."""
    found: list[Receipt | Event] = []
    for row in event.iterfind("SubscribeMsgSentEvent/List"):
        good = row.findtext("ErrorCode", "") == "0"
        why = "success" if good else (row.findtext("ErrorStatus") or "failed").strip().replace(" ", "-")[:24]
        at = _moment(event)
        if at is None:
            raise NotUnderstood("no-moment")
        handed = commands.note_sent(
            openid_index=index_of(openid), template_id=row.findtext("TemplateId", ""),
            msg_id=row.findtext("MsgID", "")[:32], status=why, at=at,
        )  # fmt: skip
        delivery, reference = handed or (0, f"event-{row.findtext('MsgID', '')[:32]}")
        outcome = "delivered" if good else "failed"
        found.append(Receipt(outcome, reference, openid, code=why, at=at, delivery=delivery))
    return found


def _agreed(event: ElementTree.Element, openid: str) -> list[Receipt | Event]:
    """Yes to any of our templates is consent; no to all that were asked, or a later no, is its end."""
    said = {
        row.findtext("TemplateId", ""): row.findtext("SubscribeStatusString", "") for row in event.iterfind("*/List")
    }
    yes: list[Receipt | Event] = [
        Event("agreed", openid, detail=template) for template, status in said.items() if status == "accept"
    ]
    no = next((template for template, status in said.items() if status == "reject"), "")
    return yes or ([Event("stopped", openid, detail=no)] if no else [])


def _mass(event: ElementTree.Element) -> None:
    names = {"total": "TotalCount", "filtered": "FilterCount", "sent": "SentCount", "failed": "ErrorCount"}
    # Newer pushes write MsgId where the older pages say MsgID.
    number = (event.findtext("MsgID") or event.findtext("MsgId") or "")[:32]
    counts = {ours: int(text) for ours, theirs in names.items() if (text := event.findtext(theirs, "")).isdecimal()}
    moment = _moment(event)
    if not number or moment is None:
        raise NotUnderstood("no-number")
    commands.note_mass_result(msg_id=number, status=event.findtext("Status", ""), counts=counts, at=moment)
