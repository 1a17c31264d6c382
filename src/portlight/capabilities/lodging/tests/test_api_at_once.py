"""One program, the same call several times at once: one roster, every person once."""

from __future__ import annotations

from uuid import uuid4

from portlight.capabilities.lodging.models import Batch, Declaration
from portlight.capabilities.lodging.tests.given import put_in_places
from portlight.capabilities.lodging.tests.programs import Program, people, run
from tests.cast import make
from tests.together import at_once


def test_one_call_sent_three_times_at_once_is_one_roster_and_its_people_are_registered_once(fresh_db: object) -> None:
    make()
    put_in_places()
    tongji, once = Program(), uuid4()
    answers = at_once(*[lambda: tongji.hand_in(*people(5), once=once)] * 3)
    assert {answer.status_code for answer in answers} == {201}
    (at,) = {answer["Location"] for answer in answers}
    assert Batch.objects.count() == 1
    started = at_once(*[lambda: tongji.post(f"{at}/register")] * 3)
    assert {answer.status_code for answer in started} == {202}
    run()
    assert Declaration.objects.count() == 5
