from django.utils.translation import gettext_noop

SENTENCES = {
    "cases.unknown": gettext_noop("There is no case with this number."),
    "cases.no-such-move": gettext_noop("This cannot be done at this point. Load the page again to see what can."),
    "cases.not-yours": gettext_noop("This can be done by somebody else only."),
    "cases.reason-missing": gettext_noop("Choose the reason."),
    "cases.changed-meanwhile": gettext_noop(
        "Somebody else has changed this case meanwhile. Look at it again, then decide. What you typed is below."
    ),
    "cases.held": gettext_noop("A colleague has taken this case up."),
}
