from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.toolkit import text

FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("whole", "limit", "kept"),
    [
        ("short", 5, "short"),
        ("longer text", 7, "longer…"),
        (f"a{FAMILY}b", 2, "a…"),
        (f"{FAMILY}{FAMILY}", 2, FAMILY * 2),
        ("e\u0301te\u0301", 2, "e\u0301…"),
        ("نص", 0, ""),
    ],
)
def test_a_letter_is_never_cut_in_two(whole: str, limit: int, kept: str) -> None:
    assert text.cut(whole, graphemes=limit) == kept


def test_units_count_as_browsers_and_gateways_do() -> None:
    assert text.utf16_units("a😀") == 3
    assert text.cut("😀😀😀", units=5) == "😀😀…"
    with pytest.raises(ValueError, match="graphemes or units"):
        text.cut("x")


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_what_is_cut_always_fits_and_is_a_beginning(whole: str, limit: int) -> None:
    short = text.cut(whole, units=limit)
    assert text.utf16_units(short) <= limit
    assert short == whole or whole.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("message", "encoding", "units", "parts"),
    [
        ("", "gsm7", 0, 0),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("€" * 80, "gsm7", 160, 1),
        ("a" * 152 + "€" + "a" * 152, "gsm7", 306, 3),  # the pair of € does not fit the end of part 1
        ("好" * 70, "ucs2", 70, 1),
        ("好" * 71, "ucs2", 71, 2),
        ("😀" * 35, "ucs2", 70, 1),
        ("好" * 66 + "😀" + "好" * 66, "ucs2", 134, 3),  # nor the surrogates of 😀
        ("ç", "ucs2", 1, 1),  # the alphabet has Ç only
        ("[~]", "gsm7", 6, 1),
    ],
)
def test_short_messages_are_counted_as_operators_bill_them(message: str, encoding: str, units: int, parts: int) -> None:
    assert text.sms_parts(message) == text.SmsLength(encoding, units, parts)  # type: ignore[arg-type]


def test_only_the_default_alphabet_has_a_length_in_septets() -> None:
    assert text.gsm7_length("ÄÖÜ @£") == 6
    assert text.gsm7_length("Привет") is None


def test_numbers_and_names_stand_in_isolates() -> None:
    assert text.ltr("2020-02-17") == "\u20662020-02-17\u2069"
    assert text.isolate("鲍") == "\u2068鲍\u2069"


def test_characters_that_hide_are_named() -> None:
    assert text.control_characters("two\nlines · 两行") == []
    assert text.control_characters("a\x00\r\u202e\ufeff") == ["U+0000", "U+000D", "U+202E", "U+FEFF"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("اتصل على 021-5550 0160 الآن", "اتصل على \u2066021-5550 0160\u2069 الآن"),
        ("من 7 - 15 يوما", "من \u20667 - 15\u2069 يوما"),
        ("في 2020-02-17.", "في \u20662020-02-17\u2069."),
        ("50 شخصا و17 ألفا", "50 شخصا و17 ألفا"),
        ("انظر https://p.example/2020-02-17", "انظر https://p.example/2020-02-17"),
        ("هاتف \u2066021-5550 0160\u2069", "هاتف \u2066021-5550 0160\u2069"),
        ("Call 021-5550 0160 now", "Call 021-5550 0160 now"),
    ],
)
def test_numbers_of_an_arabic_text_keep_the_order_of_their_groups(said: str, kept: str) -> None:
    assert text.keep_numbers(said) == kept
