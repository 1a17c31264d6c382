"""What ships with the room and an office may change: what the law lets an institution do for whom."""

from pathlib import Path

TABLES = tuple(sorted(Path(__file__).resolve().parent.glob("lanes_*.json")))
