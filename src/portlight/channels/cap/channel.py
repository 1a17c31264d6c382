"""Common Alerting Protocol 1.2: the notice as warning apps, sirens and newsrooms read it."""

from __future__ import annotations

from portlight.channels.cap import commands, feed, queries, signing, words
from portlight.delivery import port, shelf
from portlight.delivery.port import Answer, Limits, Posted


class Cap:
    kind = "cap"
    label = words.LABEL
    limits = Limits()

    def publish(self, posted: Posted) -> Answer:
        """The alert of the notice as it is now, and the feed that leads to it. Repeating it says nothing twice."""
        try:
            identifier = commands.issue(posted)
        except signing.NoKey:
            return port.later("no-key")
        if identifier:
            shelf.put(f"cap/{identifier}.xml", queries.xml(identifier))
            shelf.put(feed.PATH, feed.feed())
        return port.accepted(identifier)
