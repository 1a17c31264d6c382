"""A backup is worth what its restore is worth: out of a living office, into an empty place, by the commands."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from portlight.config.ops import archive, dumps, keys
from portlight.config.ops import backup as writing
from portlight.config.ops import restore as reading
from portlight.kernel.documents import commands as papers
from portlight.kernel.people import queries as people
from portlight.kernel.timeline.commands import chain
from portlight.kernel.timeline.queries import about
from portlight.toolkit.refusals import Refused
from tests import files
from tests.cast import AT, Cast

OPENED = """
import django, uuid, sys; django.setup()
from django.utils import timezone
from portlight.kernel.people.queries import opened
from portlight.toolkit.actor import machine
print(opened(uuid.UUID(sys.argv[1]), by=machine("test"), why="test", at=timezone.now()).name)
"""

DELETED = """
import django; django.setup()
from django.db import IntegrityError, connection
cursor = connection.cursor()
cursor.execute("SELECT count(*) FROM timeline_event")
found = cursor.fetchone()[0]
try:
    cursor.execute("DELETE FROM timeline_event")
except IntegrityError as error:
    print(found, str(error).splitlines()[0])
"""


class Elsewhere:
    """Another machine: an empty data folder and an empty database."""

    def __init__(self, folder: Path, database: Any, env: dict[str, str]) -> None:
        self.data = folder
        self.database = database
        url = f"sqlite://{quote(str(folder / 'portlight.sqlite3'))}"
        if connection.vendor == "postgresql":
            url = database.url.replace(database.name, f"{database.name}_elsewhere")
        self.env = {**env, "PORTLIGHT_DATA": str(folder), "PORTLIGHT_KEYS": str(folder / "keys")}
        self.env |= {"PORTLIGHT_DATABASE_URL": url, "PORTLIGHT_LOG": "WARNING"}
        self.empty()

    def empty(self) -> None:
        if connection.vendor == "postgresql":
            self.drop()
            self.database._server(f'CREATE DATABASE "{self.database.name}_elsewhere"')

    def drop(self) -> None:
        if connection.vendor == "postgresql":
            self.database._server(f'DROP DATABASE IF EXISTS "{self.database.name}_elsewhere" WITH (FORCE)')

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._child("-m", "portlight", *words)

    def name_of(self, key: object) -> str:
        return self._child("-c", OPENED, str(key)).stdout.strip()

    def tries_to_delete(self) -> subprocess.CompletedProcess[str]:
        return self._child("-c", DELETED)

    def _child(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=self.env, capture_output=True, text=True, timeout=120, check=False
        )


@pytest.fixture
def elsewhere(tmp_path: Path, fresh_db: Any, child_env: dict[str, str]) -> Iterator[Elsewhere]:
    made = Elsewhere(tmp_path / "elsewhere", fresh_db, child_env)
    yield made
    made.drop()


@pytest.fixture
def office(fresh_db: Any, cast: Cast, tmp_path: Path, settings: Any) -> Cast:
    """The cast, a sealed timeline, and one baked page."""
    settings.PUBLIC = tmp_path / "public"
    (settings.PUBLIC / "fr" / "notices").mkdir(parents=True)
    (settings.PUBLIC / "fr" / "notices" / "1.html").write_text("<p>six mesures</p>", encoding="utf-8")
    keys.check_ring(at=AT, make=True)
    chain(at=AT)
    return cast


def put_keys(elsewhere: Elsewhere) -> None:
    (elsewhere.data / "keys").mkdir(parents=True)
    shutil.copy2(settings.KEYS.file, elsewhere.data / "keys" / "ring.json")


def test_an_office_comes_back_whole(office: Cast, elsewhere: Elsewhere, tmp_path: Path) -> None:
    file = tmp_path / "office.tar"
    manifest = writing.backup(file, at=AT)
    people.opened(office.anna.key, by=office.bao.actor, why="test", at=AT)
    assert file.stat().st_mode & 0o777 == 0o600
    assert manifest.counts["people_person"] == 2
    assert not manifest.keys_included
    assert about("office:backup").rows[0].facts == {"file": archive.sha256(file), "keys": False}

    refused = elsewhere.run("restore", str(file))
    assert (refused.returncode, "ops.backup-keys-missing" in refused.stderr) == (1, True)
    put_keys(elsewhere)
    done = elsewhere.run("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "2 people" in done.stdout
    assert "The timeline is whole" in done.stdout
    assert elsewhere.name_of(office.anna.key) == "Anna Lefèvre"
    assert (elsewhere.data / "public" / "fr" / "notices" / "1.html").read_text(encoding="utf-8") == "<p>six mesures</p>"

    told = elsewhere.tries_to_delete()
    # What is told while a backup is written is in it or not; the counts are those of what is in it.
    assert told.stdout.strip() == f"{manifest.counts['timeline_event'] + 2} timeline_event only grows"

    again = elsewhere.run("restore", str(file))
    assert (again.returncode, "ops.not-empty" in again.stderr) == (1, True)


OPENED_PAPER = """
import django, uuid, sys; django.setup()
from django.utils import timezone
from portlight.kernel.documents.queries import opened
from portlight.toolkit.actor import machine
for original in (False, True):
    content = opened(uuid.UUID(sys.argv[1]), by=machine("test"), why="test", at=timezone.now(), original=original)
    print(content.content.hex())
