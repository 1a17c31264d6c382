"""Agreements: proposed by one officer, signed by another, and what follows from having none."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from portlight.capabilities.green_lanes import commands, queries
from portlight.capabilities.green_lanes.tests.given import TODAY, agreed, person, take, terms, text
from portlight.kernel.clients.tests.given import admitted
from portlight.kernel.organisations.tests.given import institution, joined
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import client_program
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db


def test_it_holds_once_a_second_person_has_signed(cast: Cast) -> None:
    organisation = institution(at=AT)
    found = queries.acting(organisation, cast.holding("supervisor").actor, "see")
    assert found is not None
    request, first = uuid4(), cast.holding("supervisor").actor
    key = commands.propose(terms(organisation, cast), by=first, at=AT, request_id=request)
    assert commands.propose(terms(organisation, cast), by=first, at=AT, request_id=request) == key
    with pytest.raises(Refused, match=r"lanes\.proposed-already"):
        commands.propose(terms(organisation, cast), by=first, at=AT)
    assert queries.in_force(found.id, at=AT) is None
    with pytest.raises(Refused, match=r"lanes\.own-proposal"):
        commands.sign(key, by=first, at=AT)
    for _ in range(2):
        commands.sign(key, by=cast.chen.actor, at=AT)
    card = queries.in_force(found.id, at=AT)
    assert card is not None
    assert (card.key, card.judged_by, card.last_day) == (key, cast.chen.actor.key, TODAY + timedelta(days=364))
    assert queries.in_force(found.id, at=AT + timedelta(days=366)) is None
    assert [one.kind for one in timeline.about(f"organisation:{organisation}").rows].count("lanes.signed") == 1
    with pytest.raises(Refused, match=r"lanes\.not-proposed"):
        commands.decline(key, by=cast.chen.actor, at=AT)
    for _ in range(2):
        commands.end(key, by=cast.chen.actor, at=AT)
    assert queries.in_force(found.id, at=AT) is None


def test_a_newer_one_ends_the_one_before_it(cast: Cast) -> None:
    organisation = agreed(cast)
    later = terms(organisation, cast, since=TODAY + timedelta(days=30), until=TODAY + timedelta(days=60), per_day=7)
    commands.sign(commands.propose(later, by=cast.holding("supervisor").actor, at=AT), by=cast.chen.actor, at=AT)
    found = queries.acting(organisation, cast.dora.actor, "see")
    assert found is not None
    by_day = [queries.in_force(found.id, at=AT + timedelta(days=days)) for days in (0, 31, 61)]
    assert [one.per_day if one else None for one in by_day] == [5, 7, None]


def test_it_refuses_what_cannot_be_agreed_and_who_is_no_officer(cast: Cast) -> None:
    organisation = institution(at=AT)
    with pytest.raises(Refused, match=r"lanes\.quota-odd"):
        commands.propose(terms(organisation, cast, per_day=0), by=cast.chen.actor, at=AT)
    with pytest.raises(Refused, match=r"lanes\.contact-unknown"):
        commands.propose(terms(organisation, cast, contact=uuid4()), by=cast.chen.actor, at=AT)
    with pytest.raises(Refused, match=r"lanes\.unknown"):
        commands.propose(terms(uuid4(), cast), by=cast.chen.actor, at=AT)
    with pytest.raises(Refused, match=r"lanes\.not-yours"):
        commands.propose(terms(organisation, cast), by=cast.dora.actor, at=AT)


def test_without_an_agreement_no_list_is_taken_in(cast: Cast) -> None:
    organisation = institution(at=AT)
    joined(organisation, cast.dora, at=AT)
    with pytest.raises(Refused, match=r"lanes\.no-agreement"):
        take(text(person(1)), organisation, cast.dora.actor)


def test_a_program_acts_for_one_institution(cast: Cast) -> None:
    organisation, other = agreed(cast), institution(2, at=AT)
    issued = admitted("Tongji", commands.SCOPE, at=AT)
    caller = client_program(issued.client)
    assert queries.acting(organisation, caller, "file") is None
    for _ in range(2):
        commands.admit_program(issued.client, organisation, by=cast.chen.actor, at=AT)
    assert queries.acting(organisation, caller, "file") is not None
    assert queries.acting(other, caller, "file") is None
    assert queries.acting(organisation, caller, "invite") is None
    with pytest.raises(Refused, match=r"lanes\.program-elsewhere"):
        commands.admit_program(issued.client, other, by=cast.chen.actor, at=AT)
    with pytest.raises(Refused, match=r"lanes\.program-unknown"):
        commands.admit_program(uuid4(), organisation, by=cast.chen.actor, at=AT)
