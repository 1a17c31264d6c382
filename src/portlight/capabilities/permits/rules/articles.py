"""Where something stands in the law. Which version: the one its year names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# LAW: Exit and Entry Administration Law (2012). REG: Regulations on Administration of Entry and Exit of Foreigners
# (State Council, Order 637, 2013). NAT: Nationality Law (1980).
Text = Literal["LAW", "REG", "NAT"]


@dataclass(frozen=True)
class Article:
    text: Text
    number: str  # "29", "36(3)"


def law(*numbers: str) -> tuple[Article, ...]:
    return tuple(Article("LAW", number) for number in numbers)


def reg(*numbers: str) -> tuple[Article, ...]:
    return tuple(Article("REG", number) for number in numbers)
