"""Anna with a declaration, a slip, an appointment and an officer who looked; and browsers that are signed in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from portlight.capabilities.lodging import queries as lodging
from portlight.capabilities.lodging.tests.given import declare, put_in_places, with_
from portlight.kernel.people import commands as people
from portlight.toolkit.statements import select
from tests.cast import Cast, Resident

ME = "/en/me/"


def signed_in(who: Resident) -> Client:
    browser = Client()
    browser.cookies[settings.PERSON_COOKIE] = people.open_session(person=who.key, by=who.actor, at=timezone.now())
    return browser


def registered(who: Resident, **more: Any) -> str:
    """Moved in three hours ago, leaves in two months; gives the number of the case."""
    put_in_places()
    at = timezone.now()
    lodging = {"moved_in_at": at - timedelta(hours=3), "leaving_on": (at + timedelta(days=60)).date()}
    stay = {"until": (at + timedelta(days=90)).date(), "entered_on": (at - timedelta(days=1)).date()}
    told = with_(**{"lodging": lodging, "stay": stay, **more})
    return declare(told, who, at=at).number


def looked_at(number: str, cast: Cast) -> datetime:
    """An officer opens the declaration to check it."""
    found, at = lodging.card(number), timezone.now()
    assert found is not None
    lodging.opened(found, by=cast.bao.actor, why="check", at=at)
    return at


def code() -> str:
    """The six digits of the last message that waits to be sent."""
    ((title,),) = select("SELECT title FROM delivery_rendition ORDER BY id DESC LIMIT 1")
    found = re.search(r"\d{6}", title)
    assert found
    return found[0]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page[:2000]
    return found[1]
