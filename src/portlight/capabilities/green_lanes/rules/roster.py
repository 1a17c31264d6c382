"""The roster of an institution: which columns it has, and what can be wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from portlight.capabilities.green_lanes.rules.matters import GROUNDS, MATTERS
from portlight.kernel.people.rules import check_address
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import ERROR, WARN, Problem, Roster, cells, checking, columns
from portlight.toolkit.rosters.cells import Wrong
from portlight.toolkit.rosters.checking import Work
from portlight.toolkit.rosters.columns import Columns, plain
from portlight.toolkit.rosters.writing import Template
from portlight.toolkit.sheets import Cell, Sheet
from portlight.toolkit.visas import VISAS

MOST_PEOPLE = 2_000  # of one sheet: they are checked in a second and drafted in one transaction
_STAYS = ("residence-permit", "stay-permit", "visa-free")
COLUMNS = Columns(
    needed=("name", "nationality", "birth_date", "doc_number", "visa_type", "visa_expiry"),
    headings={
        **columns.HEADINGS,
        "visa_type": ("签证/居留种类", "Visa or permit"),
        "visa_expiry": ("停留居留截止日期", "May stay until"),
        "wanted": ("办理事项", "Wanted"),
        "grounds": ("代办理由", "Ground for the institution"),
        "email": ("电子邮箱", "E-mail of the person"),
    },
    names={
        **columns.NAMES,
        "visa_type": f"{columns.NAMES['visa_type']}|签证居留种类|visa or residence permit|permit|kind of permit",
        "visa_expiry": (
            f"{columns.NAMES['visa_expiry']}|may stay until|停留居留截止日期|居留有效期至|"
            "居留许可有效期|permit until|ends on"
        ),
        "wanted": "办理事项|事项|申请事项|wanted|matter|application|what is wanted|antrag|demande|solicitud",
        "grounds": "代办理由|理由|ground for the institution|ground|grounds|reason for filing",
        "email": "电子邮箱|邮箱|e mail of the person|email|e mail|e mail address|email address|mail|courriel",
    },
    passed_over={
        "number": "序号|编号|no|nr|number|row|id|s n|serial|serial number|num",
        "phone": "联系电话|电话|手机|手机号|phone|telephone|mobile|mobile number|phone number|tel",
        "note": "备注|说明|note|notes|remark|remarks|comment|comments",
        "department": "部门|院系|学院|department|faculty|school|unit",
        "staff_number": "学号|工号|student number|student id|staff number|employee number|employee id",
    },
)
TEMPLATE = Template(
    keys=(
        "surname", "given_name", "nationality", "sex", "birth_date", "doc_number", "doc_expiry", "visa_type",
        "visa_expiry", "entry_date", "wanted", "grounds", "email",
    ),
    days=frozenset(checking.DATES),
    lists={"sex": ("F", "M", "X"), "visa_type": (*VISAS, *_STAYS), "wanted": MATTERS, "grounds": GROUNDS},
    columns=COLUMNS,
)  # fmt: skip

_WANTED = {
    plain(said): code
    for code, names in {
        "visa-extension": "签证延期|visa extension|extend visa",
        "visa-replacement": "签证换发|visa replacement",
        "visa-reissue": "签证补发|visa reissue",
        "stay-permit": "停留证件|stay permit",
        "residence-work": "工作类居留证件|工作居留|residence permit work|work residence permit",
        "residence-study": "学习类居留证件|学习居留|residence permit study|study residence permit",
        "residence-journalist": "记者类居留证件|residence permit journalist",
        "residence-reunion": "团聚类居留证件|residence permit reunion",
        "residence-private": "私人事务类居留证件|residence permit private",
        "residence-extension": "居留证件延期|居留延期|居留许可延期|residence permit extension|extension|延期",
        "residence-change": "居留证件变更|居留变更|residence permit change|change",
        "residence-reissue": "居留证件补发|residence permit reissue",
        "residence-note": "居留证件加注|加注|residence permit note|internship|实习",
        "nothing": "无|不办理|none|nothing|no|-",
    }.items()
    for said in (code, *names.split("|"))
}
_GROUNDS = {
    plain(said): code
    for code, names in {
        "unwell": "行动不便|疾病|ill|illness|unwell|disabled",
        "talent": "国家需要的人才|人才|talent",
        "good-record": "记录良好|good record|record",
    }.items()
    for said in (code, *names.split("|"))
}


def check(sheet: Sheet, *, as_of: date) -> Roster:
    """Every row's verdict as of a day; what stands beside the sheet – earlier rosters – is compared by the caller.

    Refused: roster.heading-missing, roster.columns-missing, roster.no-rows, lanes.too-many.
    """
    if len(sheet.rows) > MOST_PEOPLE:
        raise Refused("lanes.too-many", most=MOST_PEOPLE)
    work = checking.begun(sheet, COLUMNS, as_of=as_of)
    checking.read(work, _READERS)
    checking.person(work)
    _stays(work)
    checking.twice(work)
    _told(work)
    return work.roster()


def noted(roster: Roster, place: int, code: str, verdict: str) -> None:
    """Adds what only the institution's earlier rosters show, first among equals."""
    given = roster.values["doc_number"][place] or ""
    problem = Problem(verdict, "doc_number", str(given), code, {})
    found = [*roster.problems.get(place, ()), problem]
    problems: dict[int, Any] = roster.problems  # type: ignore[assignment]
    problems[place] = sorted(found, key=lambda one: one.verdict != ERROR)


def _stays(work: Work) -> None:
    """Without what somebody holds, and until when, nobody can say what she needs."""
    for key in ("visa_type", "visa_expiry"):
        for place, found in enumerate(work.column(key)):
            if found is None or found == ("unknown", ""):
                work.note_once(place, key, "empty")


def _told(work: Work) -> None:
    """Who is not told cannot object: the row stands, and somebody must tell her."""
    for place, email in enumerate(work.column("email")):
        if not email:
            work.note_once(place, "email", "no-email", WARN)


def _stay(cell: Cell) -> Any:
    found = cells.stay(cell)
    return found._replace(verdict=ERROR) if type(found) is Wrong and found.code == "stay-kind-unknown" else found


def _wanted(cell: Cell) -> Any:
    return "" if cell == "" else _WANTED.get(plain(cells.text(cell))) or Wrong("wanted-unknown", ERROR)


def _grounds(cell: Cell) -> Any:
    return "" if cell == "" else _GROUNDS.get(plain(cells.text(cell))) or Wrong("ground-unknown", WARN, "")


def _email(cell: Cell) -> Any:
    said = cells.text(cell) if isinstance(cell, str) else ""
    if cell == "":
        return ""
    try:
        check_address("email", said)
    except Refused:
        return Wrong("email-odd", ERROR)
    return said


_READERS: Mapping[str, Callable[[Cell], Any]] = {
    **checking.READERS, "visa_type": _stay, "wanted": _wanted, "grounds": _grounds, "email": _email,
}  # fmt: skip


def places_of(roster: Roster, codes: Collection[str]) -> tuple[int, ...]:
    """Places of the rows that have one of these problems."""
    return tuple(place for place, found in roster.problems.items() if any(one.code in codes for one in found))
