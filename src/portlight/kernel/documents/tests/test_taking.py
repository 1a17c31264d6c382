from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from portlight.kernel.documents import checks, commands, files, queries
from portlight.kernel.documents.commands import erasing, taking
from portlight.kernel.documents.models import Document
from portlight.kernel.documents.tests.facts import (
    ANNA,
    AT,
    BY,
    CASE,
    DORA,
    DRAFT,
    HOUR,
    JPEG,
    OTHER,
    PDF,
    names,
    refused,
    take,
)  # fmt: skip
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit.keys import Ring
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import seal
from tests import files as made

pytestmark = pytest.mark.django_db


def told(key: UUID) -> list[str]:
    return [event.kind for event in told_about(f"document:{key}").rows]


def opened(key: UUID, **given: Any) -> bytes:
    return queries.opened(key, by=BY, why="test", at=AT, **given).content


def test_a_photo_is_taken_shown_anew_and_kept_as_it_came() -> None:
    taken = take()
    assert (taken.state, taken.reason, taken.kind, taken.width, taken.height) == ("visible", "", "image/jpeg", 400, 300)
    clean = opened(taken.key)
    assert (len(clean), hashlib.sha256(clean).hexdigest()) == (taken.size, taken.sha256)
    assert opened(taken.key, original=True) == JPEG != clean
    (card,) = queries.of(CASE)
    assert (card.key, card.slot, card.place, card.state, card.original_there, card.erased) == (
        taken.key, "passport-page", 1, "visible", True, False,
    )  # fmt: skip
    assert told(taken.key) == ["documents.opened", "documents.opened", "documents.taken"]


def test_who_looked_and_why_stands_on_the_timeline() -> None:
    key = take(PDF).key
    queries.opened(key, by=BY, why="decide", at=AT)
    event = told_about(f"document:{key}").rows[0]
    assert (event.kind, event.by_key, event.facts) == ("documents.opened", "test", {"why": "decide"})


@pytest.mark.parametrize(
    ("content", "slot", "code"),
    [
        (b"", "passport-page", "documents.empty"),
        (made.archive(), "passport-page", "documents.kind-unknown"),
        (PDF, "photo", "documents.kind-elsewhere"),
        (made.locked_pdf(user="x"), "supporting-paper", "documents.encrypted"),
        (made.pdf(5), "passport-page", "documents.too-many-pages"),
        (JPEG[:900], "photo", "documents.broken"),
        (JPEG, "cupboard", "documents.slot-unknown"),
    ],
)
def test_what_is_refused_leaves_nothing(content: bytes, slot: str, code: str, folder: Path) -> None:
    refused(code, take, content, slot=slot)
    assert queries.of(CASE) == ()
    assert names(folder) == set()
    assert not Document.objects.exists()


def test_the_same_content_is_the_first_ones_key() -> None:
    first = take()
    assert take() == first
    assert take(about=OTHER).key == first.key, "one photo serves two cases of hers"
    assert [card.key for card in queries.of(OTHER)] == [first.key]
    assert len(queries.of(CASE)) == 1
    assert take(owner=DORA, about="case:3").key != first.key
    assert take(slot="photo").key != first.key
    assert take(owner=None, about=DRAFT).key != first.key


def test_a_resend_gets_the_same_answer_and_other_content_is_refused() -> None:
    request = uuid4()
    first = take(request_id=request)
    assert take(request_id=request) == first
    assert told(first.key) == ["documents.taken"]
    refused("timeline.resend-differs", take, PDF, request_id=request)
    assert len(queries.of(CASE)) == 1


def test_a_slot_holds_several_photos_in_their_order_and_no_more_than_it_says() -> None:
    keys = [take(made.picture(size=(100 + n, 90))).key for n in range(4)]
    assert [(card.key, card.place) for card in queries.of(CASE)] == [(key, n + 1) for n, key in enumerate(keys)]
    assert refused("documents.too-many-files", take).facts == {"most": 4}
    assert commands.drop(keys[1], about=CASE, by=BY, at=AT)
    assert take().state == "visible"
    assert [card.place for card in queries.of(CASE)] == [1, 3, 4, 5]


