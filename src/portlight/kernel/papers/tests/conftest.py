from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    """Every test begins in an office that has stamped nothing yet."""
    settings.TIME_ZONE = "Asia/Shanghai"
    settings.PAPERS_KEYS = tmp_path / "keys" / "papers.json"
    settings.PUBLIC = tmp_path / "public"
