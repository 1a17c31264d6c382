"""Calendar entries, by RFC 5545: folding by octets, escaping, one uid with a rising sequence, cancelling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.toolkit.ical import Entry, calendar, escaped, folded

SHANGHAI = ZoneInfo("Asia/Shanghai")
ENTRY = Entry(
    uid="A-2026-0000001-4@office.example", sequence=2, stamped_at=datetime(2026, 11, 25, tzinfo=UTC),
    starts_at=datetime(2026, 11, 26, 9, tzinfo=SHANGHAI), ends_at=datetime(2026, 11, 26, 9, 30, tzinfo=SHANGHAI),
    summary="Permit; first floor, counter 4", location="民生路 1500 号", language="zh-Hans",
    alarm=timedelta(hours=24),
)  # fmt: skip


def unfolded(file: bytes) -> list[str]:
    assert file.endswith(b"\r\n")
    return file.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def read(file: bytes) -> dict[str, str]:
    """Name → value of the event's own lines."""
    lines = unfolded(file)
    event = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    own = event[: event.index("BEGIN:VALARM")] if "BEGIN:VALARM" in event else event
    return {name.split(";")[0]: value for name, _, value in (line.partition(":") for line in own)}


def test_an_entry_is_what_it_says_in_utc() -> None:
    told = read(calendar(ENTRY))
    assert told == {
        "UID": "A-2026-0000001-4@office.example", "SEQUENCE": "2", "DTSTAMP": "20261125T000000Z",
        "DTSTART": "20261126T010000Z", "DTEND": "20261126T013000Z", "STATUS": "CONFIRMED", "TRANSP": "OPAQUE",
        "SUMMARY": "Permit\\; first floor\\, counter 4", "LOCATION": "民生路 1500 号",
    }  # fmt: skip
    lines = unfolded(calendar(ENTRY))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert "METHOD:PUBLISH" in lines
    assert "TRIGGER:-PT1440M" in lines
    assert "SUMMARY;LANGUAGE=zh-Hans:Permit\\; first floor\\, counter 4" in lines


def test_a_cancelled_entry_takes_the_same_one_out_and_reminds_of_nothing() -> None:
    file = calendar(replace(ENTRY, cancelled=True, sequence=3))
    told = read(file)
    assert (told["UID"], told["SEQUENCE"], told["STATUS"]) == (ENTRY.uid, "3", "CANCELLED")
    assert "METHOD:CANCEL" in unfolded(file)
    assert b"VALARM" not in file


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a\\b;c,d:e", "a\\\\b\\;c\\,d:e"), ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("bell\x07 and\tnull\x00", "bell and\tnull"), ('"said"', '"said"'),
    ],
)  # fmt: skip
def test_escaping(text: str, value: str) -> None:
    assert escaped(text) == value


def test_a_text_cannot_begin_a_line_of_its_own() -> None:
    lines = unfolded(calendar(replace(ENTRY, summary="x\r\nSTATUS:CANCELLED\nEND:VEVENT")))
    assert lines.count("END:VEVENT") == 1
    assert "STATUS:CANCELLED" not in lines
    for wrong in ({"uid": "a\nb"}, {"uid": ""}, {"url": "https://x.example/\r\nSTATUS:CANCELLED"}):
        with pytest.raises(ValueError, match="cannot stand"):
            calendar(replace(ENTRY, **wrong))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="zone"):
        calendar(replace(ENTRY, starts_at=datetime(2026, 11, 26, 9)))  # noqa: DTZ001


@given(st.text(max_size=200))
def test_folding_keeps_every_letter_whole_and_every_line_short(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    if any(0xD800 <= ord(one) <= 0xDFFF for one in line):
        return
    file = folded(line)
    assert all(len(part) <= 75 for part in file.removesuffix(b"\r\n").split(b"\r\n"))
    for part in file.split(b"\r\n"):
        part.decode()
    assert file.replace(b"\r\n ", b"").decode() == line + "\r\n"
