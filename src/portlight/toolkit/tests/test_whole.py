"""Files that stand whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portlight.toolkit import whole


def test_what_is_written_stands_there_with_its_mode_and_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    before = os.umask(0o077)
    try:
        whole.write(place, b"first", mode=0o644)
        whole.write(place, b"second", mode=0o644)
    finally:
        os.umask(before)
    assert place.read_bytes() == b"second"
    assert place.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [place]
    whole.write(place, b"ours")
    assert place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_what_stood_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    place = tmp_path / "page.html"
    whole.write(place, b"first")
    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space"):
        whole.write(place, b"second")
    assert place.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [place]


def test_two_programs_of_one_number_write_to_different_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)  # as in a container each
    place = tmp_path / "sitemap.xml"
    names = {whole.beside(place) for _ in range(1000)}
    assert len(names) == 1000
    assert {name.parent for name in names} == {tmp_path}
    assert all(name.name.startswith(".sitemap.xml.") for name in names)
