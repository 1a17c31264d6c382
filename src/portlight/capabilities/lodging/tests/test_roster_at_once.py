from __future__ import annotations

from portlight.capabilities.lodging import commands
from portlight.capabilities.lodging.models import Batch, Declaration
from portlight.capabilities.lodging.rules.roster import Spot
from portlight.capabilities.lodging.tests.given import AT, put_in_places
from portlight.capabilities.lodging.tests.rosters import person, text
from portlight.capabilities.lodging.ticks import go_on_with_roster
from tests.cast import make
from tests.together import at_once


def test_one_sheet_pressed_three_times_at_once_is_one_roster_and_every_person_once(fresh_db: object) -> None:
    dora = make().dora
    put_in_places()
    content = text(*(person(number) for number in range(1, 8)))

    def take() -> str:
        filed = commands.Filed(language="de")
        return commands.take_roster(content, spot=Spot(address="A1"), filed=filed, by=dora.actor, at=AT).number

    (number,) = set(at_once(take, take, take))
    assert Batch.objects.count() == 1
    commands.register_roster(number, by=dora.actor, at=AT)
    at_once(*[lambda: go_on_with_roster(key=f"{number}:0", facts={}, at=AT)] * 3)
    assert Declaration.objects.count() == 7
