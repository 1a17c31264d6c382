"""What the office says about appointments by itself: once, by day, in her language, and never to a stopped address."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from portlight.faces import appointing
from portlight.faces.portal.tests.test_portal_appointments import BY, SERVICE, at_nine, opened
from portlight.faces.portal.tests.test_portal_appointments import _a_service as _a_service
from portlight.kernel.people import commands as people
from portlight.kernel.slots import commands, queries
from portlight.toolkit.actor import Actor
from portlight.toolkit.statements import select
from tests.cast import Cast, Resident

pytestmark = pytest.mark.django_db


def told(about: str = "booking") -> list[tuple[str, str]]:
    """Language and title of every message about a booking, or a place in the waiting list."""
    return [
        (language, title)
        for language, title, _ in select(
            "SELECT r.language, r.title, m.id FROM delivery_rendition r JOIN delivery_message m ON m.id = r.message_id"
            " WHERE m.about LIKE %s ORDER BY m.id", f"{about}:%",
        )
    ]  # fmt: skip


def booked(who: Resident) -> tuple[str, datetime]:
    """Four days ahead; gives the noon before."""
    on = opened() + timedelta(days=3)
    wish = commands.Wish(
        service=SERVICE, place="hall", starts_at=at_nine(on), who=f"person:{who.key}", contact=who.address
    )
    return commands.book(wish, by=who.actor, at=timezone.now()), at_nine(on) - timedelta(hours=21)


def test_she_is_reminded_once_by_day_in_her_language(cast: Cast) -> None:
    _, noon = booked(cast.anna)
    assert appointing.remind(noon - timedelta(days=1)) == 0, "two days before is too early"
    assert appointing.remind(noon.replace(hour=3)) == 0, "a reminder is no alarm"
    assert [appointing.remind(noon), appointing.remind(noon)] == [1, 0]
    ((language, title),) = told()
    assert language == "fr"
    assert "{" not in title
    assert str(noon.year) in title


def test_an_address_that_was_stopped_hears_nothing_and_blocks_nobody(cast: Cast) -> None:
    _, noon = booked(cast.anna)
    people.withdraw(address=cast.anna.address, by=cast.anna.actor, at=timezone.now())
    assert [appointing.remind(noon), appointing.remind(noon)] == [0, 0]
    assert not told()
    assert not queries.due_reminders(noon)


def test_a_held_place_is_told_once(cast: Cast) -> None:
    number, _ = booked(cast.dora)
    at = timezone.now()
    on = queries.office_day(queries.booking(number, by=BY).starts_at)
    for lane, n in (("ordinary", 7), ("ordinary", 8), ("urgent", 9)):
        other = commands.Wish(service=SERVICE, place="hall", starts_at=at_nine(on), who=f"person:{n}", lane=lane)  # type: ignore[arg-type]
        if n != 8:
            commands.book(other, by=BY, at=at)
    wanted = commands.Wanted(
        service=SERVICE, place="hall", who=f"person:{cast.anna.key}", not_after=on, contact=cast.anna.address
    )
    commands.wait_for(wanted, by=cast.anna.actor, at=at)
    commands.offer_freed(at)
    assert [appointing.tell_held(at), appointing.tell_held(at)] == [1, 0]
    assert [language for language, _ in told("waiting")] == ["fr"]


def test_what_the_office_moves_or_cancels_is_told_once(cast: Cast) -> None:
    number, _ = booked(cast.anna)
    card, officer, same = queries.booking(number, by=BY), cast.bao.actor, uuid4()
    later = card.starts_at + timedelta(hours=1)
    for _ in range(2):
        appointing.move_for(
            number, starts_at=later, place="hall", seen=1, by=officer, at=timezone.now(), request_id=same
        )
    assert len(told()) == 1
    assert queries.booking(number, by=BY).starts_at == later
    cancelled(number, officer)
    cancelled(number, officer)
    assert [language for language, _ in told()] == ["fr", "fr"]


def cancelled(number: str, by: Actor) -> None:
    at = timezone.now()
    appointing.cancel_for(number, reason="closed", seen=2, by=by, at=at, request_id=uuid4())
