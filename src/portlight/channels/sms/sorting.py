"""Parcels of one carrying, sorted to the routes that may take them; and what becomes of those a route refuses."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from portlight.channels.sms.rules import reach_of
from portlight.channels.sms.sheets import Sheet
from portlight.channels.sms.verdicts import About, until_next_day
from portlight.delivery import port
from portlight.delivery.port import Answer, Desk, Parcel

TRAY = 200  # parcels that wait for one route while another asks for more
_ASK_AGAIN = 0.2  # seconds a route's state is believed
_MINUTE, _HOUR = 60.0, 3600.0


class Route(Protocol):
    @property
    def name(self) -> str:
        """sms.<provider>"""

    def wake(self) -> None:
        """There may be something to send."""


class Sorting:
    """Between the engine's desk and the routes; lives for one carrying."""

    def __init__(self, desk: Desk, routes: Mapping[str, Route]) -> None:
        self.desk = desk
        self.routes = routes
        self.trays: dict[str, deque[Parcel]] = {name: deque() for name in routes}
        self.shut: set[str] = set()  # they have refused this account, or cannot be reached
        self.spoiled: set[tuple[int, str]] = set()  # (sheet, route): this route will not have that template
        self.barred: set[tuple[int, str]] = set()  # (delivery, route)
        self.said: dict[int, Answer] = {}  # what a barred parcel is settled with when no other route is left
        self.blocked = False
        self.stuck = False  # no route at all is left
        self._states: dict[str, tuple[float, bool]] = {}
        self._loop = asyncio.get_running_loop()

    # What a route asks

    def next(self, route: str) -> Parcel | None:
        """Another parcel for this route; None when there is none just now."""
        tray = self.trays[route]
        if tray:
            if len(tray) == 1 and self.blocked:
                self.blocked = False
                self.stir()
            return tray.popleft()
        while not self.stuck and (parcel := self.desk.next()) is not None:
            to = self._route_of(parcel)
            if to == route:
                return parcel
            if to is not None and not self._put(to, parcel):
                return None
        return None

    def give_back(self, parcel: Parcel) -> None:
        """It was not intended."""
        self.desk.give_back(parcel)

    def usable(self, route: str) -> bool:
        if route in self.shut:
            return False
        now = time.monotonic()
        asked, state = self._states.get(route, (0.0, False))
        if now - asked > _ASK_AGAIN:
            state = self.desk.usable(route)
            self._states[route] = (now, state)
        return state

    def layout(self, route: str, parcel: Parcel) -> object:
        sheet: Sheet = parcel.template
        return sheet.ways[parcel.address.startswith("+86")][route]

    # What a route tells

    def close_route(self, route: str, *, code: str, seconds: float = 0.0) -> None:
        """Nothing more goes this way in this carrying: for `seconds` when it is known, else as trouble."""
        self.shut.add(route)
        if seconds:
            self.desk.throttled(code, seconds, route=route)
        else:
            self.desk.trouble(code, route=route)
        tray = self.trays[route]
        while tray:
            self.desk.give_back(tray.pop())
        self.stir()

    def untaken(self, parcels: Sequence[Parcel]) -> None:
        """They said that they did not take them: out again, by another route where there is one."""
        for parcel in parcels:
            self.desk.untaken(parcel)
        self.stir()

    def spoil(self, route: str, parcels: Sequence[Parcel], code: str) -> None:
        """This route does not take that template: an operator must look; other messages still pass."""
        self.desk.trouble(code, route=route)
        for parcel in parcels:
            self.spoiled.add((id(parcel.template), route))
        for parcel in parcels:
            self._pass_on(parcel, route, port.later(code, wait=300.0))

    def refused(self, route: str, parcel: Parcel, about: About, code: str) -> None:
        """One message was refused for a reason of its own. Intended, not taken."""
        if about is About.DEAD:
            self.desk.settle(parcel, port.refused(code, dead=True))
        elif about in (About.ADDRESS, About.CONTENT):
            self._pass_on(parcel, route, port.refused(code))
        else:
            self._pass_on(parcel, route, _guarded(parcel.template, about, code))

    # Inside

    def stir(self) -> None:
        """Something has changed: every route looks again, but not inside this call."""
        for route in self.routes.values():
            self._loop.call_soon(route.wake)

    def _put(self, to: str, parcel: Parcel) -> bool:
        tray = self.trays[to]
        if len(tray) >= TRAY:
            self.desk.give_back(parcel)
            self.blocked = True
            return False
        tray.append(parcel)
        if len(tray) == 1:
            self._loop.call_soon(self.routes[to].wake)
        return True

    def _route_of(self, parcel: Parcel) -> str | None:
        """The route it goes by; None when it was settled, or nothing goes at all (`stuck`)."""
        sheet: Sheet = parcel.template
        reach = reach_of(parcel.address)
        if reach is None:
            self._settle(parcel, port.refused("bad-address", dead=True))
            return None
        mainland = reach == "mainland"
        for route in sheet.ways[mainland]:
            if self._open(parcel, route):
                return route
        answer = self._without_way(parcel, sheet, mainland=mainland)
        if answer is not None:
            self._settle(parcel, answer)
        else:
            self.desk.give_back(parcel)
            self.stuck = True
        return None

    def _without_way(self, parcel: Parcel, sheet: Sheet, *, mainland: bool) -> Answer | None:
        """What a parcel is told that no route takes now; None when the whole channel has no way out."""
        if not sheet.ways[mainland]:
            return port.refused(sheet.lacks[mainland])
        if parcel.delivery in self.said:
            return self.said.pop(parcel.delivery)
        return port.later("no-route", wait=60.0) if any(self.usable(route) for route in self.routes) else None

    def _open(self, parcel: Parcel, route: str) -> bool:
        return (
            self.usable(route)
            and not (self.spoiled and (id(parcel.template), route) in self.spoiled)
            and not (self.barred and (parcel.delivery, route) in self.barred)
        )

    def _settle(self, parcel: Parcel, answer: Answer) -> None:
        self.desk.intend(parcel)
        self.desk.settle(parcel, answer)

    def _pass_on(self, parcel: Parcel, route: str, otherwise: Answer) -> None:
        self.barred.add((parcel.delivery, route))
        sheet: Sheet = parcel.template
        if any(self._open(parcel, other) for other in sheet.ways[parcel.address.startswith("+86")]):
            self.said[parcel.delivery] = otherwise
            self.untaken([parcel])
        else:
            self.desk.settle(parcel, otherwise)


def _guarded(sheet: Sheet, about: About, code: str) -> Answer:
    """A number has had its share of this provider's messages.

    A minute is waited for. An hour or the next day only by what is ordinary and still holds then; anything else is
    refused, so that the person's next channel is tried at once: a warning that comes tomorrow is no warning.
    """
    at = datetime.now(UTC)
    wait = {About.MINUTE: _MINUTE, About.HOUR: _HOUR}.get(about) or until_next_day(at)
    patient = wait <= _MINUTE or sheet.severity == "ordinary"
    if patient and at + timedelta(seconds=wait) < sheet.not_after:
        return port.later(code, wait=wait)
    return port.refused(code)
