"""A person on a telephone who registers where she lives: what the machine takes is measured, what she takes is counted.

She types 25 words a minute, a word being five signs; she looks 2 s at every page and reads 15 words of it in a second;
the line has 400 ms there and back and 1.6 Mbit/s up. Dates are picked, one tap for each part. No human was measured.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from PIL import Image

from benchmarks.passports.photos import Photo, photo
from portlight.toolkit import mrz

SIGN = 60 / (25 * 5)  # seconds to type one
LOOK, A_WORD = 2.0, 1 / 15
TAP = 1.0  # seconds to find and press something
ROUND_TRIP, UP, DOWN = 400, 1_600_000 // 8, 8_000_000 // 8  # milliseconds; bytes a second
PHOTO_BYTES = 3_000_000
# What stands on the page, without what lists would say if they were opened.
_SEEN = """() => {
  const main = document.querySelector('main').cloneNode(true);
  main.querySelectorAll('select, script').forEach((one) => one.remove());
  return main.textContent;
}"""
SEEDS = range(910_000, 911_000)  # of photographs nobody has tuned to


@dataclass
class Person:
    """`spent`: part → (seconds of the machine and the line, seconds of her own)."""

    page: Any  # of playwright, as wide as a telephone
    spent: dict[str, tuple[float, float]] = field(default_factory=dict)
    _part: str = ""
    _own: float = 0.0
    _machine: float = 0.0

    def slowly(self) -> None:
        """The line of a telephone, from now on."""
        session = self.page.context.new_cdp_session(self.page)
        told = {"offline": False, "latency": ROUND_TRIP, "uploadThroughput": UP, "downloadThroughput": DOWN}
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", told)

    def at(self, part: str) -> None:
        """A page has come: she reads it."""
        self._close()
        self._part = part
        words = len(self.page.evaluate(_SEEN).split())
        self._own = LOOK + words * A_WORD

    def types(self, field: str, text: str) -> None:
        self.page.fill(field, text)
        self._own += TAP + len(text) * SIGN

    def picks(self, field: str, text: str) -> None:
        """A day or an hour, turned to on the telephone's own wheel."""
        self.page.fill(field, text)
        self._own += 3 * TAP

    def taps(self, act: Callable[[], Any]) -> None:
        act()
        self._own += TAP

    def sends(self, button: str, until: str = "") -> None:
        """Presses and waits for the page that follows; `until`: one further on, when they follow by themselves."""
        began = time.monotonic()
        if wrong := self.page.evaluate("[...document.querySelectorAll('form :invalid')].map((one) => one.name)"):
            raise ValueError(f"{self._part}: the browser keeps the form for {wrong}")
        with self.page.expect_navigation(timeout=90_000):
            self.page.click(button)
        if until:
            self.page.wait_for_url(until, timeout=90_000)
        self._machine = time.monotonic() - began
        self._own += TAP

    def done(self) -> float:
        self._close()
        return sum(machine + own for machine, own in self.spent.values())

    def _close(self) -> None:
        if self._part:
            machine, own = self.spent.get(self._part, (0.0, 0.0))
            self.spent[self._part] = (machine + self._machine, own + self._own)
        self._own = self._machine = 0.0


def passport() -> tuple[Photo, bytes]:
    """A photograph of a passport in ordinary light, as a telephone saves it: about 3 MB."""
    shot = next(one for one in map(photo, SEEDS) if one.severity == "clean" and _grown_up(one))
    picture = Image.open(io.BytesIO(shot.image)).convert("RGB")
    for longest in range(6600, 3000, -200):
        side = longest / max(picture.size)
        out = io.BytesIO()
        picture.resize((round(picture.width * side), round(picture.height * side))).save(out, "JPEG", quality=95)
        if out.tell() <= PHOTO_BYTES * 1.05:
            break
    return shot, out.getvalue()


def _grown_up(shot: Photo) -> bool:
    """A passport rightly printed, of somebody who declares herself."""
    born = mrz.read(shot.who.lines, on=date(2026, 11, 25)).fields.get("birth_date") or "9999"
    return shot.who.format == "TD3" and not shot.who.wrong and born < "2005"


def registers(person: Person, *, site: str, address: str, code: Callable[[], str], content: bytes) -> str:
    """The whole way, as she goes it; returns the address of the receipt."""
    page, today = person.page, date.today()  # noqa: DTZ011 - the browser and the office stand in one place
    page.goto(f"{site}/en/lodging/declare/")
    person.at("photo")
    page.set_input_files("#id_photo", {"name": "passport.jpg", "mimeType": "image/jpeg", "buffer": content})
    person.taps(lambda: None)  # the shutter
    person.sends("#form button.is-main", until="**/lodging/holder/**")
    person.at("passport")
    person.sends("#form button.is-main")
    person.at("address")
    person.types("#sought", "osmanthus 20 pudong")
    person.sends("button[name=search]")
    person.at("address")
    person.taps(lambda: page.check("fieldset input[name=address] >> nth=0"))
    person.types("#id_room", "4-1203")
    person.sends("main form button.is-main")
    person.at("days")
    person.picks("#id_moved_in_on", today.isoformat())
    person.picks("#id_moved_in_time", "00:05")
    person.picks("#id_leaving_on", (today + timedelta(days=90)).isoformat())
    person.taps(lambda: page.select_option("#id_stay_kind", "visa"))
    person.taps(lambda: page.select_option("#id_visa", "Z"))
    person.picks("#id_stay_until", (today + timedelta(days=120)).isoformat())
    person.picks("#id_entered_on", today.isoformat())
    person.types("#id_address", address)
    person.sends("#form button.is-main")
    person.at("check")
    person.types("#id_code", code())
    person.sends("#form button.is-main")
    person.at("receipt")
    return str(page.url)
