"""Aliyun's delivery reports (SmsReport): a JSON array that its servers push, by form for mainland and other numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from portlight.channels.sms.rules import digits, e164
from portlight.channels.sms.verdicts import moment
from portlight.delivery import tokens
from portlight.delivery.port import Receipt

ANSWER = json.dumps({"code": 0, "msg": "接收成功"}, ensure_ascii=False).encode()
_NAMES = tokens.Maker("receipt")
_STATUSES = {"1": "delivered", "2": "failed"}  # international; 6 is still under way


def references(biz: str, numbers: Iterable[str]) -> list[str]:
    """One BizId stands for a whole call, so it is joined with a keyed hash of each number: never the number itself.

    `numbers` as `rules.digits` spells them.
    """
    mac, head = _NAMES.mac, f"{biz}:"
    if len(biz) <= 27:
        return [f"{biz}.{mac((head + number).encode())[:6].hex()}" for number in numbers]
    return [mac((head + number).encode()).hex() for number in numbers]


def reference(biz: str, number: str) -> str:
    """Of one number, however it is spelt."""
    return references(biz, [digits(number)])[0]


def read(one: dict[str, Any]) -> Iterator[Receipt]:
    """One report of a push. ValueError when it lacks the fields by which it could be matched."""
    receipt = _abroad(one) if "MessageId" in one or "To" in one else _mainland(one)
    if receipt is not None:
        yield receipt


def _mainland(one: dict[str, Any]) -> Receipt:
    number, biz, out = (str(one.get(name) or "") for name in ("phone_number", "biz_id", "out_id"))
    if not number or not (biz or out) or not isinstance(one.get("success"), bool):
        raise ValueError("a report without number, name or outcome")
    return Receipt(
        outcome="delivered" if one["success"] else "failed", reference=reference(biz, number) if biz else "",
        address=e164(digits(number)), echo=out.partition(".")[0], code=str(one.get("err_code") or "")[:24],
        at=moment(str(one.get("report_time"))),
    )  # fmt: skip


def _abroad(one: dict[str, Any]) -> Receipt | None:
    number, name = str(one.get("To") or ""), str(one.get("MessageId") or "")
    status = str(one.get("Status") or "")
    if not number or not name or status not in {*_STATUSES, "6"}:
        raise ValueError("an international report without number, name or status")
    if status == "6":
        return None
    return Receipt(
        outcome=_STATUSES[status], reference=reference(name, number), address=e164(digits(number)),
        echo=str(one.get("TaskId") or one.get("OutId") or "").partition(".")[0],
        code=str(one.get("ErrorCode") or one.get("StatusCode") or "")[:24], at=None,
    )  # fmt: skip
