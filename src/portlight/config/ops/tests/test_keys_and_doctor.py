from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.utils import timezone

from portlight.config.ops import cli, doctor, keys
from portlight.kernel.timeline.commands import record
from portlight.toolkit import nameplate
from portlight.toolkit.keys import Ring
from portlight.toolkit.refusals import Refused
from tests.cast import AT, BY, Cast

pytestmark = pytest.mark.django_db


def test_a_new_office_gets_keys_once(settings: Any, tmp_path: Path) -> None:
    settings.KEYS = Ring.at(tmp_path / "keys")
    with pytest.raises(Refused, match="keys-none-yet"):
        keys.check_ring(at=AT)
    keys.check_ring(at=AT, make=True)
    first = settings.KEYS.fingerprint
    keys.check_ring(at=AT, make=True)
    assert keys.ring_state() == keys.RingState(True, first, first)
    keys.check_ring(at=AT)


def test_a_database_without_its_keys_is_refused(settings: Any, tmp_path: Path) -> None:
    keys.check_ring(at=AT, make=True)
    settings.KEYS = Ring.at(tmp_path / "keys")
    for make in (False, True):
        with pytest.raises(Refused, match="keys-missing"):
            keys.check_ring(at=AT, make=make)
    assert not settings.KEYS.exists


def test_strange_keys_are_refused(settings: Any, tmp_path: Path) -> None:
    keys.check_ring(at=AT, make=True)
    settings.KEYS = Ring.at(tmp_path / "keys")
    settings.KEYS.make()
    with pytest.raises(Refused, match="keys-strange"):
        keys.check_ring(at=AT, make=True)


def test_people_sealed_with_unknown_keys_are_never_given_new_ones(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.KEYS = Ring.at(tmp_path / "keys")
    with pytest.raises(Refused, match="keys-missing"):
        keys.check_ring(at=AT, make=True)
    settings.KEYS.make()
    with pytest.raises(Refused, match="keys-strange"):
        keys.check_ring(at=AT, make=True)


def test_people_sealed_before_a_fingerprint_was_kept_prove_the_ring(cast: Cast) -> None:
    keys.check_ring(at=AT)
    keys.check_ring(at=AT, make=True)
    assert keys.ring_state().fits


def by_name() -> dict[str, doctor.Report]:
    return {report.name: report for report in doctor.examine(at=timezone.now())}


def test_a_healthy_office_is_told_so(cast: Cast) -> None:
    keys.check_ring(at=timezone.now(), make=True)
    found = by_name()
    for name in ("data folder", "clock", "database", "tables", "keys", "clocks", "reference data"):
        assert found[name].state == "ok", found[name]


def test_what_is_wrong_is_named_with_its_remedy(cast: Cast, settings: Any, tmp_path: Path) -> None:
    keys.check_ring(at=AT, make=True)
    record("test.early", about="x", by=BY, at=timezone.now() + timedelta(hours=1))
    settings.KEYS = Ring.at(tmp_path / "keys")
    settings.DATA = tmp_path / "file" / "below"
    (tmp_path / "file").write_text("in the way")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'work'")
        cursor.execute("DELETE FROM staff_post")
    found = by_name()
    assert found["data folder"].state == "fail"
    assert (found["keys"].state, "ring.json" in found["keys"].remedy) == ("fail", True)
    assert (found["tables"].state, found["tables"].remedy) == ("fail", "portlight prepare")
    assert found["clocks"].state == "warn"
    assert found["timeline tail"].state == "warn"


def test_keys_that_others_can_read_are_a_fault(settings: Any, tmp_path: Path) -> None:
    settings.KEYS = Ring.at(tmp_path / "keys")
    keys.check_ring(at=AT, make=True)
    settings.KEYS.file.chmod(0o644)
    found = by_name()["keys"]
    assert (found.state, found.remedy) == ("fail", f"chmod 600 {settings.KEYS.file}")


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken(at: object) -> nameplate.Finding:
        raise RuntimeError("no")

    nameplate.hang(nameplate.Nameplate(room="tests.ops", doctor=(nameplate.Check(name="broken", run=broken),)))
    try:
        assert by_name()["broken"].said == "This could not be looked at: RuntimeError: no"
    finally:
        nameplate.hang(nameplate.Nameplate(room="tests.ops"))


def test_the_doctor_speaks_to_people_and_machines() -> None:
    told = CliRunner().invoke(cli.doctor, ["--json"])
    reports = json.loads(told.output)
    assert {"name", "state", "said", "remedy"} == set(reports[0])
    assert told.exit_code == 1  # no district is loaded
    assert (
        "FAIL  reference data: No district is loaded.\n      → portlight prepare"
        in CliRunner().invoke(cli.doctor).output
    )
