from __future__ import annotations

from functools import partial
from uuid import uuid4

from portlight.kernel.cases import attending, commands, queries
from portlight.kernel.cases.models import Spell
from portlight.kernel.cases.rules import Filing
from portlight.kernel.cases.tests.kind import TRIAL, handed_in
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit.actor import staff
from portlight.toolkit.refusals import Refused
from tests.cast import AT, BY, Cast
from tests.together import at_once


def test_two_who_press_at_once_move_it_once(fresh_db: object) -> None:
    bao, chen = staff(uuid4()), staff(uuid4())
    with handed_in(TRIAL):
        made = commands.open_case(
            "trial", filing=Filing(filed_as="staff", language="en"), queue="station:1", by=bao, at=AT
        )
        done = at_once(
            lambda: commands.move(made.id, "accept", by=bao, at=AT),
            lambda: commands.move(made.id, "accept", by=chen, at=AT),
        )
        assert sorted(isinstance(one, Refused) for one in done) == [False, True], done
        assert [event.kind for event in told_about(queries.about(made.id)).rows].count("cases.moved") == 1


def test_two_pages_at_the_same_moment_are_one_spell(fresh_db: object, cast: Cast) -> None:
    with handed_in(TRIAL):
        filing = Filing(filed_as="staff", language="en")
        one, two = (commands.open_case("trial", filing=filing, queue="team:a", by=BY, at=AT).card for _ in range(2))
        acts = [partial(attending.attend, card, by=cast.bao.actor, at=AT) for card in (one, two, one, two)]
        assert [found for found in at_once(*acts) if isinstance(found, Exception)] == []
    assert Spell.objects.filter(ended_at=None).count() == 1
