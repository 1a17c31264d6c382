"""Sign up, confirm, receive, stop with one click, and hear nothing more; with and without script."""

from __future__ import annotations

import re
import urllib.request
from email.message import EmailMessage
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City, words_of

pytestmark = pytest.mark.walk
NADIA, OMAR = "nadia@reader.example", "omar@reader.example"


def sign_up(page: Any, city: City, *, language: str, address: str) -> None:
    """From the portal's home to the code that came by mail, and back to "your address is confirmed"."""
    page.goto(f"{city.url}/{language}/")
    page.click(f'main a[href="/{language}/subscribing/"] >> nth=0')
    page.fill("#id_address", address)
    assert page.input_value("#id_first_language") == language, "the page's own language is proposed"
    page.check("#id_consent")
    steps.send(page)
    assert address in page.inner_text("main")
    letter = city.letter(address, number=1)
    assert letter["List-Unsubscribe"] is None, "a code is no mailing"
    assert letter["Content-Language"] == language
    code = re.search(r"\b\d{6}\b", words_of(letter))
    assert code
    page.fill("#id_code", code[0])
    steps.send(page)
    assert "/choices/?confirmed=1" in page.url


def links_to_stop(letter: EmailMessage) -> tuple[str, str]:
    """The link of the header, for mail programs, and the one in the text, for people."""
    header = str(letter["List-Unsubscribe"])
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    shown = re.search(r"https?://\S+/subscribing/out/\S+", words_of(letter))
    assert shown
    return header.strip("<>"), shown[0]


def test_a_reader_signs_up_receives_and_stops_with_one_click(
    city: City, desk: Any, new_page: Any, violations: Any
) -> None:
    nadia, omar = new_page(width=360), new_page(width=360, script=False)
    sign_up(nadia, city, language="fr", address=NADIA)
    assert violations(nadia) == []
    sign_up(omar, city, language="ar", address=OMAR)

    writer, releaser = desk("bao"), desk("zhou")
    number = steps.prepared_out(writer, releaser, city, "supplies", languages=("fr", "ar"))
    letters = [city.letter(address, number=2) for address in (NADIA, OMAR)]
    assert [letter["Content-Language"] for letter in letters] == ["fr", "ar"]

    header, shown = links_to_stop(letters[0])
    assert header == shown
    nadia.goto(shown)
    assert violations(nadia) == []
    nadia.goto(f"{city.url}/fr/subscribing/out/{'x' * 24}/")  # opening a page stops nothing, not even a wrong one
    nadia.goto(shown)
    steps.send(nadia, "main form button")
    assert nadia.locator("main .alert.is-good").count() == 1
    assert violations(nadia) == []
    assert one_click(links_to_stop(letters[1])[0]) == 200

    opened = re.search(r"https?://\S+/notices/seen/\S+", words_of(letters[1]))
    assert opened
    omar.goto(opened[0])
    assert omar.url == f"{city.url}/ar/notices/{number.lower()}/"
    releaser.reload()
    assert steps.figures(releaser)["confirmed"] == 1, "an opened link is a confirmation, a message sent is none"

    after = steps.prepared_out(writer, releaser, city, "online-pause", languages=("fr", "ar"))
    arrived = city.arrived(steps.code_of(city, after))
    assert arrived, "the others were written to"
    assert NADIA not in arrived
    assert OMAR not in arrived
    assert [len(city.letters(address)) for address in (NADIA, OMAR)] == [2, 2]


def one_click(link: str) -> int:
    """What a mail program does: a POST with no cookie, no form and no page before it (RFC 8058)."""
    asked = urllib.request.Request(link, data=b"List-Unsubscribe=One-Click")  # noqa: S310 - our own address
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
        return int(answer.status)
