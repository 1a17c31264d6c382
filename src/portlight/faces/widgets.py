"""Controls of forms, drawn without templates: a choice of 250 nationalities costs one string, not 500 inclusions.

The text is that of Django's own templates but for some line breaks, which a test compares; the rest is left to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData

_Widget = Mapping[str, Any]


class Drawn(DjangoTemplates):
    """The form renderer of the office (`FORM_RENDERER`)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = _DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def _input(widget: _Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_text(value)}"'
    return f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{said}{attributes(widget)}>'


def _labelled(widget: _Widget) -> str:
    drawn = _input(widget)
    if not widget.get("wrap_label"):
        return drawn
    pointed = widget["attrs"].get("id")
    begin = f'<label for="{_text(pointed)}">' if pointed else "<label>"
    return f"{begin}{drawn} {conditional_escape(widget['label'])}</label>"


def _area(widget: _Widget) -> str:
    said = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escape(widget["name"])}"{attributes(widget)}>\n{said}</textarea>'


def _select(widget: _Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{attributes(widget)}>{groups}\n</select>'


def _group(name: Any, options: list[_Widget]) -> str:
    drawn = "".join(f"\n  {_option(one)}" for one in options)
    return f'\n  <optgroup label="{conditional_escape(name)}">{drawn}\n  </optgroup>' if name else drawn


def _option(widget: _Widget) -> str:
    return (
        f'<option value="{_text(widget["value"])}"{attributes(widget)}>{conditional_escape(widget["label"])}</option>'
    )


def attributes(widget: _Widget) -> str:
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: Any) -> str:
    return value if isinstance(value, SafeData) else escape(str(value))  # type: ignore[return-value]


_INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "file",
    "checkbox",
    "input",
)
_BASE = "django/forms/widgets"
_DRAWN: Mapping[str, Callable[[_Widget], str]] = {
    **{f"{_BASE}/{name}.html": _input for name in _INPUTS},
    **{f"{_BASE}/{name}.html": _labelled for name in ("radio_option", "checkbox_option", "input_option")},
    f"{_BASE}/textarea.html": _area,
    f"{_BASE}/select.html": _select,
    f"{_BASE}/select_option.html": _option,
}
