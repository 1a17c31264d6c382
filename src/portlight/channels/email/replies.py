"""What a mail server's reply means for the delivery (RFC 5321 §4.2, RFC 3463)."""

from __future__ import annotations

import re
from typing import NamedTuple

from portlight.delivery import port
from portlight.delivery.port import Answer

_ENHANCED = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})(?:\s|$)")
# RFC 3463 §3.2: the mailbox itself. 5.2.x (full, disabled) may pass; 5.7.x is about us, not about the address.
_DEAD = {"1.1", "1.2", "1.3", "1.6", "1.10"}
_BARE_DEAD = {550, 551, 553}  # codes that name the mailbox, when a server gives no enhanced status


class Reply(NamedTuple):
    code: int
    text: str  # of the last line
    lines: tuple[str, ...] = ()  # of a reply of several lines, those before the last

    @classmethod
    def read(cls, line: bytes, before: list[bytes]) -> Reply:
        code = int(line[:3]) if line[:3].isdigit() else 500
        if not before:
            return cls(code, line[4:].decode("utf-8", "replace"))
        return cls(
            code, line[4:].decode("utf-8", "replace"), tuple(one[4:].decode("utf-8", "replace") for one in before)
        )


_OK = port.accepted("", "250")


def answer_of(reply: Reply, *, in_body: bool) -> Answer:
    """The delivery's answer; `in_body`: the reply to the closing dot, not to the envelope."""
    code, text = reply.code, reply.text
    if 200 <= code < 300 and in_body:
        return Answer("accepted", str(code), text[:80]) if text else _OK
    found = _ENHANCED.match(text)
    told = f"{code} {found.group(0).strip()}" if found else str(code)
    if 400 <= code < 500:
        return port.later(told)
    dead = f"{found.group(2)}.{found.group(3)}" in _DEAD if found else code in _BARE_DEAD and not in_body
    return port.refused(told, dead=dead)
