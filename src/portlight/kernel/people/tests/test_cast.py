from __future__ import annotations

from portlight.kernel.people import queries
from portlight.kernel.staff.queries import roles_of
from tests.cast import Cast


def test_the_cast_is_who_the_house_says(cast: Cast) -> None:
    assert queries.addresses(cast.anna.key)[0].in_use
    assert roles_of(cast.bao.key) == {"writer"}
    assert roles_of(cast.chen.key) == {"approver", "supervisor"}
    assert roles_of(cast.eve.key) == frozenset()
    assert cast.holding("translator") is cast.holding("translator")
    assert roles_of(cast.holding("translator").key) == {"translator"}


def test_the_cast_may_be_committed(cast: Cast, fresh_db: object) -> None:
    assert queries.person(cast.dora.key) is not None


def test_and_is_gone_for_the_next_test(fresh_db: object) -> None:
    assert queries.audience.count(queries.audience.Question()) == 0
