"""The release panel in an emergency: which languages are still needed, and a button that waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from portlight.capabilities.notices import commands, queries
from portlight.capabilities.notices.tests import make
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.kernel.emergencies import commands as emergencies
from portlight.kernel.emergencies.tests.given import BAO, effective, told
from portlight.kernel.people.rules import Question
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NEEDED, ONCE = "needed in this emergency", {"request_id": "b2f5a0d6-6d8a-4f6e-9d0b-3c0e6a3d7f11"}


def test_the_panel_marks_what_is_needed_and_the_release_waits_for_it(cast: Cast) -> None:
    number = make.ready(cast)
    commands.address(
        number=number, question=Question(), channels=("email",), outlets=(), not_before=None,
        not_after=now() + timedelta(days=1), by=cast.bao.actor, at=now(),
    )  # fmt: skip
    browser, path = signed_in(cast.holding("approver").key), f"/desk/notices/{number}/release/"
    assert NEEDED not in browser.get(path).content.decode()
    parameters = {"notices.languages": ["en", "fr", "ar"]}
    declared = effective(told(since=now() - timedelta(days=1), until=None, parameters=parameters), at=now())
    page = browser.get(path).content.decode()
    assert page.count(NEEDED) == 2
    assert "asks for more languages" in page
    assert '<button class="btn is-main" disabled>' in page
    assert "Français · العربية" in browser.post(path, ONCE).content.decode()
    assert queries.frame(number).released_at is None
    emergencies.revert(declared, "by mistake", by=BAO, at=now())
    page = browser.get(path).content.decode()
    assert NEEDED not in page
    assert "asks for more languages" not in page
