"""A person's own pages: hers at a glance, who looked, a link for a friend, a copy of everything, and closing it."""

from portlight.journeys.my_page.portal.copying import code_for_copy, copy, file_of_copy
from portlight.journeys.my_page.portal.leaving import close, closed
from portlight.journeys.my_page.portal.seeing import index, paper, readings
from portlight.journeys.my_page.portal.sharing import revoke, share, shared

__all__ = [
    "close", "closed", "code_for_copy", "copy", "file_of_copy", "index", "paper", "readings", "revoke", "share",
    "shared",
]  # fmt: skip
