from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portlight.toolkit import keys, nameplate
from portlight.toolkit.pages import Page


def test_a_page_knows_whether_another_follows() -> None:
    assert Page.of([1, 2, 3], size=2, token=str) == Page((1, 2), "2")
    assert Page.of([1, 2], size=2, token=str) == Page((1, 2), None)
    assert Page.of([], size=2, token=str) == Page((), None)


def test_a_ring_is_made_once_and_kept_private(tmp_path: Path) -> None:
    ring = keys.Ring.at(tmp_path / "keys")
    with pytest.raises(keys.NoKeys):
        _ = ring.index
    assert ring.signing
    ring.make()
    assert ring.file.stat().st_mode & 0o777 == 0o600
    assert keys.Ring.at(tmp_path / "keys").fingerprint == ring.fingerprint
    with pytest.raises(FileExistsError):
        ring.make()


def test_a_plate_hung_again_takes_the_place_of_the_first() -> None:
    def fine(at: datetime) -> nameplate.Finding:
        return nameplate.Finding(state="ok", said="Fine.")

    check = nameplate.Check(name="tests", run=fine)
    for doctor in ((check,), ()):
        nameplate.hang(
            nameplate.Nameplate(room="tests.small", doctor=doctor, ways=(("tests", "/{language}/t/{token}/"),))
        )
        assert [plate.doctor for plate in nameplate.plates() if plate.room == "tests.small"] == [doctor]
    assert nameplate.way("tests") == "/{language}/t/{token}/"
    with pytest.raises(LookupError):
        nameplate.way("nobody")
    nameplate.hang(nameplate.Nameplate(room="tests.small"))
    assert check.run(datetime.now(UTC)).state == "ok"
