"""What may be wrong with the words, found before a reader finds it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import polib
from django.utils import translation

from portlight.config.catalogues import LOCALE, TRANSLATED, entries, forms
from portlight.config.words_bare import bare_in
from portlight.config.words_extract import catalogues, sources
from portlight.faces.foreign import SHOWN
from portlight.toolkit.languages import LANGUAGES

# Complete or the build fails; the other catalogues of the desk have their share shown.
DESK_COMPLETE = frozenset({"zh-Hans"})
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|\{[a-z_0-9]*\}|</?[a-z]+[^>]*>")
# Beside Arabic letters 2026-01-31 is drawn as 31-01-2026, unless it stands isolated (Unicode TR 9, rules W2 and W4).
_TURNED = re.compile(r"(?<![\u2066\w{/–-])\d+(?:[-–/]\d+)+")
_SCRIPTS = {
    "Hans": ("CJK",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL",),
    "Cyrl": ("CYRILLIC",),
    "Arab": ("ARABIC",),
    "Latn": ("LATIN",),
}


def same_allowed() -> set[tuple[str, str]]:
    """`locale/same.txt`: lines `<language> <word>` that rightly equal their source; `*` for every language."""
    file = LOCALE / "same.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {(a, b) for a, _, b in (line.partition(" ") for line in lines if line and not line.startswith("#"))}


def must_be_complete(language: str, catalogue: str) -> bool:
    return not catalogue.endswith(".desk") or language in DESK_COMPLETE


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def problems() -> Iterator[str]:
    """Every problem as one line; nothing when all is well."""
    yield from stale()
    allowed = same_allowed()
    for language in TRANSLATED:
        said: dict[tuple[str, str], tuple[str, list[str]]] = {}
        for name, entry in entries(language):
            where = f"{language}/{name}: {entry.msgid[:60]!r}"
            yield from (f"{where}: {wrong}" for wrong in _of_entry(language, name, entry, allowed))
            first = said.setdefault((entry.msgctxt or "", entry.msgid), (name, texts(entry)))
            if all(first[1]) and all(texts(entry)) and first[1] != texts(entry):
                yield f"{where}: says something else than {language}/{first[0]}"
    yield from foreign()
    for file in sources():
        yield from bare_in(file)


def stale() -> Iterator[str]:
    """Catalogues that do not hold the words of the source as it is."""
    wanted = catalogues()
    for language in TRANSLATED:
        held: dict[str, set[tuple[str, str]]] = {}
        for name, entry in entries(language):
            held.setdefault(name, set()).add((entry.msgctxt or "", entry.msgid))
        for name in sorted({*wanted, *held}):
            if held.get(name, set()) != {word.key for word in wanted.get(name, [])}:
                yield f"{language}/{name}: not the words of the source (run `portlight words extract`)"


def missing(language: str) -> Iterator[tuple[str, polib.POEntry]]:
    for name, entry in entries(language):
        if entry.fuzzy or not all(texts(entry)):
            yield name, entry


def _of_entry(language: str, name: str, entry: polib.POEntry, allowed: set[tuple[str, str]]) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if not all(texts(entry)):
        if must_be_complete(language, name):
            yield "missing"
        return
    if entry.msgid_plural and len(texts(entry)) != forms(language):
        yield f"{len(texts(entry))} plural forms, the language has {forms(language)}"
    for text in texts(entry):
        if placeholders_differ(entry, text):
            yield f"placeholders differ: {text[:60]!r}"
        if text == entry.msgid and _letters(text) and not {(language, text), ("*", text)} & allowed:
            yield "equal to its source"
        if wrong_script(language, text, source=entry.msgid + entry.msgid_plural):
            yield f"not in the script of {language}: {text[:60]!r}"
        if LANGUAGES[language].rtl and (turned := _TURNED.search(text)):
            yield f"{turned[0]} is read from the wrong end: put U+2066 before and U+2069 after it"


def placeholders_differ(entry: polib.POEntry, text: str) -> bool:
    """A plural form may leave out the count (Arabic says "two" in the word); everything else must be there."""
    wanted, found = sorted(PLACEHOLDER.findall(entry.msgid)), sorted(PLACEHOLDER.findall(text))
    if not entry.msgid_plural:
        return wanted != found
    both = {*wanted, *PLACEHOLDER.findall(entry.msgid_plural)}
    return not set(found) <= both


def _letters(text: str) -> list[str]:
    return [char for char in PLACEHOLDER.sub("", text) if char.isalpha()]


def wrong_script(language: str, text: str, *, source: str) -> bool:
    """Too few letters in the language's own script; names and codes that stand in the source may stay as they are."""
    names = {name for name in re.findall(r"[A-Za-z]+", source) if not name.islower()}
    letters = _letters(re.sub(r"[A-Za-z]+", lambda word: "" if word[0] in names else word[0], text))
    letters = [char for char in letters if char not in "ªº"]
    if not letters:
        return False
    wanted = _SCRIPTS[LANGUAGES[language].script]
    own = sum(unicodedata.name(char, "").startswith(wanted) for char in letters)
    least = 1.0 if wanted == ("LATIN",) else 0.3
    return own < least * len(letters)


def foreign() -> Iterator[str]:
    """Words of Django and allauth that our pages show and that some language lacks."""
    for language in TRANSLATED:
        with translation.override(language.lower()):
            for msgid in SHOWN:
                if translation.gettext(msgid) == msgid:
                    yield f"{language}: Django or allauth lacks {msgid!r} (say it in faces/foreign.py)"
