"""Keys of papers: several, each with its time; the file whole, private, and read anew when another process wrote it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portlight.kernel.papers import doctor, keyring
from portlight.kernel.papers.tests.make import AT


def test_the_built_in_key_is_made_once_and_is_a_specimen() -> None:
    first = keyring.current(AT)
    assert first[1].specimen
    assert keyring.current(AT + timedelta(days=1))[0].kid == first[0].kid
    assert len(keyring.public()) == 1


def test_an_own_key_goes_before_the_built_in_one_and_the_newest_before_all() -> None:
    keyring.current(AT)
    old = keyring.make(AT)
    new = keyring.make(AT + timedelta(days=1))
    assert keyring.current(AT + timedelta(hours=1))[1] == old
    assert keyring.current(AT + timedelta(days=1))[1] == new
    assert len(keyring.public()) == 3


def test_when_the_last_own_key_is_retired_papers_are_specimens_again() -> None:
    made = keyring.make(AT)
    keyring.retire(made.kid, at=AT + timedelta(days=1), secret_is_out=False)
    assert keyring.current(AT)[1].kid == made.kid
    assert keyring.current(AT + timedelta(days=1))[1].specimen


def test_a_list_comes_back_as_it_was_told_without_a_secret() -> None:
    keyring.make(AT)
    keyring.retire(keyring.make(AT).kid, at=AT, secret_is_out=True)
    listed = keyring.as_list(keyring.public())
    assert {key.kid: (key.until, key.revoked_at) for key in keyring.keys_of(listed).values()} == {
        key.kid: (key.until, key.revoked_at) for key in keyring.public().values()
    }
    assert all("secret" not in row for row in listed)


def test_a_key_under_another_keys_name_is_no_key() -> None:
    listed = keyring.as_list({made.kid: made for made in (keyring.make(AT), keyring.make(AT))})
    listed[0]["kid"], listed[1]["kid"] = listed[1]["kid"], listed[0]["kid"]
    with pytest.raises(ValueError, match="another key's name"):
        keyring.keys_of(listed)


def test_the_doctor_says_when_others_can_read_them(settings: Any) -> None:
    keyring.make(AT)
    assert doctor.keys(AT).state == "ok"
    keyring.place().chmod(0o644)
    assert doctor.keys(AT).state == "fail"
    settings.MODE = "office"
    keyring.place().unlink()
    assert doctor.keys(AT).state == "warn"


def test_the_doctor_names_the_font_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portlight.kernel.papers.typesetting._faces", dict)
    found = doctor.fonts(AT)
    assert (found.state, found.remedy) == ("warn", "apt install fonts-noto-core fonts-noto-cjk")
