"""`kill -9` of the worker when a copy of everything is made and not yet kept: made anew, once, nothing half there."""

from __future__ import annotations

import signal
import subprocess
import sys
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from portlight.journeys.my_page import commands
from portlight.kernel.people import copies, queries
from portlight.kernel.timeline.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.faults
# The worker's own step, with a lease that is over at once: the next one takes the item as after a death.
_WORK = """
import django
django.setup()
from django.utils import timezone
from portlight.kernel.work.commands import run_one
while run_one(owner="worker", at=timezone.now(), seconds=0):
    pass
"""


def work(env: dict[str, str], stop_at: str = "") -> int:
    own = {**env, "PORTLIGHT_LOG": "WARNING", "DJANGO_SETTINGS_MODULE": "portlight.config.settings"}
    if stop_at:
        own["PORTLIGHT_POINTS"] = stop_at
    done = subprocess.run([sys.executable, "-c", _WORK], env=own, check=False, timeout=60, capture_output=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode


def test_a_worker_killed_before_the_copy_is_kept_makes_it_once(
    fresh_db: object, cast: Cast, child_env: dict[str, str]
) -> None:
    key = commands.ask_copy(
        person=cast.anna.key, language="fr", by=cast.anna.actor, at=timezone.now(), request_id=uuid4()
    )
    assert work(child_env, "my_page.copy-made") == -signal.SIGKILL
    card = queries.copy_of(cast.anna.key, at=timezone.now())
    assert card is not None
    assert card.state == "asked"
    assert not list((settings.DATA / copies.FOLDER).glob("*"))
    assert work(child_env) == 0
    content = queries.copy_content(cast.anna.key, by=cast.anna.actor, at=timezone.now())
    assert content.startswith(b"PK")
    assert [file.name for file in (settings.DATA / copies.FOLDER).iterdir()] == [str(key)]
    assert Event.objects.filter(kind="people.copy-made").count() == 1
