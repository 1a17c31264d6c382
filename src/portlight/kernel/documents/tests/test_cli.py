"""`portlight documents`, as somebody at a console meets it: in a folder that was just prepared."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from portlight.kernel.documents import queries
from portlight.kernel.documents.cli import documents
from portlight.kernel.documents.tests.facts import AT, BY, JPEG, PDF
from portlight.toolkit.refusals import Refused
from tests import files as made

pytestmark = pytest.mark.django_db


def take(folder: Path, content: bytes, *words: str) -> Result:
    file = folder / "photo of anna.exe"  # a name says nothing
    file.write_bytes(content)
    return CliRunner().invoke(documents, ["take", str(file), "--slot", "passport-page", *words])


def told(done: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_a_photo_is_taken_and_told_in_one_line(tmp_path: Path) -> None:
    done = take(tmp_path, JPEG, "--json")
    assert done.exit_code == 0
    assert done.output.count("\n") == 1
    found = told(done)
    stored = found["stored"]
    assert (found["taken"], found["reason"]) == (True, None)
    assert (stored["kind"], stored["pixels"], stored["state"]) == ("image/jpeg", [400, 300], "visible")
    clean = queries.opened(UUID(stored["key"]), by=BY, why="test", at=AT).content
    assert (stored["bytes"], stored["sha256"]) == (len(clean), hashlib.sha256(clean).hexdigest())
    assert told(take(tmp_path, JPEG, "--json")) == found, "twice is once"
    assert told(take(tmp_path, PDF, "--json"))["stored"]["pages"] == 2
    assert "Taken as image/jpeg" in take(tmp_path, JPEG).output


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "documents.empty"),
        (made.archive(), "documents.kind-unknown"),
        (made.locked_pdf(user="x"), "documents.encrypted"),
        (made.png_header(20_000, 20_000), "documents.too-many-pixels"),
        (JPEG[:700], "documents.broken"),
        (JPEG + b"\0" * 21 * 1024 * 1024, "documents.too-large"),
    ],
)
def test_a_refusal_is_a_line_too(tmp_path: Path, content: bytes, code: str) -> None:
    done = take(tmp_path, content, "--json")
    assert done.exit_code == 1
    assert told(done) == {"taken": False, "reason": code, "stored": None}
    with pytest.raises(Refused, match=code):
        raise take(tmp_path, content).exception or AssertionError


def test_an_unknown_slot_is_a_usage_error_that_names_them(tmp_path: Path) -> None:
    done = take(tmp_path, JPEG, "--slot", "cupboard", "--json")
    assert done.exit_code == 2
    assert all(slot in done.output for slot in ("passport-page", "photo", "supporting-paper", "visa-page"))
    assert CliRunner().invoke(documents, ["take", "/no/such/file", "--slot", "photo"]).exit_code == 2
