"""A message laid out once per language as JSON with holes for the person: openid, link, number of her own.

What stands on the telephone says that there is news, and of public notices the title; never what is written to one
person alone. The code has a field of its own: whoever has it can ask whether the message is official.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from portlight.channels.wechat import calls, words
from portlight.channels.wechat.fields import fits
from portlight.channels.wechat.models import Template
from portlight.delivery import links, tokens
from portlight.delivery.port import Copy, Parcel

_OPENID, _SEEN, _OWN = "\x01", "\x02", "\x03"
_HOLES = re.compile(rb"\\u000([123])")
_PREFIXES = {"correction": words.CORRECTED, "withdrawal": words.WITHDRAWN}
# Where no template of its own has been granted: the notice's own title field says what it is.
_INSTEAD = {"correction": "notice", "withdrawal": "notice", "tell": "notice"}
OWN = "receipt"


@dataclass(frozen=True, slots=True)
class Laid:
    """`pieces[0]`, hole, `pieces[1]`, …; `why_not` set: nothing can be sent in this language for this purpose."""

    way: str = ""
    template_id: str = ""
    pieces: tuple[bytes, ...] = ()
    holes: tuple[int, ...] = ()
    seen_of: Callable[[int], bytes] | None = None
    why_not: str = ""
    is_notice: bool = False  # its template is the one ordinary notices use

    def body(self, parcel: Parcel, own: str) -> bytes:
        assert self.seen_of is not None  # noqa: S101 - only of a layout that can be sent
        filling = (b"", parcel.address.encode("ascii"), self.seen_of(parcel.delivery), own.encode("ascii"))
        parts = [self.pieces[0]]
        for hole, piece in zip(self.holes, self.pieces[1:], strict=True):
            parts += (filling[hole], piece)
        return b"".join(parts)


def own_reference(maker: tokens.Maker, delivery: int) -> str:
    """A name for the message that is the same at every attempt (client_msg_id) and tells nothing: 24 hex digits."""
    return maker.mac(delivery.to_bytes(8, "big")).hex()


def template_for(language: str, purpose: str) -> Template | None:
    """The template granted for a purpose in a language, or for every language; else the one that may stand in."""
    wanted = [purpose, *([_INSTEAD[purpose]] if purpose in _INSTEAD else [])]
    found = {
        (row.purpose, row.language): row
        for row in Template.objects.filter(purpose__in=wanted, language__in=(language, "*"))
    }
    return next((found[key] for one in wanted for key in ((one, language), (one, "*")) if key in found), None)


def lay_out(copy: Copy) -> Laid:
    purpose = "tell" if copy.kind == "tell" and copy.purpose == "notice" else copy.purpose
    template = template_for(copy.language, purpose)
    if template is None:
        return Laid(why_not="no-template")
    with override(copy.language.lower()):
        # In the order of their names: PostgreSQL keeps another order of keys than SQLite.
        values = {name: {"value": fits(name, _value(source, copy))} for name, source in sorted(template.fields.items())}
    if not all(value["value"] for value in values.values()):
        return Laid(why_not="field-empty")
    link = links.seen(copy.language, _SEEN) if copy.kind == "notice" else links.verify(copy.language)
    payload: dict[str, Any] = {"touser": _OPENID, "template_id": template.template_id, "data": values}
    if template.way == "notice":
        payload["page"] = link
    else:
        payload |= {"url": link, "client_msg_id": _OWN}
    whole = calls.encoded(payload)
    return Laid(
        template.way, template.template_id, tuple(_HOLES.split(whole)[::2]),
        tuple(int(found) for found in _HOLES.findall(whole)), tokens.Maker(tokens.SEEN).token, "",
        template.purpose == "notice",
    )  # fmt: skip


def _value(source: str, copy: Copy) -> str:
    if source.startswith("param:"):
        return str(copy.params.get(source.removeprefix("param:"), ""))
    match source:
        case "code":
            return copy.code
        case "office":
            return settings.OFFICE_NAME.get(copy.language, settings.OFFICE_NAME["en"])
        case "time":
            return f"{timezone.localtime(copy.at):%Y-%m-%d %H:%M}"
        case "title" if copy.kind == "notice":
            title = (
                gettext(_PREFIXES[copy.purpose]) % {"title": copy.title} if copy.purpose in _PREFIXES else copy.title
            )
        case _:
            title = gettext(words.NEWS)
    return gettext(words.EXERCISE) % {"title": title} if copy.drill else title
