"""What is asked about papers. What is printed on one is opened here and nowhere else, and every reading is noted."""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from portlight.kernel.papers import checking, keyring, printing, rules, seals, words
from portlight.kernel.papers.models import IssuedPaper, SealedCopy
from portlight.kernel.papers.printing import Opened
from portlight.kernel.timeline.commands import record
from portlight.toolkit import nameplate, stamps
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.nameplate import Checked
from portlight.toolkit.one import one
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import open_sealed
from portlight.toolkit.statements import read

CONTENT = "papers_issued.content"
PDF = "papers_sealed.pdf"


@dataclass(frozen=True, kw_only=True)
class PaperCard:
    """A paper without anything that is printed on it but its number. `valid_until` is exclusive."""

    number: str
    kind: str
    about: str
    holder: UUID | None
    language: str
    specimen: bool
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    revoked_at: datetime | None
    ground: str
    replaced_by: str
    seal_state: str  # waiting | sealed | specimen | given-up


@dataclass(frozen=True)
class Printed:
    pdf: bytes
    sealed: bool
    name: str  # of the file


@dataclass(frozen=True)
class FileVerdict:
    """What a PDF is worth: what its stamp says, and its seal (none | good | stranger | changed)."""

    checked: Checked
    seal: str
    signer: str


def card(number: str) -> PaperCard | None:
    row = one(IssuedPaper.objects.filter(number=number))
    return _card(row) if row else None


def of(about: str) -> tuple[PaperCard, ...]:
    """The papers about one subject, the latest first."""
    return tuple(_card(row) for row in IssuedPaper.objects.filter(about=about).order_by("-issued_at", "-id"))


def held_by(holder: UUID, *, most: int = 100) -> tuple[PaperCard, ...]:
    """The papers somebody holds, the latest first; those whose content was erased are not among them."""
    rows = IssuedPaper.objects.filter(holder=holder, content__isnull=False).order_by("-id")
    return tuple(_card(row) for row in rows[:most])


def pdf(number: str, *, language: str | None = None, by: Actor, why: str, at: datetime) -> Printed:
    """The paper as a file: the sealed one where there is one in that language, else printed anew. The reading is noted.

    Refused: papers.unknown, papers.why-missing, papers.language-unknown, papers.no-font, papers.no-letter.
    """
    if not why.strip():
        raise Refused("papers.why-missing", field="why")
    row = _row(number)
    language = language or row.language
    if language not in LANGUAGES:
        raise Refused("papers.language-unknown", language=language)
    copy = SealedCopy.objects.filter(paper=row).first() if language == row.language else None
    made = _sealed_pdf(copy) if copy else print_of(row, language=language, at=at)
    with transaction.atomic():
        facts = {"number": number, "language": language, "why": why.strip()[:200]}
        record("papers.opened", about=row.about, by=by, at=at, facts=facts)
    return Printed(made, copy is not None, f"{number}-{language}.pdf")


def shown(number: str, *, by: Actor, why: str, at: datetime) -> tuple[PaperCard, str]:
    """The paper, and the text of its square, to be shown on a screen to whoever holds it. The reading is noted.

    Refused: papers.unknown.
    """
    row = _row(number)
    record("papers.opened", about=row.about, by=by, at=at, facts={"number": number, "why": why})
    return _card(row), open_paper(row).stamp


def verdict_of(text: str, *, at: datetime) -> Checked | None:
    """What the office says of a stamp's text, or of number and code as typed; None when it is neither.

    A wrong number and a wrong code get the same answer.
    """
    if text.strip().startswith(stamps.PREFIX):
        return _of_stamp(text, at)
    pair = rules.typed(text)
    if pair is None:
        return None
    row = one(IssuedPaper.objects.filter(number=pair[0], content__isnull=False))
    opened = open_paper(row) if row else None
    if opened is None or not hmac.compare_digest(opened.code, pair[1]):
        return Checked(state="not-known", good=False, said=words.SAID["not-known"])
    return _of_stamp(opened.stamp, at)


def verdict_of_file(content: bytes, *, at: datetime) -> FileVerdict | None:
    """What a PDF is worth; None when it is none of ours. A seal that was broken makes it worthless."""
    found = checking.of_file(content, seals.certificates())
    return FileVerdict(_of_stamp(found.stamp, at), found.seal, found.signer) if found else None


def withdrawn_marks(*, at: datetime) -> frozenset[str]:
    """The marks of withdrawn papers that would still be valid: what ended by itself need not be on a list."""
    rows = IssuedPaper.objects.filter(revoked_at__lte=at).exclude(valid_until__lt=at - timedelta(days=1))
    return frozenset(rows.values_list("mark", flat=True))


def withdrawn_list(*, at: datetime) -> str:
    """The withdrawn papers, signed, as verifiers without a network take it in."""
    key, _ = keyring.current(at)
    return checking.withdrawn_list(withdrawn_marks(at=at), at=at, key=key)


def print_of(row: IssuedPaper, *, language: str, at: datetime, seal: str | None = None) -> bytes:
    """Printed anew, without a seal; `seal` is the line about it. For this room's own commands and queries."""
    line = words.SEAL_FOLLOWS if row.language == language else words.SEALED_ELSEWHERE
    if row.specimen:
        line = words.SEAL_OF_TRIAL
    return printing.pdf(open_paper(row), language=language, seal=line if seal is None else seal, at=at)


def open_paper(row: IssuedPaper) -> Opened:
    """For this room's own commands and queries: whoever shows it to somebody notes the reading."""
    if row.content is None:
        raise Refused("papers.unknown", number=row.number)
    inside = json.loads(open_sealed(row.content, column=CONTENT, seal=row.seal))
    return Opened(
        number=row.number, kind=nameplate.papers()[row.kind], facts=inside["facts"], code=inside["code"],
        stamp=inside["stamp"], specimen=row.specimen, issued_at=row.issued_at, valid_from=row.valid_from,
        valid_until=row.valid_until, language=row.language,
    )  # fmt: skip


def _of_stamp(text: str, at: datetime) -> Checked:
    """By the keys of this office, and by what it knows of the paper: a genuine stamp nobody issued is told apart."""
    kinds = nameplate.papers()
    verdict = stamps.verify(text, keyring.public(), at=at)
    if verdict.claims is None:
        return checking.checked(verdict, kinds)
    row = one(IssuedPaper.objects.filter(mark=stamps.mark(text)))
    if row is None and not verdict.specimen:
        return Checked(state="unrecorded", good=False, said=words.SAID["unrecorded"])
    if row and row.revoked_at is not None and row.revoked_at <= at:
        return checking.checked(verdict, kinds, state="replaced" if row.replaced_by else "revoked")
    return checking.checked(verdict, kinds)


def _sealed_pdf(copy: SealedCopy) -> bytes:
    return base64.b64decode(open_sealed(copy.pdf, column=PDF, seal=copy.seal))


def _row(number: str) -> IssuedPaper:
    row = one(read(IssuedPaper, "SELECT * FROM papers_issued WHERE number = %s AND content IS NOT NULL", number))
    if row is None:
        raise Refused("papers.unknown", number=number)
    return row


def _card(row: IssuedPaper) -> PaperCard:
    return PaperCard(
        number=row.number, kind=row.kind, about=row.about, holder=row.holder, language=row.language,
        specimen=row.specimen, issued_at=row.issued_at, valid_from=row.valid_from, valid_until=row.valid_until,
        revoked_at=row.revoked_at, ground=row.ground, replaced_by=row.replaced_by, seal_state=row.seal_state,
    )  # fmt: skip
