"""Decision tables: the grammar, what it refuses, typed facts, and the checks against brute force."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portlight.toolkit import tables
from portlight.toolkit.tables import Malformed, WrongFacts
from portlight.toolkit.tables.cells import Unreadable, read

CODES = ("a", "b", "c")
DAYS = {"field": "days", "type": "number", "whole": True, "least": 0}
OUT = {"field": "out", "type": "code", "codes": ["exempt", "mitigated", "refer"]}
LAST = {"out": '"refer"'}


def told(*rows: dict[str, str], inputs: Any = (DAYS,), purpose: str = "leniency", **more: Any) -> dict[str, Any]:
    return {
        "name": "overdue", "purpose": purpose, "inputs": list(inputs), "outputs": [OUT], "refer": ["refer"],
        "rules": [*rows, LAST], **more,
    }  # fmt: skip


def table(*rows: dict[str, str], **more: Any) -> tables.Table:
    return tables.read(told(*rows, **more))


def found(of: tables.Table) -> list[tuple[str, int, int]]:
    return [(one.code, one.row, one.other) for one in tables.check(of)]


@pytest.mark.parametrize(
    ("cell", "meets", "fails"),
    [
        ("", [-5, 0, 3.5], []),
        ("30", [30, 30.0], [29, 31]),
        ("<= 30", [30, -1], [30.1]),
        ("<30", [29.9], [30]),
        ("> 0", [1], [0]),
        (">= -2.5", [-2.5], [-2.6]),
        ("[1..30]", [1, 30], [0.9, 31]),
        ("(1..30]", [1.1, 30], [1]),
        ("[1..30)", [1], [30]),
        ("(1..2)", [1.5], [1, 2]),
        ("1, 2, >= 90", [1, 2, 90], [3, 89]),
        ("not([1..30])", [0, 31], [1, 30]),
    ],
)
def test_cells_of_numbers(cell: str, meets: list[float], fails: list[float]) -> None:
    one = read(cell, "number")
    assert [value for value in meets + fails if one.holds(value)] == meets


def test_cells_of_days_codes_lists_and_yes_or_no() -> None:
    leap = read('>= date("2020-02-29")', "date")
    assert leap.holds(date(2020, 2, 29).toordinal())
    assert not leap.holds(date(2020, 2, 28).toordinal())
    assert [code for code in CODES if read('"a", "c"', "code", codes=CODES).holds(code)] == ["a", "c"]
    assert [code for code in CODES if read('not("a")', "code", codes=CODES).holds(code)] == ["b", "c"]
    assert [value for value in (True, False) if read("false", "boolean").holds(value)] == [False]
    any_of, none_of, all_of = (read(cell, "codes", codes=CODES) for cell in ('"a", "b"', 'not("a")', 'all("a", "b")'))
    assert [any_of.holds(frozenset("a")), any_of.holds(frozenset("c")), any_of.holds(frozenset())] == [
        True,
        False,
        False,
    ]
    assert [none_of.holds(frozenset("b")), none_of.holds(frozenset("ab"))] == [True, False]
    assert [all_of.holds(frozenset("abc")), all_of.holds(frozenset("a"))] == [True, False]


def test_null_is_asked_for_or_fails() -> None:
    asked = {"type_": "number", "optional": True}
    assert [read(cell, **asked).holds(None) for cell in ("", "null", "< 3", "not(< 3)", "not(null)", "< 3, null")] == [
        True, True, False, False, False, True,
    ]  # fmt: skip
    assert read("not(null)", **asked).holds(1)
    with pytest.raises(Unreadable):
        read("null", "number")


BAD_NUMBERS = (
    "<= 30 oops (", "<= ", "30 days", "[1..", "[30..1]", "(1..1)", "1 2", ">= a", "=> 3", "<= 30 and > 2", "1,", ",",
    "()", "not(", "not()", "!= 3", "1e9", "０", "٣", '<= date("2020-01-01")', '"a"', "true", "x <= 30", "<= 30; > 2",
    "030", "- 1",
)  # fmt: skip


@pytest.mark.parametrize("cell", BAD_NUMBERS)
def test_a_malformed_cell_raises_at_once_with_its_place(cell: str) -> None:
    """Another engine takes the first of these, and gives whom the row exempts a fine."""
    with pytest.raises(Malformed) as error:
        table({"days": "> 90", "out": '"mitigated"'}, {"days": cell, "out": '"exempt"'})
    assert (error.value.code, error.value.place, error.value.told) == ("bad-cell", "row 2, days", cell)


@pytest.mark.parametrize(
    ("type_", "cell"),
    [
        ("date", "2020-02-27"), ("date", 'date("2020-02-30")'), ("date", 'date("20-02-03")'), ("date", "<= 30"),
        ("code", "a"), ("code", '"d"'), ("code", '"a" "b"'), ("code", "'a'"), ("code", '"a'), ("code", 'not "a"'),
        ("code", "null"), ("code", 'not(not("a"))'), ("boolean", "yes"), ("boolean", '"true"'), ("boolean", "1"),
        ("codes", 'all("d")'), ("codes", 'none("a")'), ("codes", "null"), ("codes", 'not("a", all("b"))'),
    ],
)  # fmt: skip
def test_so_does_one_of_another_type(type_: str, cell: str) -> None:
    with pytest.raises(Unreadable):
        read(cell, type_, codes=CODES)


@pytest.mark.parametrize("cell", ["<= 30", "> 5, < 3", "[1..30]"])
def test_what_holds_in_a_decision_is_not_told_as_an_error_in_the_editor(cell: str) -> None:
    assert table({"days": cell, "out": '"exempt"'}).rows[0].cells[0].text == cell


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "missing"), ({"days": None}, "empty"), ({"days": "12"}, "wrong-type"), ({"days": True}, "wrong-type"),
        ({"days": 1.5}, "wrong-type"), ({"days": float("nan")}, "wrong-type"), ({"days": float("inf")}, "wrong-type"),
        ({"days": -1}, "outside"), ({"days": 3, "name": "X"}, "unknown"), ({"days": [1]}, "wrong-type"),
    ],
)  # fmt: skip
def test_what_is_missing_empty_or_of_another_type_never_falls_to_the_last_row(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(WrongFacts) as error:
        tables.decide(table({"days": "<= 30", "out": '"exempt"'}), facts)
    assert error.value.code == code


def test_days_and_codes_are_typed_as_well() -> None:
    inputs = ({"field": "on", "type": "date"}, {"field": "why", "type": "codes", "codes": list(CODES)})
    ready = tables.compiled(table({"on": '< date("2020-02-29")', "why": '"a"', "out": '"exempt"'}, inputs=inputs))
    assert ready.decide({"on": date(2020, 2, 28), "why": ["a"]}).row == 1
    assert ready.decide({"on": "2020-02-29", "why": ("a", "b")}).row == 2
    for wrong in ({"on": "2020-2-1", "why": []}, {"on": 3, "why": []}, {"on": "2020-02-29", "why": "a"},
                  {"on": "2020-02-29", "why": ["d"]}, {"on": "2020-02-29", "why": [1]}):  # fmt: skip
        with pytest.raises(WrongFacts):
            ready.decide(wrong)


def test_a_decision_says_of_every_row_and_cell_why_and_why_not() -> None:
    inputs = (DAYS, {"field": "hospital", "type": "boolean"})
    one = tables.decide(
        table({"days": "<= 3", "out": '"exempt"'}, {"hospital": "true", "out": '"mitigated"'}, inputs=inputs),
        {"days": 40, "hospital": True},
    )
    assert (one.output, one.row, one.refers) == ({"out": "mitigated"}, 2, False)
    assert [[(answer.asked, answer.cell, answer.holds) for answer in row] for row in one.trace] == [
        [("days", "<= 3", False), ("hospital", "", True)],
        [("days", "", True), ("hospital", "true", True)],
        [("days", "", True), ("hospital", "", True)],
    ]


def test_an_outcome_left_empty_is_an_error_and_in_the_last_row_stays_in_the_answer() -> None:
    fine = {"field": "cny", "type": "number", "proposal": True}
    asked = {"days": "> 90", "out": '"mitigated"'}
    with pytest.raises(Malformed, match="no-outcome"):
        tables.read({**told(asked), "outputs": [OUT, fine]})
    whole = tables.read({**told({**asked, "cny": "2500"}), "outputs": [OUT, fine]})
    assert tables.decide(whole, {"days": 91}).output == {"out": "mitigated", "cny": 2500}
    assert tables.decide(whole, {"days": 91}).proposal
    last = tables.decide(whole, {"days": 1})
    assert (last.output, last.refers, last.proposal) == ({"out": "refer", "cny": None}, True, False)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rules": [{"out": '"exempt"'}]}, "last-row-decides"),
        ({"rules": [{"days": "> 3", "out": '"refer"'}]}, "last-row-asks"),
        ({"refer": ["exempt"]}, "bad-refer"),
        ({"refer": []}, "bad-list"),
        ({"rules": []}, "bad-list"),
        ({"rules": [{"day": "3", "out": '"refer"'}]}, "unknown-column"),
        ({"rules": [{"days": 3, "out": '"refer"'}, LAST]}, "bad-cell"),
        ({"rules": [{"days": "3"}, LAST]}, "no-outcome"),
        ({"rules": [{"days": "3", "out": "exempt"}, LAST]}, "bad-outcome"),
        ({"rules": [{"days": "3", "out": '"exempt", "refer"'}, LAST]}, "bad-outcome"),
        ({"rules": [{"days": "3", "out": 'not("exempt")'}, LAST]}, "bad-outcome"),
        ({"rules": [7, LAST]}, "no-row"),
        ({"hitPolicy": "collect"}, "hit-policy"),
        ({"purpose": "punishing"}, "unknown-purpose"),
        ({"name": "Über"}, "bad-name"),
        ({"inputs": [DAYS, DAYS]}, "name-twice"),
        ({"inputs": [{"field": "days", "type": "text"}]}, "unknown-type"),
        ({"inputs": [{"field": "days", "type": "code"}]}, "bad-codes"),
        ({"inputs": [{"field": "days", "type": "code", "codes": ["a", "a"]}]}, "bad-codes"),
        ({"inputs": [{**DAYS, "least": 5, "most": 3}]}, "bad-limit"),
        ({"inputs": [{"field": "days", "type": "boolean", "least": 1}]}, "bad-limit"),
        ({"title": ["x"]}, "bad-text"),
    ],
)
def test_what_is_no_table_is_not_read(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Malformed) as error:
        tables.read({**told(), **change})
    assert error.value.code == code


def test_a_row_that_is_never_reached_is_found_also_behind_several() -> None:
    rows = [{"days": cell, "out": f'"{out}"'} for cell, out in
            (("<= 10", "exempt"), ("> 20", "mitigated"), ("[11..20]", "exempt"), ("[5..25]", "mitigated"))]  # fmt: skip
    assert found(table(*rows)) == [("unreachable", 4, 0)]


def test_whole_numbers_leave_no_gap_where_others_do() -> None:
    rows = ({"days": "[0..30]", "out": '"exempt"'}, {"days": ">= 31", "out": '"mitigated"'})
    assert found(table(*rows)) == []
    (gap,) = tables.check(table(*rows, inputs=({**DAYS, "whole": False},)))
    assert (gap.code, gap.weight, gap.example) == ("gap", "told", {"days": 30.5})


def test_an_overlap_is_told_with_facts_that_meet_both() -> None:
    overlap, gap = tables.check(table({"days": "<= 30", "out": '"exempt"'}, {"days": "[20..60]", "out": '"mitigated"'}))
    assert (overlap.code, overlap.row, overlap.other, overlap.weight) == ("overlap", 1, 2, "told")
    assert 20 <= overlap.example["days"] <= 30
    assert (gap.code, gap.example) == ("gap", {"days": 61})


@pytest.mark.parametrize(
    "name", ["nationality", "sex", "religion", "ethnicity", "health_code", "language", "birth_place", "place_of_birth",
             "country", "mother_tongue", "is_female"]
)  # fmt: skip
def test_who_somebody_is_decides_nothing_but_fees_treaties_and_visas(name: str) -> None:
    inputs = (DAYS, {"field": name, "type": "boolean"})
    assert found(table(inputs=inputs))[0][0] == "asks-who"
    for purpose in ("fees", "treaty-clocks", "visa-rules"):
        assert "asks-who" not in str(found(table(inputs=inputs, purpose=purpose)))


def test_it_is_seen_in_codes_and_titles_too_and_matching_may_ask_for_a_language() -> None:
    codes = ({"field": "paper", "type": "code", "codes": ["FRA", "DEU"]},)
    assert found(table(inputs=codes))[0][0] == "asks-who"
    assert found(table(inputs=({**DAYS, "name": "Health points"},)))[0][0] == "asks-who"
    helper = ({"field": "language", "type": "boolean"}, {"field": "helper_sex", "type": "boolean"})
    assert "asks-who" not in str(found(table(inputs=helper, purpose="matching")))


@pytest.mark.parametrize(
    "code", ["refused", "reject", "fine", "fine-2500", "report-to-police", "detention", "no-penalty"]
)
def test_what_refuses_or_punishes_is_a_proposal_or_not_published(code: str) -> None:
    out = {**OUT, "codes": ["refer", code]}
    assert found(tables.read({**told(), "outputs": [out]}))[0][0] == "no-proposal"
    assert "no-proposal" not in str(found(tables.read({**told(), "outputs": [{**out, "proposal": True}]})))


def test_a_table_that_cannot_be_checked_in_time_is_not_published() -> None:
    inputs = [{"field": f"i{n}", "type": "codes", "codes": [f"c{m}" for m in range(20)]} for n in range(6)]
    asks = '"c1", "c2", "c3", "c4", "c5", "c6", "c7"'
    whole = table({f"i{n}": asks for n in range(6)} | {"out": '"exempt"'}, inputs=inputs)
    assert found(whole) == [("too-complex", 0, 0)]


# Brute force over a small world: every value that three cells of such numbers can tell apart, every subset of codes.
NUMBERS = (-1, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)
CELLS = {
    "n": ["", "1", "<= 2", "< 2", "> 1", "[1..3]", "(1..3]", "[1..3)", "not(2)", "0, >= 3", "null", "not(null)"],
    "c": ["", '"a"', '"a", "b"', 'not("a")', 'not("a", "b", "c")'],
    "l": ["", '"a"', '"a", "b"', 'not("a")', 'all("a", "c")'],
    "b": ["", "true", "false"],
}
INPUTS = (
    {"field": "n", "type": "number", "optional": True}, {"field": "c", "type": "code", "codes": list(CODES)},
    {"field": "l", "type": "codes", "codes": list(CODES)}, {"field": "b", "type": "boolean"},
)  # fmt: skip
SUBSETS = [list(chosen) for size in range(4) for chosen in itertools.combinations(CODES, size)]
WORLD = [
    {"n": n, "c": c, "l": subset, "b": b}
    for n, c, subset, b in itertools.product((*NUMBERS, None), CODES, SUBSETS, (True, False))
]


@given(
    rows=some.lists(
        some.fixed_dictionaries(
            {**{name: some.sampled_from(cells) for name, cells in CELLS.items()},
             "out": some.sampled_from(['"exempt"', '"mitigated"'])}
        ), min_size=1, max_size=4,
    )
)  # fmt: skip
def test_the_checks_are_exact(rows: list[dict[str, str]]) -> None:
    whole = table(*rows, inputs=INPUTS)
    ready = tables.compiled(whole)
    traces = [[all(a.holds for a in row) for row in ready.decide(facts).trace] for facts in WORLD]
    deciding = [ready.decide(facts).row for facts in WORLD]
    assert deciding == [trace.index(True) + 1 for trace in traces]
    said = tables.check(whole)
    assert {one.row for one in said if one.code == "unreachable"} == {
        row for row in range(1, len(rows) + 1) if row not in deciding
    }
    assert any(one.code == "gap" for one in said) == (len(rows) + 1 in deciding)
    for one in said:
        if one.code == "gap":
            assert ready.decide(one.example).row == len(rows) + 1
        if one.code == "overlap":
            trace = ready.decide(one.example).trace
            assert all(answer.holds for number in (one.row, one.other) for answer in trace[number - 1])


def test_cases_beside_a_table_are_run_and_say_what_came_out() -> None:
    of = table({"days": "<= 30", "out": '"exempt"'})
    good, bad, wrong = tables.trials(
        of,
        [
            {"facts": {"days": 30}, "expect": {"out": "exempt"}},
            {"facts": {"days": 31}, "expect": {"out": "exempt"}, "title": "a day more"},
            {"facts": {"days": "x"}, "expect": {"out": "exempt"}},
        ],
    )
    assert [one.passed for one in (good, bad, wrong)] == [True, False, False]
    assert (bad.got, bad.row, bad.title, wrong.wrong) == ({"out": "refer"}, 2, "a day more", "wrong-type: days")
    for cases in ("x", [3], [{"facts": {}}]):
        with pytest.raises(Malformed):
            tables.trials(of, cases)
