"""Makes every run of pytest a test build, also one started by hand, before Django reads its settings."""

import django
import pytest

from tests import surroundings

surroundings.prepare()
django.setup()

pytest_plugins = ["tests.harness"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="the walks take the manual's pictures (docs/pictures, docs/manual/pictures)")
