from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from click.testing import CliRunner
from cryptography.exceptions import InvalidTag
from django.contrib.auth import get_user_model
from django.db import connection

from portlight.config.ops import cli, rotation
from portlight.kernel.documents import commands as papers
from portlight.kernel.documents.queries import opened
from portlight.toolkit import sealed
from portlight.toolkit.keys import Ring
from portlight.toolkit.refusals import Refused
from tests import files
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Ring:
    """A ring of this test's own, made before its people are: the others keep theirs."""
    settings.KEYS = Ring.at(tmp_path / "keys")
    settings.KEYS.make()
    return settings.KEYS  # type: ignore[no-any-return]


@pytest.fixture
def people_sealed(ring: Ring, request: pytest.FixtureRequest) -> Cast:
    cast: Cast = request.getfixturevalue("cast")
    return cast


ADDRESSES = sealed.Column("people_address", "id", "value")


def values() -> list[str]:
    return [
        sealed.open_sealed(bytes(value), column=f"{column.table}.{column.name}", seal=own)
        for column in (ADDRESSES, sealed.Column("people_person", "id", "name"))
        for _, value, own in rotation._page(column, None)
    ]


def rotated() -> int:
    number = rotation.rotate(at=AT)
    assert list(rotation.reseal(at=AT))
    return number


def test_everything_is_sealed_anew_and_reads_as_before(ring: Ring, people_sealed: Cast) -> None:
    before = values()
    assert before
    assert set(rotation.sealed_by()) == {1}
    assert rotated() == ring.current == 2
    assert set(rotation.sealed_by()) == {2}
    assert values() == before


def test_an_old_key_leaves_only_when_nothing_is_sealed_with_it(ring: Ring, people_sealed: Cast) -> None:
    rotation.rotate(at=AT)
    for number, code in ((1, "ops.key-in-use"), (2, "ops.key-current"), (9, "ops.key-unknown")):
        with pytest.raises(Refused) as refusal:
            rotation.drop(number, at=AT)
        assert refusal.value.code == code
    before = values()
    list(rotation.reseal(at=AT))
    rotation.drop(1, at=AT)
    assert ring.numbers == (2,)
    assert values() == before


def test_a_rotation_that_was_broken_off_goes_on(
    ring: Ring, people_sealed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "_PAGE", 1)
    before, total = values(), sum(rotation.sealed_by().values())
    rotation.rotate(at=AT)
    pages = rotation.reseal(at=AT)
    next(pages)
    pages.close()
    assert set(rotation.sealed_by()) == {1, 2}
    assert values() == before, "both keys open what they sealed"
    list(rotation.reseal(at=AT))
    assert rotation.sealed_by() == {2: total}
    assert [count for _, count in rotation.reseal(at=AT)] == [0], "nothing is left to do"


def test_a_value_that_changed_meanwhile_is_not_overwritten(ring: Ring, people_sealed: Cast) -> None:
    rotation.rotate(at=AT)
    key, stale, own = rotation._page(ADDRESSES, None)[0]
    new = sealed.seal("new@mail.example", column="people_address.value", seal=own)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_address SET value = %s WHERE id = %s", [new, key])
    assert rotation._again(ADDRESSES, key, stale, own) == 0
    assert "new@mail.example" in values()


def test_second_factors_are_sealed_anew(ring: Ring, people_sealed: Cast) -> None:
    account = get_user_model().objects.first()
    assert account is not None
    own = Authenticator.objects.create(
        user_id=account.pk, type=Authenticator.Type.TOTP, data={"secret": encrypt("JBSWY3DP"), "more": 1}
    )
    rotated()
    rotation.drop(1, at=AT)
    own.refresh_from_db()
    assert decrypt(own.data["secret"]) == "JBSWY3DP"
    assert own.data["more"] == 1


def test_a_process_that_runs_sees_the_new_key(ring: Ring) -> None:
    """A worker opens what the web has sealed a moment ago, and seals with the new key itself."""
    assert ring.current == 1
    other = (
        f"from pathlib import Path; from portlight.toolkit.keys import Ring; Ring.at(Path({str(ring.folder)!r})).add()"
    )
    subprocess.run([sys.executable, "-c", other], check=True)
    value = sealed.seal("a", column="t.c", seal="row")
    assert sealed.number_of(value) == ring.current == 2
    assert sealed.open_sealed(value, column="t.c", seal="row") == "a"
    with pytest.raises(InvalidTag):
        sealed.open_sealed(value, column="t.c", seal="another row")
    assert oct(ring.file.stat().st_mode & 0o777) == "0o600"


def test_sealed_files_are_sealed_anew(ring: Ring, people_sealed: Cast, settings: Any, tmp_path: Path) -> None:
    settings.DATA, anna, photo = tmp_path, people_sealed.anna, files.picture()
    before = rotation.sealed_by()[1]
    key = papers.take(photo, slot="photo", about="case:1", owner=anna.key, by=anna.actor, at=AT).key
    assert rotation.sealed_by()[1] == before + 2
    rotation.rotate(at=AT)
    assert [told for told in rotation.reseal(at=AT) if told[0] == "documents"] == [("documents", 1)] * 2
    rotation.drop(1, at=AT)
    found = opened(key, by=anna.actor, why="test", at=AT, original=True)
    assert found.content == photo
    assert [told for told in rotation.reseal(at=AT) if told[0] == "documents"] == []


def test_every_sealed_column_is_known() -> None:
    assert {f"{one.table}.{one.name}" for one in sealed.columns()} >= {
        "people_person.name", "people_person.birth_date", "people_paper.number", "people_address.value",
        "delivery_inbound.raw",
    }  # fmt: skip


def test_at_the_console(ring: Ring, people_sealed: Cast) -> None:
    run = CliRunner().invoke
    said = run(cli.keys, ["rotate"])
    assert said.exit_code == 0, said.output
    assert "Key 2 seals from now on" in said.output
    listed = run(cli.keys, ["list"]).output
    assert "  1             0 values" in listed
    assert "current" in listed
    assert run(cli.keys, ["drop", "1"]).exit_code == 0
    assert ring.numbers == (2,)
