"""Makes every run of pytest a test build, also one started by hand, before Django reads its settings."""

import django

from tests import surroundings

surroundings.prepare()
django.setup()

pytest_plugins = ["tests.harness"]
