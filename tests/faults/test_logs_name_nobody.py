"""A sign-up, a release that meets refusals, what came back: the log lines of all of it, at INFO, name nobody."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from portlight.channels.email import bounces
from portlight.channels.email.tests import recorded
from portlight.delivery import inbox, tokens
from portlight.delivery.models import Delivery
from portlight.kernel.people.commands import enrol
from portlight.kernel.people.rules import NewAddress, NewPaper, NewPerson
from portlight.toolkit.logs import JsonLines
from tests.faults import office

pytestmark = pytest.mark.faults
NAME, PASSPORT, DOMAIN, TELEPHONE = "Quillon Farqharson", "QX7731904", "reader.example", "13800138077"
NOBODY = re.compile(rf"Farqharson|{PASSPORT}|{DOMAIN}|{TELEPHONE}|kept-secret", re.IGNORECASE)


def _enrol() -> None:
    enrol(
        [
            NewPerson(
                languages=("en",), nationality="GBR", name=NAME, birth_date=date(1980, 2, 3),
                papers=(NewPaper(number=PASSPORT, country="GBR"),),
                addresses=(NewAddress(channel="email", value=f"{local}@{DOMAIN}", verified=True, consented=True),),
            )
            for local in ("kept-secret-one", "dead-kept-secret", "grey-kept-secret", TELEPHONE)
        ],
        by=office.BY, at=timezone.now(),
    )  # fmt: skip


def _released(env: dict[str, str], folder: Path) -> list[dict[str, object]]:
    """The lines of a worker that met a refusal, a greylisting, and a server that hung up."""
    with office.post_office(folder, "--refuse", "dead=550", "--grey", "grey", "--close-after", "2") as post:
        done = subprocess.run(
            [sys.executable, "-c", office._WORK], capture_output=True, text=True, timeout=60, check=True,
            env={**env, "PORTLIGHT_SMTP_PORT": str(post.port), "PORTLIGHT_LOG": "INFO", "PORTLIGHT_LOG_FORMAT": "json"},
        )  # fmt: skip
        office.settle()
        assert post.count()["messages"] >= 1
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_the_log_of_a_release_a_sign_up_and_a_bounce_names_nobody(
    fresh_db: object, child_env: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    _enrol()
    office.announce()
    lines = [json.dumps(line, ensure_ascii=False) for line in _released(child_env, tmp_path)]
    client = Client()
    answer = client.post(
        "/en/subscribing/", {"address": f"kept-secret-new@{DOMAIN}", "first_language": "en", "consent": "on"}
    )
    assert answer.status_code == 302
    assert NOBODY.search(answer["Location"]) is None, "nor does an address of a page"
    client.post(answer["Location"], {"code": "000000"})
    client.post("/hooks/email/x", data=f"kept-secret@{DOMAIN}".encode(), content_type="text/plain")
    delivery = Delivery.objects.earliest("id").id
    back = f"{tokens.Maker(tokens.RETURN).return_local(delivery).decode()}@bounces.exit-entry.example"
    assert bounces.keep(back, recorded.POSTFIX_UNKNOWN.replace(b"example.org", DOMAIN.encode()), at=datetime.now(UTC))
    bounces.keep(f"b+wrong@{DOMAIN}", b"not a report of kept-secret", at=datetime.now(UTC))
    while inbox.take_in(datetime.now(UTC)) + inbox.read_new(datetime.now(UTC)):
        pass
    lines += [JsonLines().format(record) for record in caplog.records]
    assert lines
    assert not [line for line in lines if NOBODY.search(line)]
