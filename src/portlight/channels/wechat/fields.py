"""What fits into a field of a template: WeChat refuses the whole message for one value too long (47003).

The name of a field says its kind: thing1, character_string2. Lengths are of developers.weixin.qq.com, 订阅通知参数值
内容限制; counted here in UTF-16 units, the strictest reading, and cut between whole letters.
"""

from __future__ import annotations

import re

from portlight.toolkit.text import cut

LONGEST = {
    "thing": 20, "letter": 32, "number": 32, "symbol": 5, "character_string": 32, "time": 24, "date": 24, "amount": 12,
    "phone_number": 17, "car_number": 8, "name": 10, "phrase": 5, "const": 20,
}  # fmt: skip
_TEMPLATE_LONGEST = 200  # template/send names no limits; a card shows four lines
_ASCII = frozenset({"letter", "number", "symbol", "character_string", "phone_number"})
_TEXTS = frozenset({"thing", "const", "template"})
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?\Z")
_NAME = re.compile(r"([a-z_]+?)(\d{1,2})\Z")
_KEYWORD = re.compile(r"(first|remark|keyword\d{1,2})\Z")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
SOURCES = ("title", "news", "code", "office", "time")  # or param:<name>


def kind_of(name: str) -> str:
    """`thing` of thing1; `template` for the free fields of old templates; "" for a name no template has."""
    known = _NAME.match(name)
    if known and known[1] in LONGEST:
        return known[1]
    return "template" if _KEYWORD.match(name) else ""


def fits(name: str, value: str) -> str:
    """`value` on one line, as the field takes it: texts are cut, codes and numbers never. "": it cannot stand there."""
    kind = kind_of(name)
    plain = _BLANKS.sub(" ", value).strip()
    most = LONGEST.get(kind, _TEMPLATE_LONGEST)
    if kind in _TEXTS:
        return cut(plain, units=most)
    odd = (kind in _ASCII and not plain.isascii()) or (kind == "number" and not _NUMBER.match(plain))
    return "" if odd or len(plain) > most else plain


def objection(fields: object, way: str) -> str:
    """Why a template cannot be used as described; "" when it can."""
    if not isinstance(fields, dict) or not fields or len(fields) > 10:
        return "between one and ten fields"
    for name, source in fields.items():
        kind = kind_of(str(name))
        if not kind or (kind == "template" and way == "notice"):
            return f"no such field: {name}"
        if source not in SOURCES and not str(source).startswith("param:"):
            return f"nothing is called {source}"
        if source in {"title", "news", "office"} and kind not in {"thing", "template"}:
            return f"{name} does not take a text"
    if not {"code", "title", "news"} & set(fields.values()) and not any(":" in one for one in fields.values()):
        return "no field says what it is about"
    return ""
