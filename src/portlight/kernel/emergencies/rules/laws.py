"""Texts an emergency can rest on, and when each was in force. A text is cited on the day of the act only if it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

OTHER = "other"  # a notice or a local rule the product does not know: its title is typed, its days are not checked


@dataclass(frozen=True, kw_only=True)
class Law:
    """`until` is exclusive; None: in force."""

    code: str
    version: int
    title_zh: str
    title_en: str
    since: date
    until: date | None = None

    @property
    def key(self) -> str:
        return f"{self.code}-{self.version}"

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


_ERL = ("突发事件应对法", "Emergency Response Law")
_IDL = ("传染病防治法", "Infectious Diseases Law")
# Days in force: the texts themselves; of the 2007, 2013 and 2025 texts as the later ones replace them.
LAWS = {
    law.key: law
    for law in (
        Law(code="erl", version=2024, title_zh=_ERL[0], title_en=_ERL[1], since=date(2024, 11, 1)),
        Law(code="erl", version=2007, title_zh=_ERL[0], title_en=_ERL[1], since=date(2007, 11, 1),
            until=date(2024, 11, 1)),
        Law(code="pherl", version=2025, title_zh="突发公共卫生事件应对法",
            title_en="Public Health Emergency Response Law", since=date(2025, 11, 1)),
        Law(code="idl", version=2025, title_zh=_IDL[0], title_en=_IDL[1], since=date(2025, 9, 1)),
        Law(code="idl", version=2013, title_zh=_IDL[0], title_en=_IDL[1], since=date(2013, 6, 29),
            until=date(2025, 9, 1)),
        Law(code="law", version=2012, title_zh="出境入境管理法", title_en="Exit and Entry Administration Law",
            since=date(2013, 7, 1)),
        Law(code="reg", version=2013, title_zh="外国人入境出境管理条例",
            title_en="Regulations on Administration of Entry and Exit of Foreigners", since=date(2013, 9, 1)),
    )
}  # fmt: skip
