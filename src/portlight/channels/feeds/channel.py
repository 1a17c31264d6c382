"""Feeds, two per language: how consulates, chambers and newsrooms follow without asking."""

from __future__ import annotations

from portlight.channels.feeds import atom, json_feed, words
from portlight.channels.feeds.listing import OUTLET, place
from portlight.delivery import port, shelf
from portlight.delivery.port import Answer, Limits, Posted


class Feeds:
    kind = OUTLET
    label = words.LABEL
    limits = Limits()

    def publish(self, posted: Posted) -> Answer:
        """The feeds of its language, and of every language the correction has not reached yet."""
        behind = [language for language, edition in posted.texts.items() if edition.superseded]
        for language in dict.fromkeys((posted.language, *behind)):
            shelf.put(place(language, json_feed.NAME)[1:], json_feed.feed(language))
            shelf.put(place(language, atom.NAME)[1:], atom.feed(language))
        return port.accepted(place(posted.language, atom.NAME))
