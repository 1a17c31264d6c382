"""Words of Django and allauth that our pages can show. `portlight words check` sees to it that all nine have them."""

from __future__ import annotations

SHOWN: tuple[str, ...] = (
    "This field is required.",
    "Enter a valid email address.",
    "Enter a valid date.",
    "Enter a valid date/time.",
    "Enter a whole number.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "Select a valid choice. That choice is not one of the available choices.",
    "Null characters are not allowed.",
)
