"""The few marks an office text may carry: paragraphs, headings, lists, links, bold, emphasis. Never raw HTML."""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portlight.toolkit.text import keep_numbers

_MARKDOWN = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["heading", "list", "emphasis", "link", "autolink", "newline", "escape", "entity"]
)
_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "br"}
_SCHEMES = {"https", "http", "mailto", "tel"}
_TAG = re.compile(r"(<[^>]*>)")
_NUMBER = re.compile(r"(?<![\w&#;.,-])\+?\d+(?:[ -]\d+)+(?![\w;])", re.ASCII)
_EMPTY_LINES = re.compile(r"\n{3,}")


def to_html(text: str) -> str:
    """`text` as safe HTML. Headings begin at h2 (the page has its h1); links only to https, http, mailto and tel."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
    made = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    safe = nh3.clean(
        made,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )
    return "".join(part if part.startswith("<") else _isolated(part) for part in _TAG.split(safe))


def _isolated(text: str) -> str:
    """Numbers of several groups (021-5550 0160) kept together and in order: a page from the right would turn them."""
    return _NUMBER.sub(r'<bdi dir="ltr" class="code-like">\g<0></bdi>', text)


def to_plain(text: str) -> str:
    """`text` as plain lines: for messages without HTML, counting, and comparing. A link keeps its address behind it."""
    out: list[str] = []
    lists: list[int | None] = []
    for token in _parse(text):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
            out.append("" if lists else "\n")
        elif token.type == "list_item_open":
            out.append(_mark(lists))
        elif token.type == "inline":
            out.append(_inline(token.children or []) + ("\n" if lists else "\n\n"))
    return _EMPTY_LINES.sub("\n\n", "".join(out)).strip()


def _parse(text: str) -> list[Token]:
    """The tokens of a text, its numbers kept in order where it runs from the right; link addresses untouched."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        inside = 0
        for child in token.children or []:
            inside += (child.type == "link_open") - (child.type == "link_close")
            if child.type == "text" and not inside:
                child.content = keep_numbers(child.content)
    return tokens


def _mark(lists: list[int | None]) -> str:
    indent, number = "  " * (len(lists) - 1), lists[-1]
    if number is None:
        return f"{indent}• "
    lists[-1] = number + 1
    return f"{indent}{number}. "


def _inline(children: list[Token]) -> str:
    out: list[str] = []
    links: list[tuple[str, int]] = []
    for token in children:
        if token.type in {"softbreak", "hardbreak"}:
            out.append("\n")
        elif token.type == "link_open":
            links.append((str(token.attrGet("href") or ""), len(out)))
        elif token.type == "link_close":
            address, since = links.pop()
            shown = "".join(out[since:])
            bare = address.removeprefix("mailto:").removeprefix("tel:")
            out.append("" if shown in {address, bare} else f" ({bare})")
        else:
            out.append(token.content)
    return "".join(out)
