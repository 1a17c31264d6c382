"""How texts are cut: every letter of the reader stays whole, nothing is lost, nothing is longer than a part."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from portlight.channels.sms import segments
from portlight.toolkit.text import sms_parts

FAMILY = "👨‍👩‍👧‍👦"
MIXED = st.lists(
    st.one_of(
        st.characters(),
        st.sampled_from(["é", "e\u0301", "€", "[", "😀", FAMILY, "中", "ن", "\u064b", "й", "и\u0306", "🇫🇷", "\r\n"]),
    ),
    max_size=400,
).map("".join)


def _parts(text: str) -> tuple[segments.Division, list[bytes]]:
    division = segments.divide(text)
    return division, [segments.encoded(text[a:b], division.coding) for a, b in division.spans]


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [
        ("", "gsm7", 1),
        ("a" * 160, "gsm7", 1),
        ("a" * 161, "gsm7", 2),
        ("a" * 306, "gsm7", 2),
        ("a" * 307, "gsm7", 3),
        ("€" * 80, "gsm7", 1),
        ("€" * 81, "gsm7", 2),
        ("字" * 70, "ucs2", 1),
        ("字" * 71, "ucs2", 2),
        ("字" * 134, "ucs2", 2),
        ("字" * 135, "ucs2", 3),
        ("😀" * 35, "ucs2", 1),
        ("😀" * 36, "ucs2", 2),
        ("Grüße", "gsm7", 1),
        ("Привет", "ucs2", 1),
    ],
)
def test_the_limits_are_those_of_the_standard(text: str, coding: str, parts: int) -> None:
    division = segments.divide(text)
    assert (division.coding, division.parts) == (coding, parts)


def test_an_escape_pair_is_never_split() -> None:
    division, parts = _parts("a" * 152 + "€" + "b" * 100)
    assert division.spans[0] == (0, 152)
    assert [len(part) for part in parts] == [152, 102]
    assert parts[1].startswith(b"\x1b\x65")


def test_a_surrogate_pair_and_a_family_are_never_split() -> None:
    text = "字" * 66 + "😀" + "字" * 10 + FAMILY * 20
    division, parts = _parts(text)
    assert "".join(part.decode("utf-16-be") for part in parts) == text
    letters = {match.end() for match in regex.finditer(r"\X", text)}
    assert all(end in letters for _, end in division.spans)


def test_twelve_thousand_bytes_of_chinese_arrive_whole() -> None:
    text = "".join(chr(0x4E00 + number % 20_000) for number in range(4_000))
    assert len(text.encode()) == 12_000
    division, parts = _parts(text)
    assert division.parts == 60
    assert b"".join(parts).decode("utf-16-be") == text
    assert all(len(part) <= 134 for part in parts)


def test_a_letter_longer_than_a_part_is_cut_between_its_characters() -> None:
    text = "a" + "\u0301" * 200 + "字" * 10
    division, parts = _parts(text)
    assert b"".join(parts).decode("utf-16-be") == text
    assert all(len(part) <= 134 for part in parts)
    assert division.parts == 4


def test_what_no_handset_can_join_is_refused() -> None:
    segments.divide("字" * (67 * 255))
    with pytest.raises(segments.TooLong):
        segments.divide("字" * (67 * 255 + 1))


@given(MIXED)
@settings(max_examples=300, deadline=None)
def test_any_text_comes_back_whole_and_no_letter_is_cut(text: str) -> None:
    text = text.encode("utf-16-be", "ignore").decode("utf-16-be")  # lone surrogates are no text
    division, parts = _parts(text)
    room = {"gsm7": (160, 153), "ucs2": (140, 134)}[division.coding][division.parts > 1]
    assert all(len(part) <= room for part in parts)
    assert "".join(text[a:b] for a, b in division.spans) == text
    if division.coding == "ucs2":
        assert b"".join(parts).decode("utf-16-be") == text
        assert all(part.decode("utf-16-be") is not None for part in parts)
    else:
        assert not any(part.endswith(b"\x1b") for part in parts)
    letters = {match.end() for match in regex.finditer(r"\X", text)} | {0}
    size = 2 * 67 if division.coding == "ucs2" else 153
    short = all(len(segments.encoded(letter, division.coding)) <= size for letter in regex.findall(r"\X", text))
    assert not short or all(end in letters for _, end in division.spans)


@given(st.text(st.sampled_from(segments.DEFAULT.replace("\x1b", "") + "^{}[]~\\|€"), max_size=500))
@settings(max_examples=200, deadline=None)
def test_it_agrees_with_the_editors_counter_about_the_alphabet(text: str) -> None:
    division, told = segments.divide(text), sms_parts(text)
    assert (division.coding, division.units) == (told.encoding, told.units)
    assert division.parts >= max(told.parts, 1)


def test_the_header_tells_one_message_from_another() -> None:
    assert segments.header(0x1FF, 3, 2) == bytes((5, 0, 3, 0xFF, 3, 2))


def test_the_mainland_bills_seventy_characters_whatever_the_alphabet() -> None:
    assert [segments.billed_mainland("a" * n) for n in (1, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]
    assert segments.billed_abroad("a" * 71) == 1
