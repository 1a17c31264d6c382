"""Whether a text is written in the script of its language, as far as letters can tell."""

from __future__ import annotations

from collections import Counter

import regex

from portlight.toolkit.languages import LANGUAGES

_LETTERS = regex.compile(
    r"(?P<Han>\p{Han})|(?P<Kana>[\p{Hiragana}\p{Katakana}])|(?P<Hangul>\p{Hangul})"
    r"|(?P<Cyrl>\p{Cyrillic})|(?P<Arab>\p{Arabic})|(?P<Latn>\p{Latin})"
)
# Characters that simplified Chinese does not use and that any traditional text of a few sentences contains.
_TRADITIONAL = frozenset("們國學會說這來時個為後與對開關門問間點體發還進過達運選邊醫療護證辦處務號電話請務據際區")
_ADDRESS = regex.compile(r"\S+@\S+|https?://\S+|\b[A-Z][A-Z0-9-]+\b")
# Words too common to be missing from a text of some length, and to stand in another language's text by chance.
_COMMON = {
    "en": {"the", "and", "of", "to", "is", "are", "you", "your", "for", "will"},
    "fr": {"les", "des", "vous", "est", "une", "pour", "dans", "votre", "avec", "sont"},
    "de": {"der", "die", "und", "das", "ist", "sie", "nicht", "mit", "werden", "oder"},
    "es": {"los", "las", "del", "usted", "por", "para", "una", "con", "están", "como"},
}


def wrong_script(text: str, language: str) -> str | None:
    """The ISO 15924 code of the script the text is written in when that is not the language's own; else None.

    Fewer than four letters tell nothing. Chinese in traditional characters is `Hant`; Japanese has kana.
    """
    counts = Counter(match.lastgroup for match in _LETTERS.finditer(_ADDRESS.sub(" ", text)))
    total = sum(counts.values())
    if total < 4:
        return None
    script = LANGUAGES[language].script
    own = {"Hans": {"Han"}, "Jpan": {"Han", "Kana"}, "Kore": {"Hangul", "Han"}}.get(script, {script})
    if sum(counts[name] for name in own) * 2 < total:
        return _name(counts.most_common(1)[0][0] or "")
    if script == "Hans":
        return _not_simplified(text, counts, total)
    if script == "Jpan" and total >= 20 and not counts["Kana"]:
        return "Hans"
    return "Hans" if script == "Kore" and total >= 20 and counts["Hangul"] * 4 < total else None


def other_language(text: str, language: str) -> str | None:
    """The language whose everyday words the text is full of, when its own are absent (20 words at least)."""
    if language not in _COMMON:
        return None
    words = Counter(regex.findall(r"\p{L}+", text.lower()))
    if sum(words.values()) < 20:
        return None
    hits = {code: sum(words[word] for word in common) for code, common in _COMMON.items()}
    best = max(hits, key=lambda code: hits[code])
    return best if best != language and hits[best] >= 4 and hits[language] * 4 < hits[best] else None


def _not_simplified(text: str, counts: Counter[str | None], total: int) -> str | None:
    if counts["Kana"] * 10 > total:
        return "Jpan"
    return "Hant" if sum(letter in _TRADITIONAL for letter in text) * 20 > total else None


def _name(script: str) -> str:
    return {"Han": "Hans", "Kana": "Jpan", "Hangul": "Kore"}.get(script, script)
