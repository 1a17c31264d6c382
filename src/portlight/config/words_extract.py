"""Finds every interface word in templates and Python, in pure Python: Django's templatize, then Babel's extractor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from portlight.config.catalogues import LOCALE, TRANSLATED, forms, header, read

PACKAGE = LOCALE.parent
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_NOT_OURS = {"tests", "migrations", "locale", "__pycache__"}


@dataclass
class Word:
    msgid: str
    plural: str = ""
    context: str = ""
    public: bool = False
    rooms: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        return (self.context, self.msgid)


def room_of(file: Path) -> str:
    """`capabilities/notices/desk.py` → notices, `faces/portal/home.py` → faces, `delivery/…` → delivery."""
    parts = file.relative_to(PACKAGE).parts
    return parts[1] if parts[0] in {"capabilities", "channels", "kernel", "journeys"} else parts[0]


def is_public(file: Path) -> bool:
    """Whether people outside, or messages to them, can meet the words of this file."""
    parts = file.relative_to(PACKAGE).parts
    if "desk" in parts or file.name in {"desk.py", "api.py"} or file.name.startswith("desk_"):
        return False
    if parts[0] in {"capabilities", "channels", "delivery", "faces", "journeys", "kernel"}:
        return True
    return file.suffix != ".py" or "words" in {file.stem, file.parent.name}


def sources() -> Iterator[Path]:
    for file in sorted(PACKAGE.rglob("*")):
        spoken = file.suffix == ".py" or (file.suffix in {".html", ".txt", ".xml"} and "templates" in file.parts)
        if spoken and not _NOT_OURS & set(file.relative_to(PACKAGE).parts):
            yield file


def words_in(file: Path) -> Iterator[Word]:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        if "{%" not in text and "_(" not in text:
            return
        # Babel's tokenizer takes leading blanks for indentation.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(file)).split("\n"))
    found = extract_python(BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"})
    for _, function, messages, _ in found:
        given: Any = messages if isinstance(messages, tuple) else (messages,)
        strings = [each for each in given if isinstance(each, str)]
        word = _word(str(function), strings)
        if word:
            word.public, word.rooms = is_public(file), {room_of(file)}
            yield word


def _word(function: str, strings: list[str]) -> Word | None:
    wanted = {"n": 2, "p": 2}.get(function[:1], 1) + (function.startswith("np"))
    if len(strings) < wanted or not strings[-1]:
        return None
    context = strings.pop(0) if "pgettext" in function else ""
    return Word(strings[0], strings[1] if function.startswith("n") else "", context)


def all_words() -> dict[tuple[str, str], Word]:
    """Every word once; public as soon as one of its places is."""
    found: dict[tuple[str, str], Word] = {}
    for file in sources():
        for word in words_in(file):
            known = found.setdefault(word.key, word)
            known.public = known.public or word.public
            known.plural = known.plural or word.plural
            known.rooms |= word.rooms
    return found


def catalogues() -> dict[str, list[Word]]:
    """Catalogue name → its words. A word of several rooms stands in each, so that each room stays whole."""
    made: dict[str, list[Word]] = {}
    for word in all_words().values():
        for room in word.rooms:
            made.setdefault(room if word.public else f"{room}.desk", []).append(word)
    return {name: sorted(made[name], key=lambda word: (word.msgid, word.context)) for name in sorted(made)}


def extract() -> list[str]:
    """Brings every catalogue up to date, keeping translations; says which files changed."""
    wanted, changed = catalogues(), []
    for language in TRANSLATED:
        folder = LOCALE / language
        folder.mkdir(parents=True, exist_ok=True)
        kept = _kept(language)
        for name, words in wanted.items():
            if _write(folder / f"{name}.po", language, words, kept):
                changed.append(f"{language}/{name}.po")
        for file in folder.glob("*.po"):
            if file.stem not in wanted:
                file.unlink()
                changed.append(f"{language}/{file.name} (removed)")
    return changed


def _kept(language: str) -> dict[tuple[str, str], polib.POEntry]:
    """What is translated already, whichever room it stands in."""
    kept: dict[tuple[str, str], polib.POEntry] = {}
    for file in (LOCALE / language).glob("*.po"):
        for entry in read(file):
            if entry.translated():
                kept[(entry.msgctxt or "", entry.msgid)] = entry
    return kept


def _write(file: Path, language: str, words: list[Word], kept: dict[tuple[str, str], polib.POEntry]) -> bool:
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    made = polib.POFile(wrapwidth=0)
    made.metadata = {**header(language), **({"X-State": read(file).metadata["X-State"]} if old else {})}
    for word in words:
        entry = polib.POEntry(msgid=word.msgid, msgctxt=word.context or None)
        known = kept.get(word.key)
        if word.plural:
            entry.msgid_plural = word.plural
            entry.msgstr_plural = dict.fromkeys(range(forms(language)), "")
            if known and known.msgid_plural == word.plural:
                entry.msgstr_plural = known.msgstr_plural
        elif known and not known.msgid_plural:
            entry.msgstr = known.msgstr
        made.append(entry)
    new = str(made) + "\n"
    if new.strip() == old.strip():
        return False
    file.write_text(new, encoding="utf-8")
    return True


def take(given: dict[str, dict[str, str | list[str]]]) -> int:
    """Fills in translations: language → msgid (`context\\4msgid`) → text, or the list of its plural forms."""
    filled = 0
    for language, texts in given.items():
        for file in sorted((LOCALE / language).glob("*.po")):
            catalogue, before = read(file), filled
            for entry in catalogue:
                text = texts.get(f"{entry.msgctxt}\4{entry.msgid}" if entry.msgctxt else entry.msgid)
                if isinstance(text, list) and entry.msgid_plural:
                    entry.msgstr_plural, filled = dict(enumerate(text)), filled + 1
                elif isinstance(text, str) and text and not entry.msgid_plural:
                    entry.msgstr, filled = text, filled + 1
            if filled > before:
                file.write_text(str(catalogue) + "\n", encoding="utf-8")
    return filled
