"""The nine languages of the office: codes are BCP 47, stored everywhere as they stand here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    code: str
    name: str  # in its own language: a reader looks for the name she knows
    english: str
    script: str  # ISO 15924 of the script its text is written in
    rtl: bool = False

    @property
    def cldr(self) -> str:
        """The locale of dates and numbers. English of the office puts the day before the month, as most readers do."""
        return {"zh-Hans": "zh_Hans_CN", "en": "en_GB"}.get(self.code, self.code)

    @property
    def dir(self) -> str:
        return "rtl" if self.rtl else "ltr"


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("zh-Hans", "简体中文", "Chinese", "Hans"),
        Language("en", "English", "English", "Latn"),
        Language("ru", "Русский", "Russian", "Cyrl"),
        Language("fr", "Français", "French", "Latn"),
        Language("de", "Deutsch", "German", "Latn"),
        Language("ja", "日本語", "Japanese", "Jpan"),
        Language("ko", "한국어", "Korean", "Kore"),
        Language("es", "Español", "Spanish", "Latn"),
        Language("ar", "العربية", "Arabic", "Arab", rtl=True),
    )
}
CODES: tuple[str, ...] = tuple(LANGUAGES)
SOURCE = "zh-Hans"  # the text that prevails
OFFICE_CHAIN: tuple[str, ...] = ("en", "zh-Hans")  # where everybody's own chain goes on


def language_for(chain: Sequence[str], available: Collection[str]) -> str | None:
    """The first language of the reader's chain, then of the office's, that is available; None when there is none."""
    return next((code for code in (*chain, *OFFICE_CHAIN) if code in available), None)
