"""The nine languages around a page: for its head, and for the menus of both faces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portlight.faces.context import LanguageLink

register = template.Library()
_MOST = 200


@register.tag
def steady(parser: Parser, token: Token) -> Steady:
    """`{% steady place.step %}…{% endsteady %}`: drawn once a process for each language and each of the values.

    For what depends on nothing else: neither on who reads, nor on the address, nor on a row of the database.
    """
    _, *values = token.split_contents()
    inside = parser.parse(("endsteady",))
    parser.delete_first_token()
    return Steady([parser.compile_filter(value) for value in values], inside)


class Steady(template.Node):
    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.values, self.nodelist = values, nodelist
        self.drawn: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        # What the office is called, and whether this is an exercise, are settings: a test changes them.
        office = (get_language(), settings.MODE, settings.SITE, settings.HOTLINE, *settings.OFFICE_NAME.values())
        key = (*office, *(value.resolve(context) for value in self.values))
        if key not in self.drawn:
            if len(self.drawn) >= _MOST:
                self.drawn.clear()
            self.drawn[key] = self.nodelist.render(context)
        return self.drawn[key]


@register.simple_tag
def alternates(links: Iterable[LanguageLink], site: str) -> SafeString:
    """`{% alternates language_links site %}`: the same page in the other languages, for the head."""
    return mark_safe(  # noqa: S308 - escaped piece by piece: on every page, where templates would cost a tenth of it
        "".join(f'<link rel="alternate" hreflang="{o.code}" href="{escape(site + o.href)}">\n' for o in links)
    )


@register.simple_tag
def language_items(links: Iterable[LanguageLink], form_id: str = "") -> SafeString:
    """`{% language_items language_links form_id %}`: links, or buttons of the form of this name."""
    return mark_safe("".join(_item(one, form_id) for one in links))  # noqa: S308 - escaped in `_item`


def _item(link: LanguageLink, form_id: str) -> str:
    told = f'lang="{link.code}" dir="{link.dir}"'
    now = ' aria-current="true"' if link.current else ""
    if form_id:
        button = f'<button type="submit" form="{escape(form_id)}" name="_language" value="{link.code}" formnovalidate'
        return f"<li>{button} {told}{now}>{link.name}</button></li>\n"
    return f'<li><a href="{escape(link.href)}" {told} hreflang="{link.code}"{now}>{link.name}</a></li>\n'
