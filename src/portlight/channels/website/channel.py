"""The office's own website: notices as files that are read while the database is down."""

from __future__ import annotations

from portlight.channels.website import baking, words
from portlight.delivery import port
from portlight.delivery.port import Answer, Limits, Posted


class Website:
    kind = "website"
    label = words.LABEL
    limits = Limits()

    def publish(self, posted: Posted) -> Answer:
        """The page in its language; the list of that language; and every page that did not know of it yet."""
        baking.notice(posted, posted.language)
        for language in posted.texts:
            if language != posted.language and baking.is_behind(posted, language):
                baking.notice(posted, language)
                baking.index(language)  # a text the correction has not reached yet says so in its list as well
        baking.index(posted.language)
        baking.sitemap()
        return port.accepted(baking.address(posted.slug, posted.language))
