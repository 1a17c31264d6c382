"""What every channel that is switched on must bring: its page, its promise kept before the same contract."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from portlight.config.channels import CHANNELS
from portlight.delivery import port


def folder(room: str) -> Path:
    return Path(str(importlib.import_module(room).__file__)).parent


def personal(room: str) -> bool:
    """Whether its channel writes to people: read from the source, because some are switched on by settings."""
    return any("async def carry(" in file.read_text(encoding="utf-8") for file in folder(room).glob("*.py"))


@pytest.mark.parametrize("room", CHANNELS)
def test_it_says_what_it_is_on_one_page(room: str) -> None:
    text = (folder(room) / "README.md").read_text(encoding="utf-8")
    assert 3 < len(text.splitlines()) <= 70


@pytest.mark.parametrize("room", [room for room in CHANNELS if personal(room)])
def test_it_keeps_the_contract_of_all_personal_channels(room: str) -> None:
    """`contract.keeps_its_word` is one test for all; each channel calls it against its own other side."""
    tests = [file.read_text(encoding="utf-8") for file in (folder(room) / "tests").glob("test_*.py")]
    assert any("keeps_its_word(" in text for text in tests)


def test_every_channel_that_is_on_can_be_named_to_people(db: object) -> None:
    for channel in (*port.personal().values(), *port.public().values()):
        assert channel.label


def test_routes_are_named_after_their_channel() -> None:
    for name, kind in port.routes().items():
        assert name == kind or name.startswith(f"{kind}.")
