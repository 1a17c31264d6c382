"""What a notice is in the words of CAP 1.2 (OASIS, 1 July 2010). Values only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Weight:
    """Urgency, severity and certainty as §3.2.2 defines them."""

    urgency: str
    severity: str
    certainty: str


# Urgency says how soon to act (Immediate: at once; Expected: within the hour; Future: later). Severity says how great
# the threat to life or property is: a measure of an office is never Extreme. What the office has decided is observed.
WEIGHTS = {
    "emergency": Weight("Immediate", "Severe", "Observed"),
    "urgent": Weight("Expected", "Moderate", "Observed"),
    "ordinary": Weight("Future", "Minor", "Observed"),
}
_OVER = Weight("Past", "Minor", "Observed")
_CATEGORIES = {"health": "Health", "entry": "Transport"}


def weight(severity: str, *, withdrawn: bool) -> Weight:
    """Nothing is left to be done about what was withdrawn."""
    return _OVER if withdrawn else WEIGHTS[severity]


def category(topic: str, severity: str) -> str:
    """§3.2.2 category: by what the notice is about; an emergency of the office's own is one of general safety."""
    return _CATEGORIES.get(topic, "Safety" if severity == "emergency" else "Other")


def moment(at: datetime, zone: str) -> str:
    """§3.3.2 DateTime: seconds, and an offset in hours and minutes. Never the letter Z; UTC itself is -00:00."""
    told = at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
    return told.removesuffix("+00:00") + "-00:00" if told.endswith("+00:00") else told


@dataclass(frozen=True)
class Sent:
    """An earlier alert of the same notice, as references name it."""

    identifier: str
    sender: str
    sent: str
    kind: str
    state: str


def standing(chain: Sequence[Sent]) -> tuple[Sent, ...]:
    """The alerts that still hold for somebody: all since the last Cancel, because a reader may have missed any."""
    since = max((place for place, one in enumerate(chain, start=1) if one.kind == "Cancel"), default=0)
    return tuple(chain[since:])


def kind_of(chain: Sequence[Sent], *, withdrawn: bool) -> str:
    """Alert, Update or Cancel; empty: a notice that nobody was alerted to cannot be cancelled."""
    if withdrawn:
        return "Cancel" if standing(chain) else ""
    return "Update" if standing(chain) else "Alert"


def references(chain: Sequence[Sent]) -> str:
    """§3.2.1 references: sender,identifier,sent of each, divided by blanks; oldest first."""
    return " ".join(f"{one.sender},{one.identifier},{one.sent}" for one in standing(chain))


def identifier(codes: Iterable[str], used: Iterable[str], *, kind: str, number: int) -> str:
    """The official code that is new in this alert, newest first; where none is, the newest with the alert's number.

    No blanks, commas, < or & (§3.2.1): codes are letters, digits and a hyphen.
    """
    offered, taken = list(codes), set(used)
    fresh = [] if kind == "Cancel" else [code for code in offered if code not in taken]
    return fresh[0] if fresh else f"{offered[0]}.{number}"


def state(texts: Mapping[str, tuple[str, str, str]], *, withdrawn: bool, more: Sequence[str]) -> str:
    """Digest of everything an alert says. `texts`: language → code, title, text."""
    parts = ["\0".join((language, *text)) for language, text in sorted(texts.items())]
    told = "\1".join([*parts, str(withdrawn), *more])
    return hashlib.sha256(told.encode()).hexdigest()
