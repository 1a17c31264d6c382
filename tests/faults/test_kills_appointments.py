"""`kill -9` of the web while it books, and of the worker while it reminds: nothing half-done, and once in the end."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from portlight.delivery.models import Message
from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.models import Booking, Taken
from portlight.kernel.slots.rules import Pattern
from portlight.kernel.timeline.models import Event
from portlight.toolkit.actor import machine
from tests.cast import Cast

pytestmark = pytest.mark.faults
BY, SERVICE = machine("test"), "permits"
# The portal's own page in a process of its own, as the web runs it: she is signed in and presses the button.
_BOOK = """
import os, sys
import django
django.setup()
from django.test import Client
from django.utils import timezone
from portlight.kernel.people import commands as people
from portlight.toolkit.actor import person
key, moment, request = sys.argv[1:]
browser = Client(SERVER_NAME="localhost")
browser.cookies["portlight-person"] = people.open_session(person=key, by=person(key), at=timezone.now())
answer = browser.post(f"/en/appointments/book/permits/?place=hall&at={moment}", {"request_id": request})
sys.exit(0 if answer.status_code == 302 else 3)
"""
_REMIND = """
import sys
import django
django.setup()
from datetime import datetime
from portlight.faces import appointing
appointing.remind(datetime.fromisoformat(sys.argv[1]))
"""


def opened() -> date:
    """A hall that opens at nine every day; gives the day three days ahead."""
    at = timezone.now()
    named = {"zh-Hans": "大厅", "en": "Hall"}
    commands.put_venue("hall", name=named, address=named, by=BY, at=at)
    pattern = Pattern(service=SERVICE, place="hall", name="mornings", opens=time(9), closes=time(11), minutes=60,
                      capacity=2, since=queries.office_day(at), days=frozenset(range(1, 8)), horizon=20)  # fmt: skip
    commands.put_pattern(pattern, by=BY, at=at)
    return queries.office_day(at) + timedelta(days=3)


def run(program: str, *told: str, env: dict[str, str], stop_at: str = "") -> int:
    own = {**env, "PORTLIGHT_LOG": "WARNING", "DJANGO_SETTINGS_MODULE": "portlight.config.settings"}
    if stop_at:
        own["PORTLIGHT_POINTS"] = stop_at
    done = subprocess.run([sys.executable, "-c", program, *told], env=own, check=False, timeout=60, capture_output=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode


def taken() -> int:
    return sum(sum(row) for row in Taken.objects.values_list("ordinary", "urgent", "green"))


def test_a_web_killed_between_place_and_booking_leaves_neither(
    fresh_db: object, cast: Cast, child_env: dict[str, str]
) -> None:
    starts = datetime.combine(opened(), time(9), timezone.get_default_timezone())
    moment, request = starts.isoformat().replace("+", "%2B"), str(uuid4())
    asked = (_BOOK, str(cast.anna.key), moment, request)
    assert run(*asked, env=child_env, stop_at="slots.taken") == -signal.SIGKILL
    assert (taken(), Booking.objects.count(), Event.objects.filter(kind="slots.booked").count()) == (0, 0, 0)
    for _ in range(2):  # her browser sends the same page again
        assert run(*asked, env=child_env) == 0
    assert (taken(), Booking.objects.count(), Event.objects.filter(kind="slots.booked").count()) == (1, 1, 1)


def test_a_worker_killed_between_mark_and_message_reminds_once(
    fresh_db: object, cast: Cast, child_env: dict[str, str]
) -> None:
    starts = datetime.combine(opened(), time(9), timezone.get_default_timezone())
    wish = commands.Wish(service=SERVICE, place="hall", starts_at=starts, who=f"person:{UUID(str(cast.anna.key))}",
                         contact=cast.anna.address)  # fmt: skip
    number = commands.book(wish, by=cast.anna.actor, at=timezone.now())
    noon = (starts - timedelta(hours=21)).isoformat()
    assert run(_REMIND, noon, env=child_env, stop_at="appointments.marked") == -signal.SIGKILL
    assert Booking.objects.get().reminded_at is None
    assert not Message.objects.filter(about=f"booking:{number}").exists()
    for _ in range(2):
        assert run(_REMIND, noon, env=child_env) == 0
    assert Message.objects.filter(about=f"booking:{number}").count() == 1
