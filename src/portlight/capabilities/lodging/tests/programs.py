"""Programs of institutions that call our API, as tests have them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate, now

from portlight.kernel.clients.commands import Issued
from portlight.kernel.clients.tests.given import admitted
from portlight.kernel.work import commands as work

ROSTERS = "/api/lodging/rosters"
SCOPE = "lodging.roster"


class Program:
    """Calls the API under its key, and asks for English unless told otherwise."""

    def __init__(self, institution: str = "Tongji", *scopes: str, **more: Any) -> None:
        self.issued: Issued = admitted(institution, *(scopes or (SCOPE,)), at=now(), **more)
        self.browser = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {self.issued.key}", "Accept-Language": "en"}

    def get(self, path: str, **headers: str) -> Any:
        return self.browser.get(path, headers={**self.headers, **headers})

    def post(self, path: str, body: Any = None, *, once: UUID | None = None, **headers: str) -> Any:
        told = {**self.headers, **headers, **({"Idempotency-Key": str(once)} if once else {})}
        content = body if isinstance(body, bytes) else json.dumps(body)
        return self.browser.post(path, content, content_type="application/json", headers=told)

    def hand_in(self, *rows: dict[str, Any], once: UUID | None = None, **more: Any) -> Any:
        return self.post(ROSTERS, {"address": "A1", "rows": rows, **more}, once=once)

    def hand_in_sheet(self, content: bytes, name: str = "people.csv", **place: str) -> Any:
        form = {"sheet": SimpleUploadedFile(name, content), **(place or {"address": "A1"})}
        return self.browser.post(ROSTERS, form, headers=self.headers)


def person(number: int, **more: Any) -> dict[str, Any]:
    """Somebody who moved in today, with a name and a paper of her own."""
    letters = "".join(chr(65 + int(digit)) for digit in f"{number:04d}")
    return {
        "surname": f"GUEST{letters}", "given_name": "ANNA", "nationality": "FRA", "sex": "F",
        "birth_date": "1990-05-04", "doc_number": f"X{number:08d}", "visa_type": "Z",
        "arrival_date": localdate().isoformat(), "room": str(number),
        **more,
    }  # fmt: skip


def people(count: int) -> Sequence[dict[str, Any]]:
    return [person(number) for number in range(1, count + 1)]


def run() -> None:
    """The worker, until nothing is left to do."""
    while work.run_one(owner="test", at=now()):
        pass
