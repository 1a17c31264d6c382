"""One cell at a time: what it says as a value, or what is wrong with it. Each distinct cell is read once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from portlight.toolkit.rosters import dates, nations
from portlight.toolkit.rosters.columns import plain
from portlight.toolkit.rosters.values import ERROR, WARN
from portlight.toolkit.sheets import Cell
from portlight.toolkit.text import LONGEST_NAME, is_name
from portlight.toolkit.visas import VISAS

LONGEST_LINE = 200
LONGEST_ROOM = 40

_FAULTS = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_NUMBER = re.compile(r"[A-Z0-9]{5,20}")
_FINE = re.compile(r"(?![A-Z]*$|\d+E\d+$)[A-Z0-9]{5,20}")  # with a digit; 12E45 may have been a number in powers
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9/-]{0,39}")  # most rooms
_BETWEEN = frozenset(" -\u2013'<")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z][A-Za-z' .,\-]{0,119}")
# Marks that come along when a name is copied from a page, and that nobody sees.
_UNSEEN = dict.fromkeys([0xAD, 0xFEFF, 0x2060, *range(0x200B, 0x2010)])
_SEXES = {
    **dict.fromkeys(("f", "female", "woman", "w", "女", "女性", "ms", "mrs", "miss", "femme", "féminin", "weiblich",
                     "frau", "mujer", "femenino", "ж", "жен", "женский", "여", "여성", "여자", "أنثى"), "F"),
    **dict.fromkeys(("m", "male", "man", "男", "男性", "mr", "homme", "masculin", "männlich", "herr", "hombre",
                     "masculino", "м", "муж", "мужской", "남", "남성", "남자", "ذكر"), "M"),
    **dict.fromkeys(("x", "other", "其他", "unspecified", "diverse", "divers", "未说明"), "X"),
}  # fmt: skip
_SEXES = {plain(said): sex for said, sex in _SEXES.items()}
_STAYS = {
    plain(said): kind
    for kind, names in {
        "visa": "visa|签证|visum|visado|виза|ビザ|비자",
        "residence-permit": "residence permit|residence|居留许可|居留证|居留证件|rp|residence-permit",
        "stay-permit": "stay permit|停留证件|停留证|stay-permit",
        "visa-free": "visa free|no visa|without visa|免签|免签证|visa exemption|visa exempt|visa-free|transit",
        "permanent": "permanent|permanent residence|permanent residence permit|永久居留|永居|外国人永久居留身份证",
        "diplomatic": "diplomatic|courtesy|service|diplomatic visa|service visa|外交|礼遇|公务",
        "unknown": "unknown|不详|未知",
    }.items()
    for said in names.split("|")
}
_PAPERS = {
    plain(said): kind
    for kind, names in {
        "passport": (
            "passport|护照|普通护照|ordinary passport|p|passeport|reisepass|pasaporte|паспорт|旅券|여권|جواز سفر"
        ),
        "travel-permit": (
            "travel permit|mainland travel permit|港澳居民来往内地通行证|台湾居民来往大陆通行证|回乡证|台胞证|通行证|"
            "home return permit|travel-permit"
        ),
        "refugee": "refugee|refugee travel document|难民旅行证",
        "stateless": "stateless|travel document of a stateless person|无国籍旅行证",
        "other": "other|其他|travel document|旅行证",
    }.items()
    for said in names.split("|")
}


class Wrong(NamedTuple):
    """What a reader gives in the place of a value: the code, how bad it is, and what was read nevertheless."""

    code: str
    verdict: str
    value: Any = None


class Cells(dict[Cell, Any]):
    """A column's cells by what they say: what stands in it a thousand times is read once."""

    def __init__(self, read: Callable[[Cell], Any]) -> None:
        super().__init__()
        self._read = read
        self.wrong = False  # any of them

    def __missing__(self, cell: Cell) -> Any:
        found = self._read(cell)
        if type(found) is Wrong:
            found = _broken(cell) or found
            self.wrong = True
        self[cell] = found
        return found


def _broken(cell: Cell) -> Wrong | None:
    """No reader likes a formula or what is left of one: it gets a better name here."""
    if not isinstance(cell, str) or cell[:1] not in ("=", "@", "#"):
        return None
    if _FAULTS.match(cell):
        return Wrong("sheet-error", ERROR)
    return Wrong("formula", ERROR) if cell[0] != "#" else None


def shown(cell: Cell) -> str:
    """The cell as the sheet shows it, for whoever looks for it."""
    if isinstance(cell, float) and cell == cell and abs(cell) < 1e15 and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def text(cell: Cell) -> str:
    if isinstance(cell, str) and cell.isascii() and cell.isprintable():
        return cell if "  " not in cell else " ".join(cell.split())
    said = unicodedata.normalize("NFKC", shown(cell)).translate(_UNSEEN)
    return " ".join(said.split())


