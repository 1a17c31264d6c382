"""What a sign-up must say. Refusals raised here: subscribing.no-language, subscribing.no-consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from portlight.toolkit.refusals import Refused

CONFIRM_WITHIN = timedelta(days=7)  # after it an unconfirmed sign-up is forgotten


def chain(first: str, others: Sequence[str]) -> tuple[str, ...]:
    """The person's languages in her order: the one she wants first, then the others she reads."""
    if not first:
        raise Refused("subscribing.no-language", field="first_language")
    return (first, *(code for code in others if code != first))


def check_consent(given: bool) -> None:
    """Nothing is sent to somebody who did not agree (PIPL arts. 13–14)."""
    if not given:
        raise Refused("subscribing.no-consent", field="consent")
