"""What people do at the desk, button by button; each step returns when the next page stands."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.walks.city import City, until

OFFICE = ZoneInfo("Asia/Shanghai")
_NUMBER = re.compile(r"/desk/notices/(N-\d+-\d+(?:-\d+)?)/")  # the last part: a corrected version
_CODE = re.compile(r"code=([A-Z0-9]{4}-[A-Z0-9]{4})")


def number_of(page: Any) -> str:
    """The notice whose page this is."""
    found = _NUMBER.search(page.url)
    assert found, f"{page.url}: {page.inner_text('main')[:500]}"
    return found[1]


def send(page: Any, button: str = "#form button.is-main") -> None:
    """Presses the button and waits for the page that follows."""
    with page.expect_navigation():
        page.click(button)


def write(page: Any, city: City, *, title: str, body: str, language: str = "zh-Hans") -> str:
    """From the desk to a new notice's editor, by the menu and the list as a person goes. Gives its number."""
    page.goto(f"{city.url}/desk/")
    page.click('nav a[href="/desk/notices/"] >> nth=0')
    page.click('a[href="/desk/notices/write/"]')
    page.select_option("#id_language", language)
    page.fill("#id_title", title)
    page.fill("#id_body", body)
    send(page)
    return number_of(page)


def take_in(page: Any, city: City, files: dict[str, Path]) -> str:
    """A notice from files, one for each language. Gives its number."""
    page.goto(f"{city.url}/desk/notices/take-in/")
    for language, file in files.items():
        page.set_input_files(f"#id_file_{language}", file)
    send(page)
    return number_of(page)


def propose(page: Any, city: City, number: str, files: dict[str, Path]) -> None:
    """Proposals into other languages, laid beside the source."""
    page.goto(f"{city.url}/desk/notices/{number}/propose/")
    for language, file in files.items():
        page.set_input_files(f"#id_file_{language}", file)
    send(page)
    assert page.locator(".lang-rail .chip.is-machine").count() == len(files), page.inner_text("main")[:500]


def open_text(page: Any, city: City, number: str, language: str) -> None:
    page.goto(f"{city.url}/desk/notices/{number}/text/?language={language}")


def translate(page: Any, city: City, number: str, language: str, *, title: str, body: str) -> None:
    open_text(page, city, number, language)
    page.fill("#id_title", title)
    page.fill("#id_body", body)
    send(page)


def move(page: Any, city: City, number: str, language: str, step: str) -> None:
    """One button of the sign-off: hand-over, review or sign."""
    open_text(page, city, number, language)
    send(page, f'form[action*="/{step}/"] button')


def address(page: Any, city: City, number: str, *, languages: tuple[str, ...] = (), topics: tuple[str, ...] = (),
            outlets: tuple[str, ...] = ("website", "feeds"), hours: float = 48) -> None:  # fmt: skip
    """Whom it is for: by e-mail, to those who read `languages` first and follow `topics`, for so many hours."""
    if "/audience/" not in page.url:
        page.goto(f"{city.url}/desk/notices/{number}/audience/")
    named = {"channels": ("email",), "outlets": outlets, "languages": languages, "topics": topics}
    for name, values in named.items():
        for value in values:
            page.check(f'input[name="{name}"][value="{value}"]')
    until_when = datetime.now(OFFICE) + timedelta(hours=hours)
    page.fill("#id_not_after", until_when.strftime("%Y-%m-%dT%H:%M"))
    send(page)
    assert page.url.endswith(f"/desk/notices/{number}/release/"), page.inner_text("main")[:800]


def release(page: Any, city: City, number: str) -> None:
    """The releaser's button; ends on the page of the reach."""
    page.goto(f"{city.url}/desk/notices/{number}/release/")
    send(page, "main button.is-main")
    page.wait_for_url(f"{city.url}/desk/notices/{number}/reach/")


def finish(page: Any) -> str:
    """Watches the bar until it is full and the page has been read anew. Gives the code of the message."""
    code = _CODE.search(page.content())
    page.wait_for_selector("#reach-bar .chip.is-good", timeout=90_000)
    return code[1] if code else ""


def figures(page: Any) -> dict[str, int]:
    """The four figures of the reach page, and the audience."""
    numbers = [figure(text) for text in page.locator("main .big").all_inner_texts()]
    audience = figure(page.locator("main .big + p").first.inner_text())
    return dict(zip(("addressed", "confirmed", "messages", "pushes"), numbers, strict=True)) | {"audience": audience}


def figure(text: str) -> int:
    """The first number in a sentence, whatever parts its thousands."""
    found = re.search(r"\d[\d\s.,’']*", text)
    assert found, text
    return int(re.sub(r"\D", "", found[0]))


def code_of(city: City, number: str) -> str:
    """The code under a released notice, from its public page."""
    place = city.folder / "public"
    page = until(lambda: sorted(place.glob(f"*/notices/{number.lower()}/index.html")), why="it was not baked")[0]
    found = re.search(r'/verify/\?code=([A-Z0-9]{4}-[A-Z0-9]{4})"', page.read_text(encoding="utf-8"))
    assert found
    return found[1]


def table(page: Any, heading: str) -> dict[str, int]:
    """A table of outcomes by its heading's id: line → accepted."""
    lines = page.locator(f'section[aria-labelledby="{heading}"] tbody tr').all()
    return {line.locator("th").inner_text(): figure(line.locator("td.r").first.inner_text()) for line in lines}


_TYPED = {"date": "2026-12-24", "time": "09:30", "tel": "12367", "url": "https://exit-entry.example/a", "number": "7"}


def typed_into(blank: Any) -> str:
    """Something right for this blank; what ends a period is later than what begins it."""
    kind = blank.get_attribute("type")
    later = kind == "date" and blank.get_attribute("name") in {"slot_until", "slot_to"}
    return "2026-12-28" if later else _TYPED[kind]


def fill(page: Any, city: City, key: str) -> str:
    """A prepared notice, every blank filled, ready to say whom it is for. Gives its number."""
    if not page.url.endswith("/desk/notices/prepared/"):
        page.goto(f"{city.url}/desk/notices/prepared/")
    page.click(f'a[href="/desk/notices/prepared/{key}/fill/"]')
    for blank in page.locator('#form input[name^="slot_"]').all():
        blank.fill(typed_into(blank))
    send(page)
    return number_of(page)


def prepared_out(writer: Any, releaser: Any, city: City, key: str, **whom: Any) -> str:
    """A prepared notice filled by one, released by another, and everyone reached. Gives its number."""
    number = fill(writer, city, key)
    address(writer, city, number, **whom)
    release(releaser, city, number)
    finish(releaser)
    return number
