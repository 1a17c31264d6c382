"""Names for files that are being written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portlight.toolkit.beside import beside


def test_two_programs_of_one_number_write_to_different_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)  # as in a container each
    place = tmp_path / "sitemap.xml"
    names = {beside(place) for _ in range(1000)}
    assert len(names) == 1000
    assert {name.parent for name in names} == {tmp_path}
    assert all(name.name.startswith(".sitemap.xml.") for name in names)
