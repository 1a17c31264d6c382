"""What the faces show of notices elsewhere: the portal's latest, and what waits for an account at the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop

from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.queries.listing import glass_waiting
from portlight.capabilities.notices.rules.signoff import Step
from portlight.kernel.staff import queries as staff
from portlight.toolkit.languages import language_for
from portlight.toolkit.nameplate import Headline, Waiting


def latest(language: str, most: int) -> Sequence[Headline]:
    """The newest notices in force, in the reader's language or the next of the office's; two queries."""
    newer = Notice.objects.filter(corrects=OuterRef("pk"), released_at__isnull=False)
    in_force = Notice.objects.filter(~Exists(newer), released_at__isnull=False, withdrawn_at=None)
    newest = in_force.order_by("-released_at")[:most]
    texts: dict[int, dict[str, Text]] = {}
    for text in Text.objects.filter(notice__in=list(newest), released_at__isnull=False).select_related("notice"):
        texts.setdefault(text.notice_id, {})[text.language] = text
    shown = (
        by_language[language_for((language,), by_language) or next(iter(by_language))] for by_language in texts.values()
    )
    return [_headline(text) for text in shown]


def waiting(key: str) -> Sequence[Waiting]:
    """What waits for this account: reviews, signatures, and releases by one person alone. Four queries at most."""
    held = staff.permissions_of(key)
    found = []
    if "notices.review" in held:
        count = _open(Step.TRANSLATED).exclude(translated_by=key).count()
        found.append(Waiting(label=gettext_noop("Texts to review"), count=count, href="/desk/notices/"))
    if "notices.sign" in held:
        count = _open(Step.REVIEWED).exclude(reviewed_by=key).exclude(translated_by=key).count()
        found.append(Waiting(label=gettext_noop("Texts to sign"), count=count, href="/desk/notices/"))
    if "notices.release" in held:
        count = _ready().exclude(written_by=key).count()
        found.append(Waiting(label=gettext_noop("Notices to release"), count=count, href="/desk/notices/"))
    if "notices.review-glass" in held:
        alone = len(glass_waiting())
        found.append(
            Waiting(label=gettext_noop("Released by one person alone"), count=alone, href="/desk/notices/", late=alone)
        )
    return [line for line in found if line.count]


def _headline(text: Text) -> Headline:
    return Headline(
        title=text.title,
        language=text.language,
        href=f"/{text.language}/notices/{text.notice.about.lower()}/",
        at=text.notice.released_at or text.notice.made_at,
    )


def _ready() -> QuerySet[Notice]:
    """Signed in the language that prevails, addressed, and not out yet."""
    prevails = Text.objects.filter(notice=OuterRef("pk"), language=OuterRef("source_language"), step=Step.SIGNED)
    return Notice.objects.filter(Exists(prevails), released_at=None, not_after__isnull=False)


def _open(step: Step) -> QuerySet[Text]:
    return Text.objects.filter(step=step, notice__withdrawn_at=None)
