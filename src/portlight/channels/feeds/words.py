from django.utils.translation import gettext_noop

LABEL = gettext_noop("Atom feed")
TITLE = gettext_noop("Notices")
WITHDRAWN = gettext_noop("Withdrawn: %(title)s")
SUPERSEDED = gettext_noop("Corrected in other languages: %(title)s")
EXERCISE = gettext_noop("EXERCISE: %(title)s")
