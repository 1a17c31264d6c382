"""Fictitious holders and what a machine prints for them (ICAO Doc 9303-3): the truth a reading is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from portlight.toolkit.mrz import check_digit

Format = Literal["TD3", "TD1", "TD2", "MRVA", "MRVB"]
STATES = (
    "D", "FRA", "RUS", "JPN", "KOR", "ESP", "EGY", "GBR", "USA", "IND", "PAK", "VNM", "THA", "IDN", "PHL", "BRA",
    "MEX", "NGA", "KEN", "ZAF", "ITA", "POL", "UKR", "KAZ", "MNG", "AUS", "CAN", "IRN", "SAU", "MAR", "NLD", "SWE",
)  # fmt: skip
SURNAMES = (
    "MUELLER", "VAN DER BERG", "GARCIA LOPEZ", "SMITH-JONES", "OCONNOR", "KIM", "NGUYEN", "IVANOVA", "SATO",
    "AL FARUQI", "DE OLIVEIRA SANTOS", "LI", "OBI", "SCHWARZENBERGER", "PETROVSKAYA", "DAS", "BUI", "QUISPE",
    "WOJCIECHOWSKI", "BENALI", "HERNANDEZ-GUTIERREZ", "TAN", "OZTURK", "BALOGUN", "KOWALCZYK", "JOHANSSON", "RAO",
    "LINDSTROEM", "MBEKI", "FITZGERALD", "IBRAHIM", "ZHUMABAYEV", "ROSSI", "KHAN", "POPESCU", "DUBOIS",
)  # fmt: skip
GIVEN = (
    "ANNA MARIA", "JEAN-PIERRE", "OLGA", "HIROSHI", "MIN JI", "THI LAN", "JOSE LUIS", "FATIMA ZAHRA", "BOB", "SERGEI",
    "KATHARINA ELISABETH", "XIMENA", "IGOR", "WILLIAM", "QUENTIN", "SOO", "YUSUF", "OLUWASEUN", "BJORN", "CHLOE",
    "MUHAMMAD BILAL", "GABRIELA", "ZOE", "DMITRI", "EVA", "ISABEL", "LARS", "PRIYA", "TUYA", "",
)  # fmt: skip
LENGTHS = {"TD3": 44, "MRVA": 44, "TD2": 36, "MRVB": 36, "TD1": 30}


@dataclass(frozen=True)
class Printed:
    format: Format
    lines: tuple[str, ...]
    surname: str
    given: str
    state: str
    number: str
    wrong: str  # the check whose printed digit is wrong on purpose, or ""


def printed(random: Random, form: Format, *, wrong: bool = False) -> Printed:
    """Somebody's zone. `wrong`: one printed check digit is not the one that the field asks for."""
    surname, given = random.choice(SURNAMES), random.choice(GIVEN)
    state = random.choice(STATES)
    number = _number(random)
    birth = f"{random.randrange(100):02}{random.randrange(1, 13):02}{random.randrange(1, 29):02}"
    expiry = f"{random.randrange(27, 36)}{random.randrange(1, 13):02}{random.randrange(1, 29):02}"
    sex = random.choice("MF<" if random.random() < 0.2 else "MF")
    spoiled = random.choice(("document_number", "birth_date", "expiry_date")) if wrong else ""
    digits = {
        name: _digit(text, random, spoil=name == spoiled)
        for name, text in (("document_number", number.ljust(9, "<")), ("birth_date", birth), ("expiry_date", expiry))
    }
    middle = number.ljust(9, "<") + digits["document_number"]
    dates = birth + digits["birth_date"] + sex + expiry + digits["expiry_date"]
    lines = _lines(random, form, state, _names(surname, given), middle, dates)
    return Printed(form, lines, surname, given, state, number, spoiled)


def _lines(random: Random, form: Format, state: str, names: str, number: str, dates: str) -> tuple[str, ...]:
    code, nation, length = {"TD3": "P<", "MRVA": "V<", "MRVB": "V<"}.get(form, "I<"), state.ljust(3, "<"), LENGTHS[form]
    if form == "TD1":
        optional = _optional(random, 15)
        first, rest = f"{code}{nation}{number}{optional}", f"{dates}{nation}{_optional(random, 11)}"
        composite = check_digit(first[5:] + rest[:7] + rest[8:15] + rest[18:29])
        return first, rest + composite, names.ljust(30, "<")[:30]
    second = f"{number}{nation}{dates}"
    if form == "TD3":
        optional = _optional(random, 14)
        second += optional + ("<" if not optional.strip("<") and random.random() < 0.5 else check_digit(optional))
        second += check_digit(second[:10] + second[13:20] + second[21:43])
    elif form == "TD2":
        second += _optional(random, 7)
        second += check_digit(second[:10] + second[13:20] + second[21:35])
    else:
        second += _optional(random, length - 28)
    return f"{code}{nation}{names}".ljust(length, "<")[:length], second


def _number(random: Random) -> str:
    """Nine characters mostly, from digits alone to any mixture of letters and digits."""
    kind = random.random()
    if kind < 0.35:
        return random.choice("ABCEGHKLMNPSTXYZ") + "".join(random.choices("0123456789", k=random.choice((7, 8))))
    if kind < 0.6:
        return "".join(random.choices("0123456789", k=9))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if kind > 0.85 else "CFGHJKLMNPRTVWXYZ"
    return "".join(random.choices(letters + "0123456789" * 2, k=9))


def _optional(random: Random, room: int) -> str:
    if random.random() < 0.6:
        return "<" * room
    return "".join(random.choices("0123456789", k=random.randrange(3, room + 1))).ljust(room, "<")


def _digit(text: str, random: Random, *, spoil: bool) -> str:
    right = check_digit(text)
    return str((int(right) + random.randrange(1, 10)) % 10) if spoil else right


def _names(surname: str, given: str) -> str:
    def spelt(name: str) -> str:
        return name.replace("-", "<").replace(" ", "<")

    return spelt(surname) + (f"<<{spelt(given)}" if given else "")
