"""Texts that come as files: a notice of one's own in several languages, or an official text received from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.notices.commands.draft import put
from portlight.capabilities.notices.commands.opening import move, notice_of, open_notice, source_of, text_of
from portlight.capabilities.notices.models import Text
from portlight.capabilities.notices.rules import intake as rules
from portlight.capabilities.notices.rules.release import Severity
from portlight.capabilities.notices.rules.signoff import Step, digest
from portlight.kernel.people.rules import Question
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


@transaction.atomic
def take_in(
    *,
    files: Sequence[tuple[str, bytes]],
    by: Actor,
    at: datetime,
    severity: str = "ordinary",
    topic: str = "office",
    issuer: str = "",
    received_from: str = "",
    request_id: UUID | None = None,
) -> str:
    """Make a notice of one UTF-8 file per language (first line the title). Returns its number; all files or none.

    With an `issuer` it is a received text: official, came in these languages, and is attested instead of translated.
    Languages without a file stay "not translated", and their readers get the next language of their chain.
    Refuses: notices.import-language, -twice, -encoding, -empty, -nothing, and an unsound wording.
    """
    texts = rules.read_texts(files)
    given = {"texts": {code: digest(*text) for code, text in texts.items()}, "issuer": issuer, "severity": severity}
    if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
        return earlier
    source = rules.source_of(texts)
    notice = open_notice(
        at=at,
        origin="received" if issuer else "written",
        source_language=source,
        severity=Severity(severity),
        topic=topic,
        written_by=by.key,
        issuer=issuer.strip(),
        received_from=received_from.strip(),
        audience=Question().to_json(),
    )
    source_sha = digest(*texts[source])
    for language, (title, body) in texts.items():
        made_from = "" if language == source else source_sha
        put(notice, language, title, body, by=by, at=at, source_sha256=made_from)
    timeline.record(
        "notices.taken-in", about=notice.number, by=by, at=at,
        facts={"sha256": given["texts"], "issuer": issuer, "source": source},
        request_id=request_id, given=given, result=notice.number,
    )  # fmt: skip
    return notice.number


@transaction.atomic
def propose(
    *, number: str, files: Sequence[tuple[str, bytes]], by: Actor, at: datetime, request_id: UUID | None = None
) -> tuple[str, ...]:
    """Lay proposals beside the source, one UTF-8 file per language: drafts nobody has vouched for yet.

    They come from outside (a partner office, a translation program) and never leave as they are: a translator reads
    one and hands it over, or writes it anew. What a person has written is not written over (notices.not-proposable).
    Returns the languages.
    """
    texts = rules.read_texts(files)
    given = {"verb": "propose", "number": number, "texts": {code: digest(*text) for code, text in texts.items()}}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return tuple(texts)
    notice = notice_of(number)
    source_sha = source_of(notice).sha256
    for language, (title, body) in texts.items():
        standing = text_of(notice, language)
        if language == notice.source_language or (standing.body and not standing.proposed):
            raise Refused("notices.not-proposable", language=language)
        put(notice, language, title, body, by=by, at=at, source_sha256=source_sha, proposed=True)
    timeline.record(
        "notices.proposed", about=number, by=by, at=at, facts={"sha256": given["texts"]},
        request_id=request_id, given=given, result=number,
    )  # fmt: skip
    return tuple(texts)


@transaction.atomic
def attest(*, number: str, by: Actor, at: datetime, request_id: UUID | None = None) -> tuple[str, ...]:
    """A second person attests a received text: issuer, where it came from, and the hash of each language.

    Its languages are then signed as received; the office does not vouch for a translation it did not make.
    Refuses: notices.not-received, notices.same-person, notices.nothing-to-attest.
    """
    notice = notice_of(number)
    given = {"verb": "attest", "number": number}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return ()
    if notice.origin != "received":
        raise Refused("notices.not-received", number=number)
    if by.key == notice.written_by:
        raise Refused("notices.same-person", language=notice.source_language)
    texts = list(Text.objects.filter(notice=notice, step=Step.DRAFT).exclude(body=""))
    if not texts:
        raise Refused("notices.nothing-to-attest", number=number)
    for text in texts:
        move(text_of(notice, text.language), step=Step.SIGNED, signed_by=by.key, signed_at=at)
    timeline.record(
        "notices.attested", about=number, by=by, at=at,
        facts={
            "issuer": notice.issuer, "from": notice.received_from,
            "sha256": {text.language: text.sha256 for text in texts},
        },
        request_id=request_id, given=given, result=number,
    )  # fmt: skip
    return tuple(text.language for text in texts)
