"""The nine languages around a page: for its head, and for the menus of both faces."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portlight.faces.context import LanguageLink

register = template.Library()


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
