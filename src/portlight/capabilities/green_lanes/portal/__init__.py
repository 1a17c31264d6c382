"""Green lanes at the portal: an institution's lists, people, officers and requests; and what a person sees of it."""

from portlight.capabilities.green_lanes.portal.asking import ask, request
from portlight.capabilities.green_lanes.portal.lists import (
    book,
    collection,
    draft,
    drop,
    list,
    marked,
    papers,
    roster,
    template,
)
from portlight.capabilities.green_lanes.portal.mine import mine, revoke
from portlight.capabilities.green_lanes.portal.standing import at, dismiss, index, join, officers, people, report
from portlight.capabilities.green_lanes.portal.times import cancel, move

__all__ = [
    "ask", "at", "book", "cancel", "collection", "dismiss", "draft", "drop", "index", "join", "list", "marked", "mine",
    "move", "officers", "papers", "people", "report", "request", "revoke", "roster", "template",
]  # fmt: skip
