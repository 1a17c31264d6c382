from __future__ import annotations

from portlight.channels.rehearsal import queries
from portlight.channels.rehearsal.channel import Rehearsal
from portlight.delivery.tests.contract import TestDesk, carry, copy, keeps_its_word


def test_it_keeps_the_contract(fresh_db: object) -> None:
    keeps_its_word(Rehearsal, ["room 1", "room 2"], expected=["accepted", "accepted"])
    assert queries.count(code="K7F3-9QXM") == 2


def test_a_repeat_is_one_letter(fresh_db: object) -> None:
    for _ in range(2):
        keeps_its_word(Rehearsal, ["room 1"], expected=["accepted"])
    assert queries.count() == 1


def test_a_letter_shows_what_its_reader_would_see(fresh_db: object) -> None:
    channel = Rehearsal()
    carry(channel, TestDesk(channel, ["room 1"], copy(wanted="ko", text="Call **now**.", drill=True)))
    (letter,) = queries.letters(address="room 1").rows
    assert (letter.title, letter.text, letter.drill) == ("Six measures", "Call now.", True)
    assert letter.late