def name(cell: Cell) -> Any:
    if isinstance(cell, str) and _LATIN.fullmatch(cell):
        return cell
    if cell == "":
        return ""
    said = text(cell)
    if len(said) > LONGEST_NAME:
        return Wrong("too-long", ERROR)
    if not isinstance(cell, str) or not is_name(said) or not any(sign.isalpha() for sign in said):
        return Wrong("name-odd", ERROR)
    latin = all(unicodedata.name(sign, "").startswith("LATIN") for sign in said if sign.isalpha())
    return said if latin else Wrong("name-not-latin", WARN, said)


def chinese_name(cell: Cell) -> Any:
    found = name(cell)
    return found.value if isinstance(found, Wrong) and found.code == "name-not-latin" else found


def full_name(cell: Cell) -> Any:
    """(surname, given names) where a comma or the passport's own `<<` parts them; else all of it as the surname."""
    if isinstance(cell, str) and "<" in cell:
        cell = cell.replace("<<", ", ", 1).replace("<", " ").strip(" ,")
    found = name(cell)
    said = found.value if isinstance(found, Wrong) else found
    if not said:
        return found if isinstance(found, Wrong) else None
    surname, _, given = said.partition(",")
    parted = (surname.strip(), given.strip())
    return found._replace(value=parted) if isinstance(found, Wrong) else parted


def nationality(cell: Cell) -> Any:
    if cell == "":
        return Wrong("empty", ERROR)
    return nations.code_of(text(cell)) or Wrong("nationality-unknown", ERROR)


def number(cell: Cell) -> Any:
    """The number of a travel paper. Typed as a number it may have lost its zeros, and in powers its end."""
    if isinstance(cell, str) and _FINE.fullmatch(cell):
        return cell
    if cell == "":
        return Wrong("empty", ERROR)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        whole = cell == cell and abs(cell) < 1e15 and cell == int(cell)
        if not whole or not _NUMBER.fullmatch(str(int(cell))):
            return Wrong("paper-number-was-number", ERROR)
        return Wrong("paper-number-was-number", WARN, str(int(cell)))
    if not isinstance(cell, str):
        return Wrong("paper-number-odd", ERROR)
    said = unicodedata.normalize("NFKC", cell).translate(_UNSEEN).upper()
    if _SCIENTIFIC.fullmatch(said) and not said.isalnum():
        return Wrong("paper-number-was-number", ERROR)
    said = "".join(sign for sign in said if sign not in _BETWEEN)
    fine = _NUMBER.fullmatch(said) and any(sign.isdigit() for sign in said)
    return said if fine else Wrong("paper-number-odd", ERROR)


def sex(cell: Cell) -> Any:
    if cell in ("", "<"):  # a passport that does not say has `<` there
        return "X"
    return _SEXES.get(plain(text(cell))) or Wrong("sex-unknown", ERROR)


def paper(cell: Cell) -> Any:
    return "passport" if cell == "" else _PAPERS.get(plain(text(cell))) or Wrong("paper-unknown", WARN, "other")


def stay(cell: Cell) -> Any:
    """(kind, letter of the visa): `Z`, `L visa`, `residence permit` …"""
    if cell == "":
        return "unknown", ""
    said = plain(text(cell))
    letter = said.upper().replace("VISA", "").replace("签证", "").replace("字", "")
    if letter in VISAS:
        return "visa", letter
    found = _STAYS.get(said)
    if found == "diplomatic":
        return Wrong("exempt", ERROR)
    return (found, "") if found else Wrong("stay-kind-unknown", WARN, ("unknown", ""))


def line(cell: Cell, longest: int = LONGEST_LINE) -> Any:
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):
        return cell
    said = text(cell)
    if len(said) > longest:
        return Wrong("too-long", ERROR)
    return _broken(cell) or said


def room(cell: Cell) -> Any:
    return line(cell, LONGEST_ROOM)


def day(cell: Cell, order: str) -> Any:
    """A date; with its hour where one was given."""
    if cell == "":
        return None
    if type(cell) is date:
        return cell
    found, code = dates.read(cell, order)
    return Wrong(code, WARN if found else ERROR, found) if code else found


def whole_day(cell: Cell, order: str) -> Any:
    found = day(cell, order)
    if isinstance(found, Wrong):
        return found._replace(value=just_day(found.value))
    return just_day(found)


def just_day(found: date | datetime | None) -> date | None:
    return found.date() if isinstance(found, datetime) else found
