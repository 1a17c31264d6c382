"""Delivery receipts of SMPP: the text of appendix B in its many spellings, bare comma-separated fields, and TLVs.

The name of a message may be hexadecimal in the answer and decimal in the receipt, or the other way round: both are
brought to one spelling (`reference`).
"""

from __future__ import annotations

import hashlib
import re

from portlight.channels.sms.smpp.pdu import MESSAGE_STATE, RECEIPT, RECEIPTED_MESSAGE_ID, Delivered
from portlight.delivery.port import Receipt

Ids = str  # auto | hex-answer | hex-receipt: how a centre spells names (PORTLIGHT_SMPP_IDS)

# 5.2.28; the fifth letter of UNKNOWN and the like is left to the vendors.
STATES = {
    1: "ENROUTE",
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    7: "UNKNOWN",
    8: "REJECTD",
}
ENDINGS = {"DELIVRD": "delivered", "EXPIRED": "failed", "DELETED": "failed", "UNDELIV": "failed", "REJECTD": "failed",
           "UNKNOWN": "failed", "FAILED": "failed", "UNDELIVERABLE": "failed", "DELIVERED": "delivered"}  # fmt: skip
UNDER_WAY = {"ENROUTE", "ACCEPTD", "ACCEPTED", "BUFFRED"}

_FIELD = re.compile(r"(?i)\b(id|stat|err)\s*[:=]\s*([^\s,;]*)")
# The same fields in their order, without names: id, sub, dlvrd, submit date, done date, stat, err.
_BARE = re.compile(r"\s*([\w-]{1,64})\s*,(?:\s*\d{3}\s*,){2}(?:\s*\d{10,14}\s*,){2}\s*(\w+)\s*,\s*(\w+)")


def reference(name: str, *, hexadecimal: bool | None = None) -> str:
    """One spelling of a message's name, at most 40 ASCII characters.

    `hexadecimal`: True and False when it is known; None guesses: a name with a letter a–f and nothing but hexadecimal
    digits is one. What is no number (a UUID) is kept in small letters.
    """
    if hexadecimal is not True and name.isdecimal() and name.isascii():
        return name.lstrip("0")[:40] or "0"
    plain = name.strip().strip("\0").lower()
    hex_digits = hexadecimal is not False and re.fullmatch(r"(?:0x)?[0-9a-f]{1,16}", plain)
    if hex_digits and (hexadecimal or not plain.isdecimal()):
        return str(int(plain, 16))
    if plain.isdecimal():
        plain = plain.lstrip("0") or "0"
    if len(plain) > 40 or not plain.isascii():
        return hashlib.sha256(plain.encode()).hexdigest()[:40]
    return plain


def of_answer(name: str, ids: Ids) -> str:
    return reference(name, hexadecimal={"hex-answer": True, "hex-receipt": False}.get(ids))


def of_receipt(name: str, ids: Ids) -> str:
    return reference(name, hexadecimal={"hex-answer": False, "hex-receipt": True}.get(ids))


def is_receipt(said: Delivered) -> bool:
    """Whether a deliver_sm speaks of a message of ours, by its class or, where a centre forgot that, by its TLV."""
    return bool(said.esm_class & 0x3C == RECEIPT or RECEIPTED_MESSAGE_ID in said.tlvs)


def read(said: Delivered, *, ids: Ids) -> Receipt | None:
    """What a receipt says; None while the message is still under way. ValueError when it cannot be understood."""
    told = _fields(said)
    state = told.get("stat", "").upper()
    if state in UNDER_WAY:
        return None
    if not told.get("id") or state not in ENDINGS:
        raise ValueError(f"a receipt with the state {state[:24]!r}")
    code = state if told.get("err", "").strip("0") == "" else f"{state} {told['err']}"
    # The "done date" is left alone: the standard does not say in which zone a centre keeps its clock.
    return Receipt(outcome=ENDINGS[state], reference=of_receipt(told["id"], ids), code=code[:24])


def _fields(said: Delivered) -> dict[str, str]:
    """id, stat, err: from the TLVs where they are, else from the text."""
    text = said.message.decode("latin-1")
    bare = _BARE.match(text)
    if bare:
        told = dict(zip(("id", "stat", "err"), bare.groups(), strict=True))
    else:
        told = {}
        for key, value in _FIELD.findall(text):
            told.setdefault(key.lower(), value)  # the first: the message's own words come last, and may say "id:"
    if name_of := said.tlvs.get(RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("latin-1"):
        told["id"] = name_of
    state_of = said.tlvs.get(MESSAGE_STATE, b"")
    if state_of and state_of[0] in STATES:
        told["stat"] = STATES[state_of[0]]
    return told


def text_of(said: Delivered) -> str:
    """What a person wrote; nothing for an alphabet nobody named."""
    if said.coding == 8:
        return said.message.decode("utf-16-be", "replace")
    return said.message.decode("latin-1") if said.coding in {0, 1, 3} else ""
