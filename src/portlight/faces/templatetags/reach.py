"""The public reach report's figures: `{% load reach %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portlight.faces.portal.reach import told

register = template.Library()


@register.filter
def people(count: int) -> SafeString:
    """A figure about people as the public gets it: fewer than ten are not told exactly."""
    return format_html('<bdi class="num">{}</bdi>', told(count))


@register.inclusion_tag("reach/portal/_table.html")
def reach_table(rows: list[tuple[Any, str]], head: str, of: str, most: int, bar: str) -> dict[str, Any]:
    """One table of the report; its bars show the figure named `bar`."""
    drawn = [(line, name, f"{100 * getattr(line, bar) / most:.1f}%" if most else "0%") for line, name in rows]
    return {"rows": drawn, "head": head, "of": of}
