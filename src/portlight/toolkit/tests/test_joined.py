from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portlight.toolkit.joined import joined, one_transaction
from portlight.toolkit.refusals import Refused


@joined
def inside() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.in_atomic_block


@pytest.mark.django_db
def test_inside_a_callers_transaction_nothing_more_is_asked() -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert inside()
    assert len(asked) == 1


def test_alone_it_is_a_transaction_of_its_own(fresh_db: object) -> None:
    assert not connection.in_atomic_block
    assert inside()
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_a_caller_goes_on_after_a_refusal() -> None:
    with transaction.atomic():
        with pytest.raises(Refused), one_transaction():
            raise Refused("cases.unknown")
        assert inside()
