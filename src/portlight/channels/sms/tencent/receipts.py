"""Tencent's status callback: a JSON array of at most 100 reports; the answer is awaited, and retried twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from portlight.channels.sms.verdicts import moment
from portlight.delivery.port import Receipt

ANSWER = json.dumps({"result": 0, "errmsg": "OK"}).encode()
_OUTCOMES = {"SUCCESS": "delivered", "FAIL": "failed"}


def read(one: dict[str, Any]) -> Iterator[Receipt]:
    """One report of a push. ValueError when it lacks the fields by which it could be matched."""
    fields = ("nationcode", "mobile", "sid", "report_status")
    nation, mobile, name, status = (str(one.get(field) or "") for field in fields)
    if not mobile or not name or status not in _OUTCOMES:
        raise ValueError("a report without number, name or outcome")
    yield Receipt(
        outcome=_OUTCOMES[status], reference=name[:40], address=f"+{nation}{mobile}" if nation else "",
        echo=str(one.get("ext") or ""), code=str(one.get("errmsg") or "")[:24],
        at=moment(str(one.get("user_receive_time"))),
    )  # fmt: skip
