from __future__ import annotations

from typing import Any

import pytest

from portlight.kernel.emergencies.tests.given import City


@pytest.fixture(autouse=True)
def _offices_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    return City().hang(monkeypatch)
