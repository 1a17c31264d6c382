"""Institutions are entered once; officers are invited, accept with the address that was invited, and are dismissed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from portlight.kernel.organisations import commands, queries
from portlight.kernel.organisations.models import Officer
from portlight.kernel.organisations.rules import NewOrganisation, code_of
from portlight.kernel.organisations.tests.given import OFFICE, institution, joined
from portlight.kernel.people import queries as people
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
NEW = NewOrganisation(kind="company", zh="某某有限公司", en="Some Company", code=code_of("91310000132260250"))
WEEK = timedelta(days=7)


def invite(organisation: Any, email: str = "new@university.example", **more: Any) -> commands.Invited:
    told = {"name": "N. Neu", "role": "deputy", "language": "de", "by": OFFICE, "at": AT, **more}
    return commands.invite(organisation, email=email, **told)


def test_an_institution_is_entered_once() -> None:
    request = uuid4()
    key = commands.enrol(NEW, by=OFFICE, at=AT, request_id=request)
    assert commands.enrol(NEW, by=OFFICE, at=AT, request_id=request) == key
    with pytest.raises(Refused, match=r"organisations\.known"):
        commands.enrol(NEW, by=OFFICE, at=AT)
    card = queries.by_code(f" {NEW.code.lower()}")
    assert card is not None
    assert (card.key, card.name_in("zh-Hans"), card.name_in("de")) == (key, NEW.zh, NEW.en)
    assert [one.key for one in queries.listed().rows] == [key]
    assert timeline.about(f"organisation:{key}").rows[0].kind == "organisations.enrolled"


@pytest.mark.parametrize(("more", "code"), [
    ({"kind": "nonsense"}, "organisations.kind-unknown"), ({"zh": " "}, "organisations.name-odd"),
    ({"en": "x" * 121}, "organisations.name-odd"), ({"code": NEW.code[:-1] + "9"}, "organisations.code-odd"),
])  # fmt: skip
def test_it_refuses_what_is_no_institution(more: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        commands.enrol(NewOrganisation(**{**vars(NEW), **more}), by=OFFICE, at=AT)


def test_who_proved_the_address_acts_and_nobody_else(cast: Cast) -> None:
    key = institution(at=AT)
    invited = invite(key, cast.dora.email, role="officer")
    assert queries.role_of(cast.dora.key, key) is None
    with pytest.raises(Refused, match=r"organisations\.invitation-other"):
        commands.accept(invited.token, person=cast.anna.key, by=cast.anna.actor, at=AT)
    for _ in range(2):
        assert commands.accept(invited.token, person=cast.dora.key, by=cast.dora.actor, at=AT) == key
    assert queries.role_of(cast.dora.key, key) == "officer"
    assert [one.organisation.key for one in queries.of_person(cast.dora.key)] == [key]
    assert queries.reached(key) == (cast.dora.address,)
    assert queries.of_person(cast.anna.key) == ()
    (card,) = queries.officers(key, by=cast.dora.actor, why="own", at=AT)
    assert (card.name, card.state) == ("N. Neu", "active")
    with pytest.raises(Refused, match=r"organisations\.officer-already"):
        invite(key, cast.dora.email)


def test_the_token_is_kept_nowhere_and_the_same_request_has_the_same_link() -> None:
    key, request = institution(at=AT), uuid4()
    first, again = (invite(key, request_id=request) for _ in range(2))
    assert (first.token, first.officer, first.first) == (again.token, again.officer, not again.first)
    row = Officer.objects.get()
    assert first.token not in str(vars(row))
    assert queries.invitation(commands.token_hash(first.token), at=AT) is not None
    newer = invite(key)
    assert queries.invitation(commands.token_hash(first.token), at=AT) is None
    assert queries.invitation(commands.token_hash(newer.token), at=AT + WEEK) is None


def test_an_invitation_lapses_and_its_stranger_is_forgotten(cast: Cast) -> None:
    key = institution(at=AT)
    invited, known = invite(key), invite(key, cast.dora.email)
    assert commands.lapse(by=OFFICE, at=AT) == 0
    assert commands.lapse(by=OFFICE, at=AT + WEEK) == 2
    assert people.address(invited.address) is None
    assert people.address(known.address) is not None
    with pytest.raises(Refused, match=r"organisations\.invitation-over"):
        commands.accept(known.token, person=cast.dora.key, by=cast.dora.actor, at=AT + WEEK)


def test_officers_invite_and_dismiss_and_the_last_one_stays(cast: Cast) -> None:
    key = institution(at=AT)
    dora = joined(key, cast.dora, at=AT)
    with pytest.raises(Refused, match=r"organisations\.not-yours"):
        invite(key, by=cast.anna.actor)
    anna = joined(key, cast.anna, role="deputy", at=AT, by=cast.dora.actor)
    with pytest.raises(Refused, match=r"organisations\.not-yours"):
        commands.dismiss(dora, by=cast.anna.actor, at=AT)
    with pytest.raises(Refused, match=r"organisations\.last-officer"):
        commands.dismiss(dora, by=cast.dora.actor, at=AT)
    for _ in range(2):
        commands.dismiss(anna, by=cast.dora.actor, at=AT)
    assert queries.role_of(cast.anna.key, key) is None
    commands.dismiss(dora, by=OFFICE, at=AT)
    assert queries.of_person(cast.dora.key) == ()


def test_for_a_closed_institution_nobody_acts(cast: Cast) -> None:
    key = institution(at=AT)
    joined(key, cast.dora, at=AT)
    for _ in range(2):
        commands.close(key, by=OFFICE, at=AT)
    assert queries.role_of(cast.dora.key, key) is None
    with pytest.raises(Refused, match=r"organisations\.closed"):
        invite(key)
    for unknown in (
        lambda: commands.close(uuid4(), by=OFFICE, at=AT),
        lambda: commands.dismiss(uuid4(), by=OFFICE, at=AT),
    ):
        with pytest.raises(Refused, match=r"organisations\.unknown"):
            unknown()


@pytest.mark.parametrize(("more", "code"), [
    ({"role": "king"}, "organisations.kind-unknown"), ({"name": " "}, "organisations.name-odd"),
    ({"email": "nobody"}, "people.address-odd"),
])  # fmt: skip
def test_it_refuses_an_invitation_that_goes_nowhere(more: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        invite(institution(at=AT), **more)
