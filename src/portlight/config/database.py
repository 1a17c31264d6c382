"""SQLite as the embedded default, PostgreSQL at scale: same code, same tests (docs/adr/0003)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from portlight.toolkit.env import Misconfigured

# IMMEDIATE takes the write lock at BEGIN, so that a read followed by a write waits instead of failing: with DEFERRED
# 44–61 % of contended writes failed at once. FULL keeps a commit through power loss.
SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
        "PRAGMA cache_size=-24576",
    },
}


def database(url: str, data: Path, *, idle_seconds: int = 60) -> dict[str, Any]:
    """The DATABASES entry for `url` (`sqlite:///path`, `postgresql://user:password@host:port/name?option=…`).

    `idle_seconds`: a process that stands still in the middle of a transaction loses it after that, and with it the rows
    it holds. Its machine may be frozen while the connection lives, and everybody else would wait for it for ever.
    """
    if not url:
        return {**SQLITE, "NAME": str(data / "portlight.sqlite3")}
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {**SQLITE, "NAME": unquote(parts.path)}
    if parts.scheme not in {"postgresql", "postgres"}:
        raise Misconfigured(f"PORTLIGHT_DATABASE_URL must begin with sqlite:// or postgresql://, not {parts.scheme!r}")
    return {
        "ENGINE": "portlight.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # What is asked again and again is planned once a connection; values go beside the text, never into it.
        "OPTIONS": {
            "connect_timeout": 5,
            "server_side_binding": True,
            "prepare_threshold": 3,
            "options": f"-c idle_in_transaction_session_timeout={idle_seconds}s",
        },
    }
