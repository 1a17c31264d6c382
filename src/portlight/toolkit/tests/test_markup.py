from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.toolkit.markup import to_html, to_plain

NOTICE = """# What you can do

You may **stay** until the date
on your slip.

* Call [the hotline](tel:+862155550160)
* Read <https://gate.example/measures>
  1. first
  2. second"""


def test_the_few_marks_become_html_below_the_page_s_heading() -> None:
    made = to_html(NOTICE)
    for part in (
        "<h2>What you can do</h2>",
        "<strong>stay</strong> until the date<br>",
        '<a href="tel:+862155550160" rel="noopener noreferrer">the hotline</a>',
        "<ol>\n<li>first</li>",
    ):
        assert part in made


def test_plain_lines_say_the_same() -> None:
    assert to_plain(NOTICE) == (
        "What you can do\n\nYou may stay until the date\non your slip.\n\n"
        "• Call the hotline (+862155550160)\n• Read https://gate.example/measures\n  1. first\n  2. second"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="https://x.example" onclick="x">x</a>',
        "![x](https://x.example/pixel.png)",
    ],
)
def test_nothing_active_gets_through(text: str) -> None:
    made = to_html(text)
    for part in ("<script", "<img", 'href="javascript', 'href="data', '<a href="https://x.example" onclick'):
        assert part not in made


@given(st.text(max_size=200))
def test_any_text_is_rendered_both_ways(text: str) -> None:
    assert "<script" not in to_html(text)
    assert to_plain(text) == to_plain(text).strip()


def test_a_telephone_in_plain_arabic_keeps_its_order_and_a_link_its_address() -> None:
    said = to_plain("اتصل على 021-5550 0160 أو [هنا](https://p.example/2020-02-17)")
    assert "\u2066021-5550 0160\u2069" in said
    assert "(https://p.example/2020-02-17)" in said


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("اتصل على 021-5550 0160.", '<bdi dir="ltr" class="code-like">021-5550 0160</bdi>'),
        ("+86 21 5550 0160", '<bdi dir="ltr" class="code-like">+86 21 5550 0160</bdi>'),
        ("2020-02-17", '<bdi dir="ltr" class="code-like">2020-02-17</bdi>'),
        ("60 people", "<p>60 people</p>"),
        ("N-2026-001", "<p>N-2026-001</p>"),
        ("[call](tel:+86-21-5550-0160)", 'href="tel:+86-21-5550-0160"'),
    ],
)
def test_numbers_of_several_groups_stay_in_order_from_the_right(text: str, kept: str) -> None:
    assert kept in to_html(text)
