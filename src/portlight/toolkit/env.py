"""Reads the environment: everything begins with PORTLIGHT_, and a name nobody reads refuses to start.

Secrets come from the variable or from the file named by `<NAME>_FILE`; never from the repository.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

PREFIX = "PORTLIGHT_"
_read: set[str] = set()


class Misconfigured(Exception):
    """The environment cannot be right; the message names the variable and what would be."""


def _raw(name: str) -> str | None:
    _read.add(PREFIX + name)
    value = os.environ.get(PREFIX + name)
    return value if value else None


def text(name: str, default: str = "") -> str:
    return _raw(name) or default


def number(name: str, default: int, *, at_least: int = 0) -> int:
    value = _raw(name)
    if value is None:
        return default
    try:
        found = int(value)
    except ValueError:
        raise Misconfigured(f"{PREFIX}{name} must be a whole number, not {value!r}") from None
    if found < at_least:
        raise Misconfigured(f"{PREFIX}{name} must be at least {at_least}, not {found}")
    return found


def choice(name: str, default: str, *, among: Collection[str]) -> str:
    value = _raw(name) or default
    if value not in among:
        raise Misconfigured(f"{PREFIX}{name} must be one of {', '.join(sorted(among))}, not {value!r}")
    return value


def path(name: str, default: Path) -> Path:
    value = _raw(name)
    return Path(value).expanduser().resolve() if value else default


def words(name: str, default: Collection[str] = ()) -> list[str]:
    """A comma-separated list."""
    value = _raw(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def secret(name: str, default: str = "") -> str:
    """The value of NAME, or the first line of the file that NAME_FILE points to. Both at once is refused."""
    value, file = _raw(name), _raw(f"{name}_FILE")
    if value and file:
        raise Misconfigured(f"{PREFIX}{name} and {PREFIX}{name}_FILE are both set: keep one")
    if not file:
        return value or default
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(f"{PREFIX}{name}_FILE cannot be read: {error}") from None


def refuse_unknown() -> None:
    """Raises Misconfigured naming every PORTLIGHT_ variable that nothing has read: a typing error never passes."""
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in _read)
    if unknown:
        raise Misconfigured(f"unknown setting{'s' * (len(unknown) > 1)} {', '.join(unknown)}; known: {known()}")


def known() -> str:
    return ", ".join(sorted(_read))
