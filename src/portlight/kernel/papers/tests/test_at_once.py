from __future__ import annotations

from functools import partial
from uuid import uuid4

from portlight.kernel.papers import commands
from portlight.kernel.papers.models import IssuedPaper
from portlight.kernel.papers.tests.make import AT, BY, issue
from tests.together import at_once


def test_of_two_who_withdraw_at_once_one_is_told_that_it_was_done(fresh_db: None) -> None:
    made = issue()
    ended = at_once(
        *(partial(commands.revoke, made.number, ground=f"by {one}", by=BY, at=AT) for one in ("Bao", "Chen"))
    )
    codes = sorted("" if one is None else one.code for one in ended)
    assert codes == ["", "papers.revoked-already"]


def test_one_request_sent_twice_at_once_is_one_paper(fresh_db: None) -> None:
    asked = uuid4()
    first, second = at_once(partial(issue, request_id=asked), partial(issue, request_id=asked))
    assert first == second
    assert IssuedPaper.objects.count() == 1


def test_of_two_workers_one_keeps_the_sealed_copy(fresh_db: None) -> None:
    made = issue()
    seal = partial(commands.seal_one, key=made.number, facts={}, at=AT)
    assert at_once(seal, seal) == [None, None]
    row = IssuedPaper.objects.get(number=made.number)
    assert (row.seal_state, row.copy.paper_id) == ("specimen", row.pk)
