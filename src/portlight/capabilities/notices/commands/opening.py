"""Finding the rows a command works on, and giving a new notice its number."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.queries.judging import facts_of, notice_of
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

__all__ = ["check_unreleased", "facts_of", "move", "notice_of", "open_notice", "source_of", "text_of"]


def text_of(notice: Notice, language: str) -> Text:
    if language not in CODES:
        raise Refused("notices.import-language", language=language, known=", ".join(CODES))
    return Text.objects.get(notice=notice, language=language)


def source_of(notice: Notice) -> Text:
    return Text.objects.get(notice=notice, language=notice.source_language)


def move(text: Text, **changes: object) -> None:
    """Claim, do not lock: the text changes only if nobody changed it since it was read.

    Refused("notices.moved-meanwhile") otherwise.
    """
    changed = Text.objects.filter(pk=text.pk, revision=text.revision).update(revision=text.revision + 1, **changes)
    if changed != 1:
        raise Refused("notices.moved-meanwhile", language=text.language)


def check_unreleased(notice: Notice) -> None:
    if notice.released_at is not None:
        raise Refused("notices.released-already")


def open_notice(*, at: datetime, **fields: object) -> Notice:
    """A new notice with the next number of its year and an empty text in each language.

    Two at once may want the same number: the second takes the next one.
    """
    for _ in range(20):
        try:
            with transaction.atomic():
                notice = Notice.objects.create(number=_next_number(at.year), made_at=at, **fields)
        except IntegrityError:
            continue
        Text.objects.bulk_create([Text(notice=notice, language=language) for language in CODES])
        return notice
    raise Refused("notices.busy")


def _next_number(year: int) -> str:
    start = f"N-{year}-"
    last = Notice.objects.filter(number__startswith=start, subject="").aggregate(last=Max("number"))["last"]
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:03d}"
