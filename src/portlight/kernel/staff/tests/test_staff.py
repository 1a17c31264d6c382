from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from django.contrib.auth import authenticate

from portlight.kernel.staff import cli, commands, queries
from portlight.kernel.staff.rules import APART, ROLES, apart
from portlight.kernel.timeline.queries import about
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from tests.together import at_once

AT = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
BY = machine("test")


@pytest.fixture(autouse=True)
def permissions() -> Iterator[None]:
    nameplate.hang(
        nameplate.Nameplate(room="tests.desk", permissions=(("t.write", ("writer", "duty")), ("t.see", ("writer",))))
    )
    yield
    nameplate.hang(nameplate.Nameplate(room="tests.desk"))


def hire(email: str = "bao@office.example", *roles: str, **more: object) -> UUID:
    return commands.hire(email=email, name="Bao 鲍", roles=roles, by=BY, at=AT, **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_whoever_holds_a_role_may_what_the_rooms_say() -> None:
    bao, eve = hire("Bao@Office.example ", "writer"), hire("eve@office.example")
    assert queries.may(bao, "t.write")
    assert queries.may(str(bao), "t.see")
    assert not queries.may(bao, "t.unheard-of")
    assert not queries.may(eve, "t.write")
    assert not queries.may("somebody", "t.write")
    assert not queries.may(uuid4(), "t.write")
    assert {each for each in queries.permissions_of(bao) if each.startswith("t.")} == {"t.write", "t.see"}
    assert [card.key for card in queries.holders("t.write")] == [bao]
    assert queries.card(bao) == queries.StaffCard(bao, "Bao 鲍", "bao@office.example", "zh-Hans", ("writer",))
    assert queries.by_email(" BAO@office.example") == queries.card(str(bao))
    assert queries.card("somebody") is None
    assert about(f"staff:{bao}").rows[0].facts == {"roles": ["writer"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("staff.email-odd", {"email": "no address"}),
        ("staff.email-taken", {"email": "BAO@office.example"}),
        ("staff.name-empty", {"name": "  "}),
        ("staff.language-unknown", {"language": "tlh"}),
        ("staff.role-unknown", {"roles": ["king"]}),
        ("staff.roles-apart", {"roles": ["operator", "auditor"]}),
    ],
)
def test_it_refuses_an_account_that_cannot_be(code: str, change: dict[str, object]) -> None:
    hire()
    asked: dict[str, object] = {"email": "new@office.example", "name": "New", **change}
    with pytest.raises(Refused, match=code):
        commands.hire(**asked, by=BY, at=AT)  # type: ignore[arg-type]
    assert len(queries.everyone()) == 1


@pytest.mark.django_db
def test_sent_twice_makes_one_account() -> None:
    again = uuid4()
    assert hire(request_id=again) == hire(request_id=again)
    with pytest.raises(Refused, match="resend-differs"):
        hire("other@office.example", request_id=again)


@pytest.mark.django_db
def test_a_role_is_given_once_and_taken_back() -> None:
    bao, again = hire(), uuid4()
    number = commands.post(account=bao, role="writer", by=BY, at=AT, request_id=again)
    assert commands.post(account=bao, role="writer", by=BY, at=AT, request_id=again) == number
    with pytest.raises(Refused, match="post-held"):
        commands.post(account=bao, role="writer", by=BY, at=AT)
    commands.relieve(account=bao, role="writer", by=BY, at=AT, request_id=uuid4())
    assert queries.roles_of(bao) == frozenset()
    with pytest.raises(Refused, match="post-not-held"):
        commands.relieve(account=bao, role="writer", by=BY, at=AT)


@pytest.mark.django_db
def test_a_role_is_held_in_a_team_that_exists() -> None:
    bao = hire()
    with pytest.raises(Refused, match="team-unknown"):
        commands.post(account=bao, role="writer", team="night", by=BY, at=AT)
    commands.form_team(code="night", name={"en": "Night desk", "zh-Hans": "夜班"}, by=BY, at=AT)
    commands.post(account=bao, role="writer", team="night", by=BY, at=AT)
    with pytest.raises(Refused, match="post-held"):
        commands.post(account=bao, role="writer", team="night", by=BY, at=AT)
    assert queries.roles_of(bao) == {"writer"}


def test_two_roles_that_stay_apart_given_at_once_do_not_both_arrive(fresh_db: object) -> None:
    bao = hire()
    found = at_once(
        *(lambda role=role: commands.post(account=bao, role=role, by=BY, at=AT) for role in ("operator", "auditor"))
    )
    refused = [each for each in found if isinstance(each, Refused)]
    assert [each.code for each in refused] == ["staff.roles-apart"]
    assert len(queries.roles_of(bao)) == 1


@pytest.mark.django_db
def test_whoever_left_may_nothing_and_signs_in_nowhere() -> None:
    bao = hire("bao@office.example", "writer", password="a long password")
    assert authenticate(username="bao@office.example", password="a long password") is not None
    commands.leave(account=bao, by=BY, at=AT)
    assert authenticate(username="bao@office.example", password="a long password") is None
    assert not queries.may(bao, "t.write")
    assert queries.holders("t.write") == []
    for act in (commands.leave, lambda **who: commands.set_language(language="en", **who)):
        with pytest.raises(Refused, match=r"staff\.left"):
            act(account=bao, by=BY, at=AT)
    with pytest.raises(Refused, match="account-unknown"):
        commands.leave(account=uuid4(), by=BY, at=AT)


@pytest.mark.django_db
def test_language_and_password_are_changed() -> None:
    bao = hire()
    commands.set_language(account=bao, language="ar", by=BY, at=AT)
    commands.set_password(account=bao, password="another long one", by=BY, at=AT)
    card = queries.card(bao)
    assert card is not None
    assert card.language == "ar"
    assert authenticate(username="bao@office.example", password="another long one") is not None
    with pytest.raises(Refused, match="language-unknown"):
        commands.set_language(account=bao, language="xx", by=BY, at=AT)


def test_only_the_three_guardians_are_kept_apart() -> None:
    for one in ROLES:
        for other in ROLES:
            forbidden = one != other and {one, other} <= APART
            assert bool(apart([one, other])) is forbidden


@pytest.mark.django_db
def test_the_first_account_is_made_at_the_console() -> None:
    asked = ["hire", "it@office.example", "IT head", "--role", "operator", "--password"]
    weak = CliRunner().invoke(cli.staff, [*asked, "short"])
    assert weak.exit_code == 1
    assert queries.everyone() == []
    made = CliRunner().invoke(cli.staff, [*asked, "nobody guesses this one"])
    assert made.exit_code == 0
    taken = CliRunner().invoke(cli.staff, [*asked, "nobody guesses this one"])
    assert "already an account" in taken.output
    assert CliRunner().invoke(cli.staff, ["list"]).output == "it@office.example\tIT head\toperator\n"
