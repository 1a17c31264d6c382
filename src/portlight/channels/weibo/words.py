"""What a post says around the headline. Posts are bilingual, Chinese before English: these are taken in both."""

from django.utils.translation import gettext_noop

LABEL = gettext_noop("Weibo")
AN_HOUR = gettext_noop("Posts this hour")
A_DAY = gettext_noop("Posts today")
EXERCISE = gettext_noop("EXERCISE: %(title)s")
CORRECTED = gettext_noop("Corrected: %(title)s")
WITHDRAWN = gettext_noop("Withdrawn: %(title)s")
TOKEN_ENDS = gettext_noop("Weibo's authorisation ends: have it renewed")
