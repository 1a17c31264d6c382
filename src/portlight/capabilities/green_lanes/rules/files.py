"""Papers in bulk: whose a file is, and what it is, by its name: `E12345678.jpg`, `E12345678_photo.png`."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from portlight.toolkit.rosters.columns import plain

_KINDS = {
    plain(said): slot
    for slot, names in {
        "passport-page": "passport|护照|资料页|page",
        "visa-page": "visa|签证|permit|居留|居留许可",
        "photo": "photo|照片|picture|portrait",
        "supporting-paper": "letter|proof|证明|录取通知书|工作许可|work permit|supporting|paper|材料",
    }.items()
    for said in names.split("|")
}
_NUMBER = re.compile(r"[A-Za-z0-9]{5,20}")


class Named(NamedTuple):
    """Whose (the number of the passport, in capitals) and what; empty: it does not say."""

    number: str
    slot: str


def named(path: str) -> Named:
    """A file by its name alone: folders may be anything, a folder called by the number counts too."""
    parts = unicodedata.normalize("NFKC", path).replace("\\", "/").split("/")
    stem = parts[-1].rpartition(".")[0] or parts[-1]
    words = [word for word in re.split(r"[\s_.,()-]+", stem) if word]
    number = next((word for word in words if _is_number(word)), "")
    if not number:
        number = next((part for part in reversed(parts[:-1]) if _is_number(part)), "")
    rest = plain(" ".join(word for word in words if word != number and not word.isdecimal()))
    slot = next((slot for said, slot in _KINDS.items() if said and said in rest), "")
    return Named(number.upper(), slot or ("passport-page" if not rest else "supporting-paper"))


def _is_number(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word)) and any(sign.isdigit() for sign in word)
