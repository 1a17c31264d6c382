"""What the channel says by itself. The first two stand in a field of at most twenty letters: keep them short."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

LABEL = gettext_noop("WeChat")
MASS_LABEL = gettext_noop("WeChat, to all followers")
A_MONTH = gettext_noop("Messages to all this month")
A_DAY = gettext_noop("Messages to all today")
NEWS = gettext_noop("The office has news")
EXERCISE = gettext_noop("EXERCISE: %(title)s")
CORRECTED = gettext_noop("Corrected: %(title)s")
WITHDRAWN = gettext_noop("Withdrawn: %(title)s")
READ = gettext_noop("Read it on the office's website: %(link)s")
IS_IT_OFFICIAL = gettext_noop("Code of this message: %(code)s. Check it at %(link)s")
NO_LONGER = gettext_noop("This notice no longer holds.")
SCAN = gettext_noop("You scan a code with WeChat and follow the office. From then on it writes to you there as well.")
SENTENCES: Mapping[str, str] = {
    "wechat.off": gettext_noop("WeChat is not switched on at this office. Choose another way to be written to."),
    "wechat.no-code-now": gettext_noop("WeChat gives no code just now. Try again in a minute."),
    "wechat.template-odd": gettext_noop("This template cannot be used: {why}."),
    "wechat.template-unknown": gettext_noop("There is no such template."),
}
