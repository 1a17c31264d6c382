"""Numbers as nine languages write them: 170,000 · 170 000 · 170.000 · 17 万 · 170 тыс. · ١٧٠٬٠٠٠."""

from __future__ import annotations

from decimal import Decimal

import regex

from portlight.capabilities.notices.rules.facts import Fact, Kind
from portlight.capabilities.notices.rules.plain import Reading

_SCALES: tuple[tuple[str, int], ...] = (
    ("亿|億|억", 10**8),
    ("百万|백만", 10**6),
    ("万|萬|만", 10**4),
    ("millions?|million|millionen|mio|млн|миллион\\w*|millones|millón|مليون|ملايين", 10**6),
    ("thousand|тыс|тысяч\\w*|mille|tausend|mil|ألف|آلاف|千|천", 10**3),
)
_SCALE = "|".join(f"(?P<s{index}>{words})" for index, (words, _) in enumerate(_SCALES))
_NUMBER = regex.compile(
    r"(?<![A-Za-z\d])(?<![A-Za-z]-)"  # COVID-19 and N95 are names
    r"(?P<digits>\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
    rf"(?:\s?[余多餘여]?\s?\+?\s?(?:{_SCALE})(?![\p{{Latin}}\p{{Cyrillic}}\p{{Arabic}}]))?",
    regex.IGNORECASE,
)
_MARKER = regex.compile(r"^[ \t]*[(（]?\d{1,2}(?:[.)）](?=\s)|、)", regex.MULTILINE)  # the number of a list item

# Small numbers as words. They only ever satisfy a number of the other text, and never ask for one: 一 is everywhere.
_WORDS: dict[str, tuple[str, ...]] = {
    "zh-Hans": ("一", "二|两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
    "ja": ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
    "ko": ("한|하나|일", "두|둘|이", "세|셋|삼", "네|넷|사", "다섯|오", "여섯|육", "일곱|칠", "여덟|팔", "아홉|구", "열|십",
           "열한|십일", "열두|십이"),
    "en": ("one|once", "two|twice", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "fr": ("une?", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    "de": ("eine?[nmrs]?", "zwei|beiden?", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    "es": ("un[ao]?", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    "ru": ("один|одн\\w+", "два|две|двух|двум\\w*", "три|трех|трёх|трем|трём", "четыр\\w+", "пят[ьи]\\w*", "шест[ьи]\\w*",
           "сем[ьи]\\w*", "вос[еь]м[ьи]\\w*", "девят[ьи]\\w*", "десят[ьи]\\w*", "одиннадцат\\w+", "двенадцат\\w+"),
    "ar": ("واحد\\w*|إحدى", "اثن\\w+|\\w+تين|\\w+تان|\\w+يومين|\\w+ين", "ثلاثة?", "أربعة?", "خمسة?", "ستة?", "سبعة?",
           "ثماني\\w*", "تسعة?", "عشرة?", "أحد عشر|إحدى عشرة", "اثن\\w+ عشرة?"),
}  # fmt: skip


def numbers(reading: Reading) -> list[Fact]:
    """Numbers left after links, dates, times and telephones; the marker of a list item is not one."""
    for marker in _MARKER.finditer(reading.left):
        reading.blank(marker)
    return [_number(match) for match in reading.take(_NUMBER)]


def says_in_words(text: str, language: str, value: Decimal) -> bool:
    """Whether `text` can be heard to say 1 to 12 in words: "six measures" answers 6."""
    words = _WORDS.get(language, ())
    if value != value.to_integral_value() or not 1 <= value <= len(words):
        return False
    word = words[int(value) - 1]
    unspaced = language in {"zh-Hans", "ja", "ko"}
    edge = "" if unspaced else r"\b"
    start = r"(?:\b|(?<=[وبلف]))" if language == "ar" else edge
    return regex.search(rf"{start}(?:{word}){edge}", text, regex.IGNORECASE) is not None


def _number(match: regex.Match[str]) -> Fact:
    scale = next((size for index, (_, size) in enumerate(_SCALES) if match[f"s{index}"]), 1)
    values = tuple((Kind.NUMBER, value * scale) for value in _readings(match["digits"]))
    return Fact(Kind.NUMBER, match.group().strip(), values)


def _readings(digits: str) -> list[Decimal]:
    """Every value the digits may have: 1.500 is 1500 to a German and 1.5 to an Englishman, so it may be either."""
    digits = regex.sub("[ ']", "", digits)
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return [Decimal(digits)]
    grouped = regex.sub("[.,]", "", digits)
    last = max(digits.rfind("."), digits.rfind(","))
    decimal = regex.sub("[.,]", "", digits[:last]) + "." + digits[last + 1 :]
    in_threes = regex.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits) is not None
    if len(signs) > 1 and len(set(signs)) == 1:
        return [Decimal(grouped)]
    return [Decimal(grouped), Decimal(decimal)] if in_threes and len(signs) == 1 else [Decimal(decimal)]
