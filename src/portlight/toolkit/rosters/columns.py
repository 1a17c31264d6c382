"""Which column is which: by its key, by its English or Chinese heading, or by a usual other name.

Headings of a person and of her papers are those of the accommodation registration form (境外人员住宿登记表); a room
adds what it asks for besides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from portlight.toolkit.refusals import Refused

# A person and her papers: the headings our templates carry (Chinese, English), and what else they are called.
HEADINGS: Mapping[str, tuple[str, str]] = {
    "name": ("姓名", "Full name"),
    "surname": ("英文姓", "Surname (Latin)"),
    "given_name": ("英文名", "Given name"),
    "chinese_name": ("中文姓名", "Chinese name"),
    "nationality": ("国籍/地区", "Nationality or region"),
    "sex": ("性别", "Sex"),
    "birth_date": ("出生日期", "Date of birth"),
    "doc_type": ("入境所持证件种类", "Type of entry document"),
    "doc_number": ("证件号码", "Document number"),
    "doc_expiry": ("证件有效期", "Document valid until"),
    "visa_type": ("签证种类", "Visa type"),
    "visa_expiry": ("签证有效期", "Visa valid until"),
    "entry_date": ("入境日期", "Date of entry"),
}
NAMES: Mapping[str, str] = {
    "surname": "英文姓|姓|surname|surname latin|last name|family name|nom|apellido|apellidos|nachname|фамилия|姓氏|성",
    "given_name": (
        "英文名|名|given name|given names|first name|first names|forename|forenames|prénom|prénoms|prenom|nombre|"
        "vorname|vornamen|имя|이름"
    ),
    "middle_name": "中间名|middle name|middle names|отчество",
    "name": (
        "姓名|英文姓名|name|full name|fullname|name as in passport|passport name|name in passport|guest name|guest|"
        "住客姓名|外文姓名|nom complet|氏名|성명|الاسم"
    ),
    "chinese_name": "中文姓名|中文名|chinese name",
    "nationality": (
        "国籍|国籍地区|国家地区|国家|nationality|nationality or region|country|country region|citizenship|nation|"
        "country of nationality|nationalité|staatsangehörigkeit|nacionalidad|гражданство|国籍地域|국적|الجنسية"
    ),
    "sex": "性别|sex|gender|m f|sexe|geschlecht|sexo|пол|性別|성별|الجنس",
    "birth_date": (
        "出生日期|出生年月日|生日|date of birth|birth date|birthdate|dob|birthday|born|born on|date de naissance|"
        "geburtsdatum|fecha de nacimiento|дата рождения|生年月日|생년월일|تاريخ الميلاد"
    ),
    "doc_type": (
        "入境所持证件种类|证件种类|证件类型|证件类别|type of entry document|document type|doc type|id type|"
        "type of document"
    ),
    "doc_number": (
        "证件号码|证件号|护照号|护照号码|document number|document no|doc no|doc number|passport|passport no|"
        "passport number|passport num|travel document number|id number|no of passport|numéro de passeport|passnummer|"
        "reisepassnummer|número de pasaporte|номер паспорта|旅券番号|パスポート番号|여권번호|رقم الجواز"
    ),
    "doc_expiry": (
        "证件有效期|护照有效期|有效期至|护照有效期至|证件有效期至|document valid until|passport expiry|"
        "passport expiry date|passport valid until|expiry|expiry date|expiration date|date of expiry|valid until|"
        "document expiry|passport expires|gültig bis|срок действия"
    ),
    "visa_type": (
        "签证种类|签证类型|签证类别|visa type|type of visa|visa|visa category|stay kind|kind of stay|停留类型|居留类型|"
        "permit type|visa or permit"
    ),
    "visa_expiry": (
        "签证有效期|签证有效期至|停留有效期|居留有效期|visa valid until|visa expiry|visa expiry date|stay until|"
        "permitted until|permit valid until|permit expiry"
    ),
    "entry_date": "入境日期|入境时间|date of entry|entry date|entered|entered on|date entered|date of entry to china",
}
LOOKED_AT = 20  # rows from the top, in which the heading row is sought
_HINT = re.compile(r"[(\[{（【〔][^)\]}）】〕]*[)\]}）】〕]")
_SIGNS = re.compile(r"[\W_]+")
_COUNTED = re.compile(r"^\s*\d{1,2}\s*[.)、．]\s*")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def plain(text: str) -> str:
    """Case, width, accents, spaces and signs do not count."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return _SIGNS.sub("", "".join(sign for sign in folded if not unicodedata.combining(sign)))


@dataclass(frozen=True)
class Columns:
    """What a sheet is read for. `needed`: what a row cannot do without; a name stands in one cell or in two.

    `names`: key → other names, parted by `|`; `passed_over`: columns of other forms that are left out without a word.
    """

    needed: tuple[str, ...]
    headings: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]
    passed_over: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Plain spelling of a heading → key."""
        return {
            plain(name): key
            for table in (self.passed_over, self.names)
            for key, names in table.items()
            for name in (key, *names.split("|"))
        }


def key_of(heading: str, columns: Columns) -> str | None:
    """The column a heading means: as a whole, without what stands in brackets, or by one of the two languages in it."""
    without = _COUNTED.sub("", _HINT.sub(" ", heading))
    parts = [heading, without, *re.split(r"[/|\n;；]", without)]
    parts += ["".join(_CHINESE.findall(without)), _CHINESE.sub(" ", without)]
    return next((found for part in parts if (found := columns.known.get(plain(part))) is not None), None)


def find(
    rows: Sequence[tuple[int, Sequence[object]]], columns: Columns
) -> tuple[int, dict[int, str], dict[str, str | None]]:
    """Place of the heading row among `rows`, column → key, heading → key. The row that names most columns is it.

    Refused: roster.heading-missing, roster.columns-missing.
    """
    best: dict[int, str] = {}
    best_place = -1
    for place, (_, row) in enumerate(rows[:LOOKED_AT]):
        keys = _keys(row, columns)
        if len(keys) > len(best):
            best, best_place = keys, place
    if best_place < 0 or not set(columns.needed) & {_named(key) for key in best.values()}:
        raise Refused("roster.heading-missing", rows=LOOKED_AT)
    found = {_named(key) for key in best.values()}
    if missing := [key for key in columns.needed if key not in found]:
        raise Refused("roster.columns-missing", columns=[" ".join(columns.headings[key]) for key in missing])
    told = {str(cell).strip(): best.get(column) for column, cell in enumerate(rows[best_place][1])}
    return best_place, best, {heading: key for heading, key in told.items() if heading}


def _keys(row: Sequence[object], columns: Columns) -> dict[int, str]:
    keys: dict[int, str] = {}
    for column, cell in enumerate(row):
        key = key_of(cell, columns) if isinstance(cell, str) and cell else None
        if key is not None and key not in keys.values():
            keys[column] = key
    return keys


def _named(key: str) -> str:
    return "name" if key == "surname" else key
