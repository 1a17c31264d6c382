from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """The papers of this test alone."""
    settings.DATA = tmp_path
    return tmp_path / "documents"
