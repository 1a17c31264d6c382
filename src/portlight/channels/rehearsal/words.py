from django.utils.translation import gettext_noop

LABEL = gettext_noop("Rehearsal")
NOT_YET = gettext_noop(
    "This message is not available in your language yet. You receive it in %(language)s now, and in your language as "
    "soon as it has been checked."
)
