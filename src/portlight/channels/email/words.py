"""What an e-mail of the office says around the text."""

from __future__ import annotations

from django.utils.translation import gettext_noop

NOT_YET = gettext_noop(
    "This message is not available in your language yet. You receive it in %(language)s now, and in your language as "
    "soon as it has been checked."
)
EXERCISE_SUBJECT = gettext_noop("EXERCISE: %(title)s")
LABEL = gettext_noop("E-mail")
