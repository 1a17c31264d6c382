from __future__ import annotations

from uuid import uuid4

from portlight.capabilities.lodging import queries
from portlight.capabilities.lodging.models import Declaration
from portlight.capabilities.lodging.tests.given import DECLARED, declare, put_in_places, with_
from tests.cast import make
from tests.together import at_once


def test_two_that_contradict_each_other_at_the_same_moment_both_stand_to_be_compared(fresh_db: object) -> None:
    cast = make()
    put_in_places()
    at_once(
        lambda: declare(DECLARED, cast.anna, request_id=uuid4()),
        lambda: declare(with_(holder={"surname": "EVIL"}, declared_for="guest"), cast.dora, request_id=uuid4()),
    )
    assert set(Declaration.objects.values_list("state", "contradicted")) == {("current", True)}
    assert len(queries.contradicting().rows) == 2


def test_guest_and_host_at_the_same_moment_are_one_registration(fresh_db: object) -> None:
    cast = make()
    put_in_places()
    done = at_once(
        lambda: declare(DECLARED, cast.anna, request_id=uuid4()),
        lambda: declare(with_(declared_for="guest"), cast.dora, request_id=uuid4()),
        lambda: declare(DECLARED, cast.anna, request_id=uuid4()),
    )
    assert len({one.number for one in done}) == 1, done
    assert Declaration.objects.count() == 1
