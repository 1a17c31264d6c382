"""Prepared notices: signed in quiet times, filled in at two in the morning by one writer, released by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.notices.commands.draft import put
from portlight.capabilities.notices.commands.opening import move, open_notice, text_of
from portlight.capabilities.notices.models import Prepared, PreparedText
from portlight.capabilities.notices.reference import PreparedSheet, sheets
from portlight.capabilities.notices.rules import slots
from portlight.capabilities.notices.rules.signoff import Step, check_wording, digest
from portlight.kernel.people.rules import Question
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import SOURCE
from portlight.toolkit.refusals import Refused


@transaction.atomic
def load_prepared(*, by: Actor, at: datetime) -> int:
    """Load the reference sheets that came with the product; returns how many languages are new or changed.

    A changed sentence is a proposal again: the signature was for other bytes. Safe to repeat.
    """
    changed = sum(_load(sheet) for sheet in sheets())
    if changed:
        timeline.record("notices.prepared-loaded", about="prepared", by=by, at=at, facts={"texts": changed})
    return changed


@transaction.atomic
def sign_prepared(
    *, key: str, languages: Sequence[str], by: Actor, at: datetime, request_id: UUID | None = None
) -> None:
    """Sign a prepared notice's sentences in these languages, with their slots still open."""
    given = {"verb": "sign-prepared", "key": key, "languages": list(languages)}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    texts = PreparedText.objects.filter(prepared_id=key, language__in=languages, signed_at=None)
    signed = {text.language: text.sha256 for text in texts}
    if not signed:
        raise Refused("notices.nothing-to-sign", key=key)
    texts.update(signed_by=by.key, signed_at=at)
    timeline.record(
        "notices.prepared-signed", about=key, by=by, at=at, facts={"sha256": signed},
        request_id=request_id, given=given, result=key,
    )  # fmt: skip


@transaction.atomic
def fill(
    *,
    key: str,
    values: Mapping[str, str],
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> str:
    """A notice from a prepared one: every signed language filled and signed as it stands. Returns its number.

    Only a releaser is still needed, who is not the writer. Refuses: notices.prepared-unknown,
    notices.prepared-unsigned, notices.slot-missing, notices.slot-wrong, notices.slot-unknown.
    """
    given = {"verb": "fill", "key": key, "values": dict(values)}
    if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
        return earlier
    prepared = Prepared.objects.filter(pk=key).first()
    if prepared is None:
        raise Refused("notices.prepared-unknown", key=key)
    typed = slots.parse(values, prepared.slots)
    texts = list(PreparedText.objects.filter(prepared=prepared).exclude(signed_at=None))
    if SOURCE not in {text.language for text in texts}:
        raise Refused("notices.prepared-unsigned", key=key)
    notice = open_notice(
        at=at,
        origin="prepared",
        source_language=SOURCE,
        severity=prepared.severity,
        topic=prepared.topic,
        written_by=by.key,
        prepared_key=key,
        slots=typed,
        audience=Question().to_json(),
    )
    for text in sorted(texts, key=lambda text: text.language != SOURCE):
        title, body = (slots.fill(part, typed, prepared.slots, text.language) for part in (text.title, text.body))
        check_wording(title, body)
        put(notice, text.language, title, body, by=by, at=at, source_sha256="")
        move(
            text_of(notice, text.language), step=Step.SIGNED, signed_by=text.signed_by, signed_at=text.signed_at,
            source_sha256="" if text.language == SOURCE else text_of(notice, SOURCE).sha256,
        )  # fmt: skip
    timeline.record(
        "notices.filled", about=notice.number, by=by, at=at, facts={"prepared": key, "slots": typed},
        request_id=request_id, given=given, result=notice.number,
    )  # fmt: skip
    return notice.number


def _load(sheet: PreparedSheet) -> int:
    Prepared.objects.update_or_create(
        key=sheet.key,
        defaults={"edition": sheet.edition, "severity": sheet.severity, "topic": sheet.topic, "slots": sheet.slots},
    )
    known = dict(PreparedText.objects.filter(prepared_id=sheet.key).values_list("language", "sha256"))
    changed = 0
    for language, (title, body) in sheet.texts.items():
        sha = digest(title, body)
        if known.get(language) == sha:
            continue
        PreparedText.objects.update_or_create(
            prepared_id=sheet.key,
            language=language,
            defaults={"title": title, "body": body, "sha256": sha, "signed_by": "", "signed_at": None},
        )
        changed += 1
    return changed
