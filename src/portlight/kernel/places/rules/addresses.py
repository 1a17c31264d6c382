"""Addresses as they are looked for. Values only.

Uses of an address: `home` a flat or house, `hotel` registers and reports its own guests (LAW 39(1)), `hostel`,
`serviced` flats and `institution` lodge people and declare them here.
"""

from __future__ import annotations

import math
import re
import unicodedata

USES = ("home", "hotel", "hostel", "serviced", "institution")

_PIECE = re.compile(r"[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]+|\d+")
_MOST_PIECES = 60


def pieces(text: str) -> tuple[str, ...]:
    """What an address is found by: numbers whole, Chinese by twos, other words whole and, when long, by fours.

    Width, case and accents do not count. Each once, in order; what is too long to be an address is cut.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found: list[str] = []
    for run in _PIECE.findall(plain[:300]):
        if "\u3400" <= run[0] <= "\u9fff":
            found += [run[place : place + 2] for place in range(max(1, len(run) - 1))]
        elif run.isdigit():
            found.append(f"#{run[:12]}")
        else:
            found.append(run[:20])
            if len(run) > 5:
                found += [f"~{run[place : place + 4]}" for place in range(min(12, len(run) - 3))]
    return tuple(dict.fromkeys(found))[:_MOST_PIECES]


def weight(addresses: int, of: int) -> float:
    """How much a piece tells that stands in `addresses` of `of` addresses."""
    return math.log((of + 1) / (addresses + 0.5))
