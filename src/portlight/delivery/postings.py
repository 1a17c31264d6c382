"""Public outlets: one posting per message, language and outlet, claimed like a lease, published by its channel."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from portlight.delivery import port, rules
from portlight.delivery.models import Message, Posting, Push, Rendition
from portlight.delivery.port import Edition, Posted
from portlight.toolkit.points import reached

_LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 20


def claim(owner: str, outlets: list[str], at: datetime) -> Posting | None:
    """The next posting that is due, or whose holder has let it lapse (publishing is safe to repeat)."""
    due = Posting.objects.filter(
        Q(state="waiting", due_at__lte=at) | Q(state="held", until__lt=at), outlet__in=outlets
    ).order_by("due_at", "id")
    for posting in due[:5]:
        mine = Posting.objects.filter(id=posting.id, state=posting.state, fence=posting.fence)
        if mine.update(state="held", owner=owner, fence=posting.fence + 1, until=at + _LEASE):
            posting.fence += 1
            return posting
    return None


def publish(posting: Posting, *, at: datetime) -> bool:
    """Bring it out and write down what came of it; True when it stands."""
    message = Message.objects.get(id=posting.message_id)
    if message.recalled_at is None and at >= message.not_after and posting.at is None:
        _close(posting, state="failed", last_error="expired")
        return False
    answer = port.public()[posting.outlet].publish(posted(message, posting.language))
    if answer.outcome == "accepted":
        with transaction.atomic():
            if _close(posting, state="published", at=at, last_error=""):
                Push.objects.get_or_create(
                    message=message, outlet=posting.outlet, language=posting.language, defaults={"at": at}
                )
        reached("delivery.page-baked")
        return True
    _failed(posting, answer, at)
    return False


def _failed(posting: Posting, answer: port.Answer, at: datetime) -> None:
    # A time named by the outlet is no failed attempt: a token an operator must renew may take days.
    attempts = posting.attempts + (0 if answer.wait else 1)
    final = answer.outcome == "refused" or attempts >= MOST_ATTEMPTS
    wait = answer.wait or rules.retry_wait(attempts + 1, spread=0.0)
    _close(
        posting, state="failed" if final else "waiting", attempts=attempts, last_error=answer.code[:200],
        due_at=at + timedelta(seconds=wait),
    )  # fmt: skip


def _close(posting: Posting, **changes: object) -> bool:
    mine = Posting.objects.filter(id=posting.id, state="held", fence=posting.fence)
    return bool(mine.update(owner="", until=None, **changes))


def again(message: Message, *, at: datetime) -> None:
    """Ask the outlets to show it anew: it was recalled, or another language has come."""
    Posting.objects.filter(message=message, state="published").update(state="waiting", due_at=at, fence=F("fence") + 1)


def posted(message: Message, language: str) -> Posted:
    """The notice as the outlets show it: of each language the newest text that was released and has gone out."""
    versions = list(
        Message.objects.filter(about=message.about, kind="notice").exclude(purpose="withdrawal").order_by("id")
    )
    newest = versions[-1] if versions else message
    current = newest.thread_id or newest.id
    every: dict[str, list[Edition]] = {}
    for rendition in Rendition.objects.filter(message__in=versions).select_related("message").order_by("message_id"):
        one = rendition.message
        superseded = (one.thread_id or one.id) != current
        every.setdefault(rendition.language, []).append(edition(one, rendition, superseded=superseded))
    return Posted(
        about=message.about, slug=str(newest.facts.get("slug") or rules.slug_of(message.about)), language=language,
        facts=newest.facts, texts={code: editions[-1] for code, editions in every.items()},
        withdrawn_at=newest.recalled_at, severity=newest.severity, earlier=tuple(every.get(language, [])[:-1]),
    )  # fmt: skip


def edition(message: Message, rendition: Rendition, *, superseded: bool = False) -> Edition:
    return Edition(
        code=message.code, language=rendition.language, title=rendition.title, text=rendition.text,
        released_at=message.announced_at, not_after=message.not_after, drill=message.drill, facts=message.facts,
        superseded=superseded,
    )  # fmt: skip
