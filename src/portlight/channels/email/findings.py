"""What an operator should know about the mail that came back."""

from __future__ import annotations

from datetime import datetime

from portlight.channels.email import queries
from portlight.channels.email.rules import Kind
from portlight.toolkit.nameplate import Finding

_MANY_COMPLAINTS = 10


def bounces(at: datetime) -> Finding:
    """For `portlight doctor`: servers that refuse us for what we are, readers who call us spam."""
    found = queries.lately(at=at)
    us, complaints = found.get(Kind.REPUTATION.value, 0), found.get("complaint", 0)
    if us:
        return Finding(
            state="warn", said=f"{us} messages of the last day came back because of us (5.7.x), not of their address.",
            remedy="Look at SPF, DKIM, DMARC and block lists: docs/howto/read-bounces.md",
        )  # fmt: skip
    if complaints >= _MANY_COMPLAINTS:
        return Finding(state="warn", said=f"{complaints} readers of the last day have called our messages spam.")
    told = sum(found.values())
    return Finding(state="ok", said=f"{told} messages came back in the last day, none because of us.")
