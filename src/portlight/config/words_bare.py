"""Bare strings: text in a template or in a words.py that no catalogue will ever translate."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

_TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
_COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.S)
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
_SPOKEN = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description"})
_SILENT = frozenset({"script", "style", "kbd", "code", "svg"})
_VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "rect", "circle", "path", "line"})
# The product's own name is the same everywhere.
_NAMES = re.compile(r"\b(Portlight|RFC|QR|Atom)\b")
DEMONSTRATION = "{# words: demonstration #}"  # a page that shows other languages on purpose


def bare_in(file: Path) -> Iterator[str]:
    if "words" in (file.stem, file.parent.name):
        yield from _bare_sentences(file)
    elif file.suffix == ".html":
        text = file.read_text(encoding="utf-8")
        if DEMONSTRATION not in text:
            parser = _Text()
            parser.feed(_TAG.sub("", _TRANSLATED.sub("", _COMMENT.sub("", text))))
            yield from (f"{_short(file)}: bare text {found[:60]!r}" for found in parser.found)


def _short(file: Path) -> str:
    return "/".join(file.parts[file.parts.index("portlight") + 1 :])


def _bare_sentences(file: Path) -> Iterator[str]:
    """The values of every SENTENCES-like dict must pass through gettext_noop (or a plural pair of it)."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            for value in node.values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value:
                    yield f"{_short(file)}:{value.lineno}: bare sentence {value.value[:60]!r}"


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        code = "code" in (named.get("class") or "").split()
        if not code:
            self.found += [value for name, value in attrs if name in _SPOKEN and value and self._says(value)]
        if tag in _VOID:
            return
        quiet = tag in _SILENT or code or ("lang" in named and tag != "html")
        if quiet or self.silent:
            self.silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return None

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag not in _VOID:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and self._says(data):
            self.found.append(data.strip())

    def _says(self, text: str) -> bool:
        return len([char for char in _NAMES.sub("", text) if char.isalpha()]) > 1