"""


def test_sealed_files_come_back_and_one_erased_meanwhile_breaks_nothing(
    office: Cast, elsewhere: Elsewhere, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path / "here"
    photo = files.picture()
    told: dict[str, Any] = {"slot": "photo", "by": office.anna.actor, "at": AT}
    kept = papers.take(photo, about="case:1", owner=office.anna.key, **told).key
    gone = papers.take(photo, about="case:2", owner=office.dora.key, **told).key
    dump = dumps.dump

    def erasing(target: Path) -> dict[str, int]:
        counts = dump(target)
        papers.drop(gone, about="case:2", by=office.chen.actor, at=AT)
        return counts

    monkeypatch.setattr(dumps, "dump", erasing)
    manifest = writing.backup(tmp_path / "office.tar", at=AT)
    assert sum(name.startswith("documents/") for name in manifest.files) == 4
    assert not any((settings.DATA / "documents").rglob(f"{gone}.*"))
    put_keys(elsewhere)
    done = elsewhere.run("restore", str(tmp_path / "office.tar"))
    assert done.returncode == 0, done.stderr
    for key in (kept, gone):
        clean, original = elsewhere._child("-c", OPENED_PAPER, str(key)).stdout.split()
        assert bytes.fromhex(original) == photo
        assert bytes.fromhex(clean)[:3] == b"\xff\xd8\xff"
    file = next((elsewhere.data / "documents").rglob("*.clean"))
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_folder_that_holds_papers_is_no_empty_place(office: Cast, elsewhere: Elsewhere, tmp_path: Path) -> None:
    writing.backup(tmp_path / "office.tar", at=AT)
    put_keys(elsewhere)
    (elsewhere.data / "documents" / "aa").mkdir(parents=True)
    refused = elsewhere.run("restore", str(tmp_path / "office.tar"))
    assert (refused.returncode, "ops.not-empty" in refused.stderr) == (1, True)


def test_keys_travel_only_when_asked_to(office: Cast, elsewhere: Elsewhere, tmp_path: Path) -> None:
    assert writing.backup(tmp_path / "with.tar", at=AT, with_keys=True).keys_included
    done = elsewhere.run("restore", str(tmp_path / "with.tar"))
    assert done.returncode == 0, done.stderr
    assert (elsewhere.data / "keys" / "ring.json").stat().st_mode & 0o777 == 0o600
    assert elsewhere.name_of(office.anna.key) == "Anna Lefèvre"


def test_strange_keys_are_refused(office: Cast, elsewhere: Elsewhere, tmp_path: Path) -> None:
    writing.backup(tmp_path / "office.tar", at=AT)
    type(settings.KEYS).at(elsewhere.data / "keys").make()
    refused = elsewhere.run("restore", str(tmp_path / "office.tar"))
    assert (refused.returncode, "ops.backup-keys-strange" in refused.stderr) == (1, True)
    assert "not those of this backup" in refused.stderr


def test_a_file_is_never_written_over(office: Cast, tmp_path: Path) -> None:
    writing.backup(tmp_path / "office.tar", at=AT)
    with pytest.raises(Refused, match="backup-exists"):
        writing.backup(tmp_path / "office.tar", at=AT)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_damaged_or_foreign_file_restores_nothing(office: Cast, elsewhere: Elsewhere, tmp_path: Path) -> None:
    file = tmp_path / "office.tar"
    writing.backup(file, at=AT)
    put_keys(elsewhere)
    file.write_bytes(file.read_bytes().replace(b"six mesures", b"six mensure", 1))
    refused = elsewhere.run("restore", str(file))
    assert (refused.returncode, "[ops.backup-changed]" in refused.stderr) == (1, True)
    assert not (elsewhere.data / "portlight.sqlite3").exists()
    assert not (elsewhere.data / "public").exists()
    assert list(elsewhere.data.glob(".restore-*")) == []


def _look_at(file: Path, into: Path) -> None:
    manifest = archive.read_manifest(file)
    reading._fits(manifest)
    archive.unpack(file, manifest, into)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda whole, folder: whole[: len(whole) // 2], "ops.backup-"),
        (lambda whole, folder: b"not a tar at all" * 100, "ops.backup-odd"),
        (lambda whole, folder: _changed(whole, folder, migrations={"people": ["9999_later"]}), "ops.backup-newer"),
        (lambda whole, folder: _changed(whole, folder, database="oracle"), "ops.backup-other-database"),
        (lambda whole, folder: _changed(whole, folder, files={"../../outside": "0"}), "ops.backup-changed"),
        (lambda whole, folder: _changed(whole, folder, format=2), "ops.backup-odd"),
    ],
)
def test_each_file_that_cannot_be_restored_is_refused_before_anything_is_written(
    office: Cast, tmp_path: Path, damage: Callable[[bytes, Path], bytes], code: str
) -> None:
    file, into = tmp_path / "office.tar", tmp_path / "into"
    writing.backup(file, at=AT)
    file.write_bytes(damage(file.read_bytes(), tmp_path))
    with pytest.raises(Refused, match=code):
        _look_at(file, into)
    assert not (tmp_path.parent / "outside").exists()


def _changed(whole: bytes, folder: Path, **change: Any) -> bytes:
    import dataclasses

    source, target = folder / "source.tar", folder / "target.tar"
    source.write_bytes(whole)
    manifest = archive.read_manifest(source)
    files = {}
    for name in manifest.files:
        with tarfile.open(source) as tar:
            content = tar.extractfile(name)
            assert content is not None
            files[name] = folder / name.replace("/", "-")
            files[name].write_bytes(content.read())
    archive.write(target, dataclasses.replace(manifest, **change), files)
    return target.read_bytes()
