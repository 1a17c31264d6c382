"""The keys of a case's page: `{% load desk %}`. What they are is said in `faces/desk/work/beside.py`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portlight.faces.desk.work.beside import Beside

register = template.Library()


@register.simple_tag
def keyed(beside: Beside, move: str, sure: bool = False) -> SafeString:
    """`<button class="btn" {% keyed beside "accept" sure=True %}>`: the key of a move, for the button or link of it."""
    key = beside.keys.get(move)
    if not key:
        return mark_safe("")
    waits = mark_safe(" data-sure") if sure else ""
    return format_html('data-key="{}" aria-keyshortcuts="{}"{}', key, key, waits)


@register.simple_tag
def kbd(beside: Beside, move: str) -> SafeString:
    """The same key, shown."""
    key = beside.keys.get(move)
    return format_html("<kbd>{}</kbd>", key) if key else mark_safe("")
