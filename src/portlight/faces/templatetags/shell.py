"""The nine languages around a page: for its head, and for the menus of both faces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def alternates(links: Iterable[Any], site: str) -> SafeString:
    """`{% alternates language_links site %}`: the same page in the other languages, for the head."""
    shown = ((link.code, site, link.href) for link in links)
    return format_html_join("", '<link rel="alternate" hreflang="{}" href="{}{}">\n', shown)


@register.simple_tag
def language_items(links: Iterable[Any], form_id: str = "") -> SafeString:
    """`{% language_items language_links form_id %}`: links, or buttons of the form of this name."""
    current = mark_safe(' aria-current="true"')
    told = ((link, current if link.current else "") for link in links)
    if form_id:
        button = (
            '<li><button type="submit" form="{}" name="_language" value="{}" formnovalidate lang="{}" dir="{}"{}>{}'
            "</button></li>\n"
        )
        return format_html_join("", button, ((form_id, o.code, o.code, o.dir, now, o.name) for o, now in told))
    anchor = '<li><a href="{}" lang="{}" dir="{}" hreflang="{}"{}>{}</a></li>\n'
    return format_html_join("", anchor, ((o.href, o.code, o.dir, o.code, now, o.name) for o, now in told))
