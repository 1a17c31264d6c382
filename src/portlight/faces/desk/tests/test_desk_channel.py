"""The operator's page of one channel."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portlight.delivery import queries
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.kernel.timeline import queries as timeline
from tests.cast import Cast


@pytest.fixture
def operator(cast: Cast) -> Client:
    return signed_in(cast.holding("operator").key)


def test_an_operator_sees_what_waits_and_since_when(operator: Client, cast: Cast) -> None:
    page = operator.get("/desk/office/channels/email/")
    assert page.status_code == 200
    assert "Health and pace" in page.content.decode()
    assert operator.get("/desk/office/channels/smoke/").status_code == 404


def test_pause_pace_and_resume_lead_back_to_the_channel(operator: Client) -> None:
    for verb, more in (("pause", {}), ("pace", {"rate": "7"}), ("resume", {})):
        answer = operator.post(f"/desk/office/channels/{verb}/", {"channel": "email", "on": "email", **more})
        assert answer.headers["Location"] == "/desk/office/channels/email/"
    assert queries.way(kind="email", at=timezone.now()).routes[0].rate == 7
    kinds = [event.kind for event in timeline.about("channel:email").rows]
    assert kinds == ["delivery.resumed", "delivery.paced", "delivery.paused"]


def test_a_public_outlet_has_a_page_with_its_quotas_and_can_be_paused(operator: Client, monkeypatch: Any) -> None:
    from portlight.delivery import port
    from portlight.delivery.tests.make import Pillar

    monkeypatch.setitem(port._channels, "pillar", Pillar())
    page = operator.get("/desk/office/channels/outlets/pillar/").content.decode()
    assert "Sheets" in page
    assert page.count("<progress") == 1
    answer = operator.post("/desk/office/channels/pause/", {"channel": "pillar", "on": "pillar"})
    assert answer.headers["Location"] == "/desk/office/channels/outlets/pillar/"
    assert not queries.outlet(kind="pillar", at=timezone.now()).works
    assert operator.get("/desk/office/channels/outlets/email/").status_code == 404


def test_quiet_hours_are_set_at_the_desk(operator: Client) -> None:
    answer = operator.post("/desk/office/channels/quiet-hours/urgent/", {"begins": "23:30", "ends": "05:00"})
    assert answer.status_code == 302
    assert [f"{one:%H:%M}" for one in queries.quiet_hours()["urgent"]] == ["23:30", "05:00"]
    assert "23:30" in operator.get("/desk/office/channels/").content.decode()


def test_what_was_not_understood_can_be_read_and_its_reader_is_noted(operator: Client) -> None:
    from portlight.delivery import inbox, spool

    spool.put("email", "Guten Tag, wann öffnet die Halle?".encode(), at=timezone.now())
    while inbox.take_in(timezone.now()) + inbox.read_new(timezone.now()):
        pass
    (card,) = queries.odd(channel="email")
    assert "Read" in operator.get("/desk/office/channels/email/unread/").content.decode()
    assert operator.get(f"/desk/office/channels/email/unread/{card.number}/").status_code == 405
    page = operator.post(f"/desk/office/channels/email/unread/{card.number}/").content.decode()
    assert "wann öffnet die Halle?" in page
    assert "delivery.receipt-opened" in [event.kind for event in timeline.about("channel:email").rows]


def test_eve_sees_no_channel(cast: Cast) -> None:
    eve = signed_in(cast.eve.key)
    for path in (
        "channels/",
        "channels/email/",
        "channels/email/unread/",
        "channels/outlets/website/",
        "channels/quiet-hours/urgent/",
    ):
        assert eve.get(f"/desk/office/{path}").status_code == 403


def test_the_page_asks_few_questions(operator: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(18):
        operator.get("/desk/office/channels/email/")
