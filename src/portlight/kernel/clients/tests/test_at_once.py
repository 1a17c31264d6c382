"""Two officers at the same moment: one program, and nothing that outlives its withdrawal."""

from __future__ import annotations

from portlight.kernel.clients import commands, queries
from portlight.kernel.clients.commands import Issued
from portlight.kernel.clients.models import Client
from portlight.kernel.clients.tests.given import OFFICER, admitted
from portlight.toolkit import nameplate
from portlight.toolkit.refusals import Refused
from tests.cast import AT, make
from tests.together import at_once

READ = "tests.read"


def test_the_same_program_admitted_twice_at_once_stands_once_and_a_key_made_beside_its_withdrawal_opens_nothing(
    fresh_db: object,
) -> None:
    make()
    nameplate.hang(nameplate.Nameplate(room="tests", scopes={READ: "Read"}))
    try:
        found = at_once(*[lambda: admitted("Tongji", READ, at=AT)] * 3)
    finally:
        nameplate.hang(nameplate.Nameplate(room="tests"))
    (one,) = [each for each in found if isinstance(each, Issued)]
    assert [each.code for each in found if isinstance(each, Refused)] == ["clients.known"] * 2
    assert Client.objects.count() == 1
    renewed, _ = at_once(
        lambda: commands.renew(one.client, by=OFFICER, at=AT), lambda: commands.withdraw(one.client, by=OFFICER, at=AT)
    )
    for key in (one.key, renewed.key if isinstance(renewed, Issued) else ""):
        assert opens(key) is False


def opens(key: str) -> bool:
    try:
        queries.caller(key, at=AT)
    except Refused:
        return False
    return True
