"""The two tables that ship with the room."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from portlight.capabilities.lodging import queries, reference
from portlight.capabilities.lodging.rules.values import STAYS
from portlight.capabilities.lodging.rules.verdicts import asked
from portlight.capabilities.lodging.tests.given import AT, DECLARED, declare, put_in_places, with_
from portlight.kernel.policies import commands as policies
from portlight.kernel.policies import queries as tables_asked
from portlight.toolkit import tables
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from tests.cast import Cast

SEEN_FIRST = frozenset({"paper-expired", "stay-over", "leaving-past", "photo-doubtful", "rare-paper"})
TELLING = frozenset({"paper_number", "birth_date", "nationality"})
HOLDERS_FIELDS = ("surname", "given_names", "sex", *sorted(TELLING))


def as_it_was_in_code(
    flags: Collection[str], missing: Sequence[str], *, differs: Sequence[str], typed_beside_table: bool
) -> str:
    if SEEN_FIRST.intersection(flags) or TELLING.intersection(differs) or typed_beside_table:
        return "refer"
    return "register-first" if missing else "register"


def shipped(name: str) -> dict[str, Any]:
    (file,) = (one for one in reference.TABLES if one.name.startswith(name))
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


CHECK = tables.compiled(tables.read(shipped("lodging_check")))


@given(
    flags=some.sets(
        some.sampled_from(
            [*sorted(SEEN_FIRST), "late", "like", "address-typed", "differs-from-photo", "differs-from-another"]
        )
    ),
    missing=some.lists(some.sampled_from(["stay_kind", "stay_until", "entered_on", "leaving_on"]), unique=True),
    differs=some.lists(some.sampled_from(HOLDERS_FIELDS), unique=True),
    beside=some.booleans(),
)
def test_the_table_says_what_the_code_said(
    flags: set[str], missing: list[str], differs: list[str], beside: bool
) -> None:
    facts = asked(flags, missing, differs=differs, typed_beside_table=beside)
    said = as_it_was_in_code(flags, missing, differs=differs, typed_beside_table=beside)
    assert CHECK.decide(facts).output == {"verdict": said}


def test_who_is_seen_first_by_an_officer_and_who_is_not() -> None:
    def said(flags: tuple[str, ...], missing: tuple[str, ...] = (), **more: Any) -> Any:
        facts = asked(flags, missing, **{"differs": (), "typed_beside_table": False, **more})
        return CHECK.decide(facts).output["verdict"]

    assert said(()) == said(("late",)) == said(("like", "address-typed", "differs-from-another")) == "register"
    assert said(("late",), ("leaving_on",)) == "register-first"
    assert said(("paper-expired",)) == said(("stay-over",), ("leaving_on",)) == "refer"
    assert said(("differs-from-photo",), differs=("surname",)) == "register"
    assert said(("differs-from-photo",), differs=("paper_number",)) == "refer"
    assert said(("address-typed",), typed_beside_table=True) == "refer"


def test_no_shipped_table_can_refuse_anybody() -> None:
    for name in ("lodging_check", "lodging_again"):
        (output,) = tables.read(shipped(name)).outputs
        assert set(output.codes) <= {"register", "register-first", "refer", "again", "exempt"}


@pytest.mark.django_db
def test_a_declaration_names_the_version_by_which_it_was_decided(cast: Cast) -> None:
    put_in_places()
    done = declare(with_(DECLARED, lodging={"moved_in_at": AT - timedelta(hours=72)}), cast.anna)
    (made,) = tables_asked.trace_of(f"case:{done.case}")
    assert (made.table, made.version, made.decision.output) == ("lodging_check", 1, {"verdict": "register"})
    assert all(answer.holds for answer in made.decision.trace[made.decision.row - 1])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("event", "stay", "said"),
    [
        ("new-address", "visa", "again"),
        ("new-address", "permanent", "again"),
        ("new-passport", "residence-permit", "again"),
        ("re-entry", "visa", "again"),
        ("re-entry", "residence-permit", "refer"),  # the city's own rule, unsettled
        ("permit-renewal", "residence-permit", "again"),
        ("new-address", "diplomatic", "exempt"),
        ("other", "visa", "refer"),
    ],
)
def test_which_events_need_a_new_registration(event: Any, stay: str, said: str) -> None:
    policies.load_tables(by=machine("tests"), at=timezone.now())
    card = queries.again_card(at=timezone.now(), event=event, stay=stay)
    assert card.answer is not None
    assert card.answer.again == said


@pytest.mark.django_db
def test_a_stay_nobody_knows_is_an_error_and_no_answer() -> None:
    policies.load_tables(by=machine("tests"), at=timezone.now())
    with pytest.raises(Refused, match=r"policies\.wrong-facts"):
        queries.again_card(at=timezone.now(), event="re-entry", stay="on-a-boat")


def test_the_table_knows_every_stay_a_declaration_knows() -> None:
    (stay,) = (one for one in tables.read(shipped("lodging_again")).inputs if one.name == "stay")
    assert set(stay.codes) == set(STAYS)
