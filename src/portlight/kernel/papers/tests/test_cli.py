"""`portlight papers` and `portlight verify`, as somebody at a console meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from portlight.kernel.papers import commands, keyring, queries, typesetting
from portlight.kernel.papers.cli import papers, verify
from portlight.kernel.papers.models import IssuedPaper
from portlight.kernel.papers.tests.make import BY, issue
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

pytestmark = pytest.mark.django_db
printing = pytest.mark.skipif(any(typesetting.missing(code) for code in CODES), reason=typesetting.INSTALL)


def stamp_of(number: str) -> str:
    return queries.open_paper(IssuedPaper.objects.get(number=number)).stamp


def run(group: Any, *words: str) -> Result:
    return CliRunner().invoke(group, words)


def told(*words: str) -> tuple[int, dict[str, Any]]:
    done = run(verify, *words, "--json")
    return done.exit_code, json.loads(done.stdout)


@pytest.fixture
def real(settings: Any) -> str:
    """A paper of an office with a key and a seal of its own, valid without an end."""
    settings.SEAL = "service"
    now = timezone.now()
    commands.make_key(by=BY, at=now)
    return issue(valid_from=now, valid_until=None, at=now).number


def test_a_good_stamp_is_zero_and_anything_else_is_one(real: str) -> None:
    stamp = stamp_of(real)
    code, found = told(stamp)
    assert (code, found["good"], found["state"], found["claims"]["Number"]) == (0, True, "good", real)
    changed = stamp[:-1] + ("0" if stamp[-1] != "0" else "1")
    code, found = told(changed)
    assert (code, found["good"], found["claims"]) == (1, False, {})
    assert run(verify, changed).exit_code == 1
    assert run(verify, stamp).output.startswith("This paper is genuine")


def test_a_specimen_counts_only_when_asked_to() -> None:
    stamp = stamp_of(issue(valid_until=None).number)
    assert told(stamp)[0] == 1
    assert told(stamp, "--allow-specimen")[0] == 0
    assert "SPECIMEN 样本" in run(verify, stamp).output


def test_number_and_code_are_checked_as_well(real: str) -> None:
    code = queries.open_paper(IssuedPaper.objects.get(number=real)).code
    assert told(f"{real} {code}")[0] == 0
    assert told(f"{real} K7F3-9QXM")[1]["state"] == "not-known"


def test_with_a_list_of_keys_no_database_is_asked(real: str, tmp_path: Path) -> None:
    keys, withdrawn = tmp_path / "keys.json", tmp_path / "revoked.json"
    keys.write_text(run(papers, "keys", "list", "--json").output, encoding="utf-8")
    stamp = stamp_of(real)
    commands.revoke(real, ground="issued in error", by=BY, at=timezone.now())
    withdrawn.write_text(queries.withdrawn_list(at=timezone.now()), encoding="utf-8")
    environment = {"PORTLIGHT_MODE": "test", "PORTLIGHT_DATA": str(tmp_path / "empty"), "PATH": "/usr/bin:/bin"}

    def elsewhere(*more: str) -> tuple[int, dict[str, Any]]:
        command = [sys.executable, "-m", "portlight", "verify", stamp, "--keys", str(keys), "--json", *more]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout)

    assert elsewhere()[0] == 0
    assert (elsewhere("--revoked", str(withdrawn))[0], elsewhere("--revoked", str(withdrawn))[1]["state"]) == (
        1,
        "revoked",
    )
    assert told(stamp)[1]["state"] == "revoked"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys": [{}]}', '{"keys": 1}'])
def test_a_list_that_is_none_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content, encoding="utf-8")
    done = run(verify, "PL1:ABC", "--keys", str(file))
    assert isinstance(done.exception, Refused)


def test_a_list_of_withdrawn_papers_that_a_stranger_signed_is_refused(real: str, tmp_path: Path) -> None:
    keys, withdrawn = tmp_path / "keys.json", tmp_path / "revoked.json"
    keys.write_text(run(papers, "keys", "list", "--json").output, encoding="utf-8")
    good = json.loads(queries.withdrawn_list(at=timezone.now()))
    withdrawn.write_text(json.dumps(good | {"payload": good["payload"][:-2] + "AA"}), encoding="utf-8")
    done = run(verify, stamp_of(real), "--keys", str(keys), "--revoked", str(withdrawn))
    assert isinstance(done.exception, Refused)
    assert done.exception.code == "papers.file-odd"


def test_what_is_neither_file_nor_stamp_is_refused() -> None:
    assert isinstance(run(verify, "/nowhere/paper.pdf").exception, Refused)


@printing
def test_a_specimen_is_printed_and_checked(tmp_path: Path) -> None:
    out = tmp_path / "ar.pdf"
    assert run(papers, "specimen", "--language", "ar", str(out)).exit_code == 0
    code, found = told(str(out), "--allow-specimen")
    assert (code, found["seal"], found["specimen"]) == (0, "good", True)
    assert told(str(out))[0] == 1
    changed = bytearray(out.read_bytes())
    changed[len(changed) // 3] ^= 1
    out.write_bytes(changed)
    done = run(verify, str(out), "--allow-specimen")
    assert done.exit_code == 1
    assert "Seal: changed" in done.output or isinstance(done.exception, Refused)
    assert not IssuedPaper.objects.exists()


def test_keys_are_made_listed_and_retired(settings: Any) -> None:
    kid = run(papers, "keys", "new").output.strip()
    assert kid in run(papers, "keys", "list").output
    assert run(papers, "keys", "retire", kid).exit_code == 0
    assert "retired" in run(papers, "keys", "list").output
    assert run(papers, "keys", "retire", kid, "--secret-is-out").exit_code == 0
    assert "revoked" in run(papers, "keys", "list").output
    assert keyring.place().stat().st_mode & 0o077 == 0
    assert "secret" not in run(papers, "keys", "list", "--json").output


def test_a_paper_is_withdrawn_and_its_seal_asked_for_at_the_console(real: str) -> None:
    assert run(papers, "seal", real).exit_code == 0
    assert run(papers, "revoke", real, "--ground", "issued in error").exit_code == 0
    card = queries.card(real)
    assert card is not None
    assert card.ground == "issued in error"
    assert isinstance(run(papers, "seal", "L-2026-0000000-0").exception, Refused)
