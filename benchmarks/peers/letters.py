"""What a peer sends: the sample notice in the city's languages, as text and as HTML, with the person's own links."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from portlight.capabilities.notices.reference import sample
from portlight.simulator import city
from portlight.toolkit.markup import to_html, to_plain

LINK = "https://exit-entry.example/{language}/out/{token}/"


@cache
def texts() -> dict[str, tuple[str, str, str]]:
    """Language → title, plain text, HTML."""
    found = {}
    for name, content in sample():
        title, _, text = content.decode("utf-8").partition("\n")
        found[name] = (title.strip(), to_plain(text), f"<html><body><h1>{title}</h1>{to_html(text)}</body></html>")
    return found


def readers(count: int) -> Iterator[tuple[str, str]]:
    """Address and language of so many people of the city who have an address."""
    for person in city.people(count * 2):
        if person.addresses and count:
            count -= 1
            yield person.addresses[0].value, person.languages[0]


def link(language: str) -> str:
    """A person's own link, as long as ours are."""
    return LINK.format(language=language, token=f"{random.getrandbits(160):040x}")


def headers(own: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{own}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": "<notices.exit-entry.example>",
    }  # fmt: skip


def bodies(language: str, own: str) -> tuple[str, str, str]:
    """Title, text and HTML with the link in place. Plain formatting, the cheapest way there is."""
    title, text, html = texts()[language]
    html = html.replace("</body>", f'<p><a href="{own}">{own}</a></p></body>')
    return title, f"{text}\n\n{own}\n", html
