"""The interface words: complete, in the right script, with the same placeholders, and compiled."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.utils import translation

from portlight.config import catalogues, words_bare, words_check, words_extract


def entry(msgid: str, *forms: str, plural: str = "") -> polib.POEntry:
    if plural:
        return polib.POEntry(msgid=msgid, msgid_plural=plural, msgstr_plural=dict(enumerate(forms)))
    return polib.POEntry(msgid=msgid, msgstr=forms[0])


def of(language: str, made: polib.POEntry) -> list[str]:
    return list(words_check._of_entry(language, "faces", made, {("fr", "Code")}))


@pytest.mark.parametrize(
    ("language", "made", "wrong"),
    [
        ("fr", entry("Code", "Code"), []),
        ("de", entry("Today", "Today"), ["equal to its source"]),
        ("de", entry("Say {code}", "Sagen Sie {kode}"), ["placeholders differ"]),
        ("fr", entry("Call <b>us</b>", "Appelez-nous"), ["placeholders differ"]),
        ("ru", entry("Today", "Segodnya"), ["not in the script"]),
        ("ar", entry("Today", "اليوم"), []),
        ("ja", entry("Portlight", "Portlightの窓口"), []),
        ("ko", entry("Today", "今日"), ["not in the script"]),
        ("ar", entry("%(n)s day", "لا أيام", "يوم واحد", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم",
                     plural="%(n)s days"), []),
        ("ru", entry("%(n)s day", "%(n)s день", "%(n)s дня", plural="%(n)s days"), ["2 plural forms"]),
        ("es", entry("Today", ""), ["missing"]),
        ("ar", entry("As 2026-01-31", "مثل 2026-01-31"), ["2026-01-31 is read from the wrong end"]),
        ("ar", entry("As 2026-01-31", "مثل \u20662026-01-31\u2069"), []),
    ],
)  # fmt: skip
def test_it_finds_what_is_wrong(language: str, made: polib.POEntry, wrong: list[str]) -> None:
    found = of(language, made)
    assert len(found) == len(wrong)
    assert all(line.startswith(told) for line, told in zip(found, wrong, strict=True))


def test_the_desk_may_lag_behind_in_seven_languages_only() -> None:
    assert words_check.must_be_complete("ar", "faces")
    assert words_check.must_be_complete("zh-Hans", "faces.desk")
    assert not words_check.must_be_complete("ar", "faces.desk")


def test_it_finds_bare_text_and_bare_sentences(tmp_path: Path) -> None:
    page = tmp_path / "portlight" / "a.html"
    page.parent.mkdir()
    page.write_text('{% load i18n %}<p>{% translate "Said" %}</p><p title="Not said">Nor this <b lang="ar">ذاك</b></p>')
    assert [line.split(": ", 1)[1] for line in words_bare.bare_in(page)] == [
        "bare text 'Not said'", "bare text 'Nor this'",
    ]  # fmt: skip
    words = tmp_path / "portlight" / "words.py"
    words.write_text('S = {"a.b": "A bare sentence.", "a.c": gettext_noop("A marked one.")}')
    assert len(list(words_bare.bare_in(words))) == 1


def test_every_word_of_templates_and_python_is_found() -> None:
    found = words_extract.all_words()
    assert found[("", "What do you need?")].public
    assert not found[("", "Set up your authenticator app")].public
    assert found[("", "When did you move in?")].public  # on a form of the portal
    assert found[("", "the host")].public  # on a paper
    assert ("", "QR code of the key") in found  # inside a tag's argument


def test_compiled_words_are_spoken(tmp_path: Path) -> None:
    assert set(catalogues.compile_all(tmp_path)) == set(catalogues.TRANSLATED)
    assert catalogues.compile_all(tmp_path) == []
    assert (tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.mo").exists()


def test_the_words_are_well() -> None:
    assert list(words_check.problems()) == []


@pytest.mark.parametrize("language", list(catalogues.TRANSLATED))
def test_each_language_says_the_first_question(language: str) -> None:
    with translation.override(language.lower()):
        assert translation.gettext("What do you need?") != "What do you need?"
