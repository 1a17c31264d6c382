"""What ships with the room and an office may change: decision tables at its desk, fees as a dated file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
TABLES = tuple(sorted(_HERE.glob("permits_*.json")))
FEES: dict[str, Any] = json.loads((_HERE / "fees_2026_11.json").read_text(encoding="utf-8"))