def test_a_process_that_ends_between_file_and_row_leaves_nothing_visible(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: Any, **given: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(taking, "put_to_use", killed)
    monkeypatch.setattr(taking.files, "remove", lambda *args: None)  # a process that is killed removes nothing
    with pytest.raises(KeyboardInterrupt):
        take()
    monkeypatch.undo()
    assert queries.of(CASE) == ()
    assert len(names(folder)) == 2
    assert not Document.objects.exists()
    assert commands.sweep(_now()) == 0, "another process may be about to write the row"
    assert commands.sweep(_now() + HOUR * 2) == 2
    assert names(folder) == set()


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def test_the_sweep_leaves_what_a_row_tells_of_and_takes_half_written_files(folder: Path) -> None:
    key = take().key
    place = files.place_of(key, "clean")
    place.with_name(f".{place.name}.17").write_bytes(b"half")
    place.with_name("notes.txt").write_bytes(b"a stranger")
    assert commands.sweep(_now() + HOUR * 2) == 2
    assert names(folder) == {f"{key}.clean", f"{key}.original"}


def test_a_full_disk_is_a_refusal_that_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused("documents.no-room", take)
    monkeypatch.undo()
    assert names(folder) == set()
    assert take().state == "visible"


def test_files_are_sealed_private_and_bound_to_their_place(folder: Path, settings: Any, tmp_path: Path) -> None:
    first, second = take().key, take(PDF).key
    for path in folder.rglob("*.*"):
        assert path.stat().st_mode & 0o777 == 0o600
        assert b"JFIF" not in path.read_bytes()
        assert b"%PDF" not in path.read_bytes()
    swapped = files.place_of(first, "clean")
    swapped.write_bytes(files.place_of(second, "clean").read_bytes())
    with pytest.raises(InvalidTag):
        opened(first)
    swapped.write_bytes(files.place_of(first, "original").read_bytes())
    with pytest.raises(InvalidTag):
        opened(first)
    swapped.write_bytes(b"\x01cut")
    with pytest.raises(InvalidTag):
        opened(first)
    settings.KEYS = Ring.at(tmp_path / "other")
    settings.KEYS.make()
    with pytest.raises(InvalidTag):
        opened(second)


def test_an_office_that_can_open_no_file_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.files_open(AT).state == "ok"
    monkeypatch.setattr(checks.apart, "_CHILD", ("-I", "-m", "portlight.no_such_module"))
    assert checks.files_open(AT).state == "fail"


def test_a_row_without_its_file_is_a_finding(folder: Path) -> None:
    key = take().key
    assert checks.files_there(AT).state == "ok"
    files.remove(key, "clean")
    found = checks.files_there(AT)
    assert (found.state, str(key) in found.said) == ("fail", True)


def test_an_erased_file_that_is_still_there_is_swept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "_off", lambda *args: None)  # the process ended before
    commands.drop(take().key, about=CASE, by=BY, at=AT)
    assert len(names(folder)) == 2
    assert commands.sweep(_now() + HOUR * 2) == 2


def test_a_paper_serves_again_for_its_owner_only() -> None:
    key = take().key
    again: dict[str, Any] = {"about": OTHER, "slot": "passport-page", "by": BY, "at": AT}
    refused("documents.unknown", commands.use, key, owner=DORA, **again)
    refused("documents.unknown", commands.use, key, **again)
    refused("documents.unknown", commands.use, uuid4(), owner=ANNA, **again)
    refused("documents.slot-unknown", commands.use, key, owner=ANNA, **{**again, "slot": "cupboard"})
    assert commands.use(key, owner=ANNA, **again) == key
    assert commands.use(key, owner=ANNA, **again) == key
    assert told(key) == ["documents.used", "documents.taken"]
    assert [card.key for card in queries.of(OTHER)] == [key]
    pdf = take(PDF).key
    refused("documents.kind-elsewhere", commands.use, pdf, owner=ANNA, **{**again, "slot": "photo"})


def test_the_paper_of_a_draft_becomes_its_owners_or_is_the_one_she_has() -> None:
    out: dict[str, Any] = {"about": OTHER, "slot": "passport-page", "owner": ANNA, "by": BY, "at": AT}
    loose = take(owner=None, about=DRAFT).key
    refused("documents.unknown", commands.use, loose, draft="draft:8", **out)
    assert commands.use(loose, draft=DRAFT, **out) == loose
    assert commands.use(loose, **out) == loose, "it is hers now"
    second = take(owner=None, about="draft:9").key
    assert commands.use(second, draft="draft:9", **out) == loose
    assert take().key == loose


def test_a_file_erased_while_keys_change_stays_erased(settings: Any, tmp_path: Path, folder: Path) -> None:
    settings.KEYS = Ring.at(tmp_path / "keys")
    settings.KEYS.make()
    take()
    settings.KEYS.add()
    walk = commands.reseal()
    next(walk)
    Document.objects.update(erased_at=AT, original_erased_at=AT)
    list(walk)
    assert len(names(folder)) == 1, "the one that was sealed anew before is left to the sweep"


def test_a_timeline_event_holds_no_name_and_no_content() -> None:
    key = take().key
    facts = told_about(f"document:{key}").rows[0].facts
    assert set(facts) == {"slot", "kind", "size", "for", "state"}


@how(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from([b"", b"\xff\xd8\xff", b"%PDF-1.4\n"]), body=st.binary(max_size=200))
def test_random_bytes_never_break_anything_and_are_never_kept(head: bytes, body: bytes, folder: Path) -> None:
    with pytest.raises(Refused, match=r"^documents\."):
        take(head + body)
    assert not folder.exists()


def test_a_value_is_no_file() -> None:
    key = take().key
    files.place_of(key, "clean").write_bytes(seal("text", column="people_person.name", seal=key))
    with pytest.raises(InvalidTag):
        opened(key)


def test_an_unknown_paper_is_refused() -> None:
    refused("documents.unknown", opened, uuid4())
    with pytest.raises(Refused):
        queries.reading(12)
