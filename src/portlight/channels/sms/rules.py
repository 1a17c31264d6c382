"""What a short message may say, whom a number belongs to, and what its owner will read. Values only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from portlight.toolkit.refusals import Refused
from portlight.toolkit.text import control_characters

Reach = Literal["mainland", "abroad"]

ROUTES = ("sms.aliyun", "sms.tencent", "sms.smpp")
REACHES: tuple[Reach, ...] = ("mainland", "abroad")
# `news` of one person's own matter, never what it is; `duty`: the reminder to whoever has entered.
PURPOSES = ("notice", "correction", "withdrawal", "code", "news", "duty", "drill")
STATES = ("draft", "submitted", "approved", "rejected")

# The only things that differ from person to person or message to message: never free text, never an address.
SLOTS: Mapping[str, str] = {
    "code": "K7F3-9QXM",  # of the message: "is this official?"
    "token": "A" * 24,  # the end of the reader's own link (delivery.tokens)
    "number": "000000",  # a one-time number, in a message of the purpose `code`
}
LONGEST_PARAMETER = 35  # characters, Aliyun and Tencent alike; none of ours comes near it
LONGEST_TEXT = 500  # characters, the shorter of the vendors' two limits for a template

_SLOT = re.compile(r"\{(\w*)\}")
_BRACE = re.compile(r"[{}]")
_MAINLAND = re.compile(r"\+861[3-9][0-9]{9}\Z")
_ABROAD = re.compile(r"\+(?!86)[1-9][0-9]{6,14}\Z")
_EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")


def reach_of(address: str) -> Reach | None:
    """Mainland mobile numbers by the providers there, all others abroad; None for what receives no short messages.

    Hong Kong, Macao and Taiwan are abroad here: the providers bill and review them so (国际/港澳台).
    """
    if address.startswith("+86"):
        return "mainland" if _MAINLAND.match(address) else None
    return "abroad" if _ABROAD.match(address) else None


def digits(number: str) -> str:
    """A number as the providers spell it back: mainland 11 digits, others with their country and without a plus."""
    plain = number if number.isdecimal() else "".join(char for char in number if char.isdecimal())
    if plain.startswith("00"):
        plain = plain[2:]
    return plain[2:] if len(plain) == 13 and plain.startswith("861") else plain


def e164(number: str) -> str:
    """The other way round, from what `digits` gives."""
    return f"+86{number}" if len(number) == 11 and number.startswith("1") and number[1] in "3456789" else f"+{number}"


def slots_of(text: str) -> tuple[str, ...]:
    """The slots of a text in their order, each once."""
    return tuple(dict.fromkeys(_SLOT.findall(text)))


def check_text(text: str, *, purpose: str, address: str) -> None:
    """Refuses a text that no provider would take, or that does not say where to check it.

    Refused: sms.text-empty, sms.text-long, sms.slot-unknown, sms.slot-doubled, sms.slot-missing, sms.address-missing,
    delivery.control-character. `address` is the office's page "is this message official?" in the text's language.
    """
    if not text.strip():
        raise Refused("sms.text-empty", field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused("sms.text-long", field="text", most=LONGEST_TEXT, length=len(text))
    for character in control_characters(text):
        raise Refused("delivery.control-character", field="text", character=character)
    found = _SLOT.findall(text)
    allowed = [f"{{{slot}}}" for slot in SLOTS if slot != "number" or purpose == "code"]
    for slot in found:
        if f"{{{slot}}}" not in allowed:
            raise Refused("sms.slot-unknown", field="text", slot=f"{{{slot}}}", allowed=allowed)
        if found.count(slot) > 1:
            raise Refused("sms.slot-doubled", field="text", slot=f"{{{slot}}}")
    if len(_BRACE.findall(text)) != 2 * len(found):
        raise Refused("sms.slot-unknown", field="text", slot="{ }", allowed=allowed)
    if purpose == "code" and "number" not in found:
        raise Refused("sms.slot-missing", field="text", slot="{number}")
    if address not in text:
        raise Refused("sms.address-missing", field="text", address=address)


def check_provider_code(route: str, code: str) -> None:
    """Refused("sms.provider-code"): the provider's own name of the template, as its console shows it: SMS_…, digits.

    SMPP has no review and so no name.
    """
    form = {"sms.aliyun": r"SMS_\d{1,20}", "sms.tencent": r"\d{1,12}", "sms.smpp": r""}[route]
    if not re.fullmatch(form, code):
        raise Refused("sms.provider-code", field="provider_code")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled; a slot without a value keeps the sample, so that lengths stay true."""
    return _SLOT.sub(lambda slot: values.get(slot[1], SLOTS.get(slot[1], "")), text)


def as_provider_writes(text: str, route: str) -> str:
    """The text as it is typed into the provider's console: ${code} at Aliyun, {1} at Tencent."""
    if route == "sms.aliyun":
        return _SLOT.sub(r"${\1}", text)
    if route == "sms.tencent":
        order = slots_of(text)
        return _SLOT.sub(lambda slot: f"{{{order.index(slot[1]) + 1}}}", text)
    return text


def signed(text: str, sign: str, *, route: str, reach: str) -> str:
    """What arrives: providers in the mainland put 【sign】 before it, abroad they put nothing, SMPP what we put there.

    Lenticular brackets would cost a text of Latin letters the GSM alphabet, and more than half of its room.
    """
    if not sign or (route != "sms.smpp" and reach == "abroad"):
        return text
    return f"【{sign}】{text}" if route != "sms.smpp" or _EAST_ASIAN.search(sign) else f"{sign}: {text}"


def in_order(routes: Sequence[str], configured: Sequence[str]) -> tuple[str, ...]:
    """The office's order of providers (`aliyun`, `tencent`, `smpp`) as routes, of those that are configured."""
    wanted = [f"sms.{name}" for name in routes]
    return tuple(route for route in dict.fromkeys(wanted) if route in configured)
