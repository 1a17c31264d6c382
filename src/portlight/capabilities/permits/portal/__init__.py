"""Permits at the portal: the guide without a sign-in, and the way to an application with one."""

from portlight.capabilities.permits.portal.dates import dates, index
from portlight.capabilities.permits.portal.filing import check, file, papers, stay, throw_away, who, wish
from portlight.capabilities.permits.portal.photo import photo, reading
from portlight.capabilities.permits.portal.standing import application, complete, paper, reply, withdraw
from portlight.capabilities.permits.portal.which import which

__all__ = [
    "application", "check", "complete", "dates", "file", "index", "paper", "papers", "photo", "reading", "reply",
    "stay", "throw_away", "which", "who", "wish", "withdraw",
]  # fmt: skip
