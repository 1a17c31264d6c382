"""What a peer sends: the sample notice in the city's languages, as text and as HTML, with the person's own links."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache

from django.core.mail import EmailMultiAlternatives

from portlight.capabilities.notices.reference import sample
from portlight.simulator import city
from portlight.toolkit.markup import to_html, to_plain

LINK = "https://exit-entry.example/{language}/out/{token}/"
# What stands under our own mails, too: where it can be read, whether it is official, how to stop it.
OFFICE = "Exit-Entry Administration. Legally binding is the Chinese text."
FOOT = (
    ("Read it on our website", "https://exit-entry.example/{language}/seen/{token}/"),
    (
        "Is this message official? Its code: K7F3-9QXM. Check it",
        "https://exit-entry.example/{language}/check/?code=K7F3",
    ),
    ("No more of these messages, with one click", LINK),
)


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


def token() -> str:
    """As long as ours are."""
    return f"{random.getrandbits(160):040x}"


def headers(language: str, own: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{LINK.format(language=language, token=own)}>", "Auto-Submitted": "auto-generated",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "List-Id": "<notices.exit-entry.example>",
        "Content-Language": language,
    }  # fmt: skip


def bodies(language: str, own: str) -> tuple[str, str, str]:
    """Title, text and HTML with the person's token in place. Plain formatting, the cheapest way there is."""
    title, text, html = texts()[language]
    links = [(words, where.format(language=language, token=own)) for words, where in FOOT]
    below = "".join(f'<p><a href="{where}">{words}</a></p>\n' for words, where in links)
    plain = "\n".join(f"{words}:\n{where}\n" for words, where in links)
    return title, f"{text}\n\n{OFFICE}\n\n{plain}", html.replace("</body>", f"<hr><p>{OFFICE}</p>\n{below}</body>")


def mean_bytes(people: Sequence[tuple[str, str]]) -> int:
    """How long these mails are on the way, as Django writes them."""
    size = {language: _bytes(language) for language in {language for _, language in people}}
    return round(sum(size[language] for _, language in people) / len(people))


def _bytes(language: str) -> int:
    own = token()
    title, text, html = bodies(language, own)
    mail = EmailMultiAlternatives(title, text, to=["resident@example.org"], headers=headers(language, own))
    mail.attach_alternative(html, "text/html")
    return len(mail.message().as_bytes(linesep="\r\n"))
