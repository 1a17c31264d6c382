"""Making an alert of a notice."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import override

from portlight.channels.cap import composing, queries, rules, signing
from portlight.channels.cap.composing import Heading
from portlight.channels.cap.models import Alert
from portlight.channels.cap.rules import Sent
from portlight.delivery.port import Edition, Posted
from portlight.toolkit.languages import language_for


def issue(posted: Posted) -> str:
    """The identifier of the alert that says what the notice says now; "" when there was never anything to cancel.

    A published alert never changes (CAP 1.2 §3.2.1): another language, a correction or another severity is an Update,
    a withdrawal a Cancel, each with references to every alert of the notice that may still be believed. What was said
    already is not said again, whoever asks and how often. Raises signing.NoKey.
    """
    try:
        with transaction.atomic():
            return _issue(posted, queries.chain(posted.about))
    except IntegrityError:  # another worker has just said it
        with transaction.atomic():
            return _issue(posted, queries.chain(posted.about))


def _issue(posted: Posted, chain: tuple[Sent, ...]) -> str:
    texts, withdrawn = composing.editions(posted), posted.withdrawn_at is not None
    status = "Exercise" if _exercise(texts) else "Actual"
    said = {language: (one.code, one.title, one.text) for language, one in texts.items()}
    ends = sorted({one.not_after.isoformat() for one in texts.values()})
    state = rules.state(said, withdrawn=withdrawn, more=[status, posted.severity, *ends])
    kind = rules.kind_of(chain, withdrawn=withdrawn)
    if chain and chain[-1].state == state:
        return chain[-1].identifier
    if not kind:
        return ""
    newest = sorted(texts.values(), key=lambda one: one.released_at, reverse=True)
    heading = Heading(
        identifier=rules.identifier(
            [one.code for one in newest], [one.identifier for one in chain], kind=kind, number=len(chain) + 1
        ),
        sender=signing.sender(), status=status, kind=kind, references=rules.references(chain),
        sent=rules.moment(posted.withdrawn_at or newest[0].released_at, settings.TIME_ZONE),
    )  # fmt: skip
    _keep(posted, heading, chain, state)
    return heading.identifier


def _exercise(texts: dict[str, Edition]) -> bool:
    """A drill, or a whole system that is one: nothing of a demonstration may sound like the real thing."""
    return settings.MODE in {"demo", "training"} or any(one.drill for one in texts.values())


def _keep(posted: Posted, heading: Heading, chain: tuple[Sent, ...], state: str) -> None:
    texts = composing.editions(posted)
    language = language_for((), texts) or next(iter(texts))
    with override(language.lower()):
        headline = composing.headline(posted, texts[language], exercise=heading.status == "Exercise")
    Alert.objects.create(
        about=posted.about, number=len(chain) + 1, identifier=heading.identifier, sender=heading.sender,
        sent=heading.sent, kind=heading.kind, status=heading.status, state=state, language=language,
        headline=headline, xml=signing.signed(composing.compose(posted, heading)),
    )  # fmt: skip
