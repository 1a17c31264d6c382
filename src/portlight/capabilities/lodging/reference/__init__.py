"""Decision tables that ship with the room: an office changes them at its desk, without a programmer."""

from __future__ import annotations

from pathlib import Path

TABLES = tuple(sorted(Path(__file__).resolve().parent.glob("*.json")))
