"""Why this room refuses, by code; its kinds and roles."""

from django.utils.translation import gettext_noop

SENTENCES = {
    "organisations.closed": gettext_noop("This institution is closed. Nobody can act for it."),
    "organisations.code-odd": gettext_noop(
        "This is no unified social credit code: it has 18 digits and letters, and the last one checks the others. "
        "Compare it with the licence."
    ),
    "organisations.invitation-other": gettext_noop(
        "This invitation was sent to another address. Sign out, and sign in with the address it came to."
    ),
    "organisations.invitation-over": gettext_noop(
        "This invitation is no longer good. Ask whoever invited you for another one."
    ),
    "organisations.kind-unknown": gettext_noop("Choose from the list."),
    "organisations.known": gettext_noop("An institution with this code stands in the list already."),
    "organisations.last-officer": gettext_noop(
        "This is the last officer. Invite another one first, or ask the office."
    ),
    "organisations.name-odd": gettext_noop("Write the name as it is registered, with 120 characters at most."),
    "organisations.not-yours": gettext_noop("Only an officer of the institution may do this."),
    "organisations.officer-already": gettext_noop("This person acts for the institution already."),
    "organisations.unknown": gettext_noop("There is no such institution."),
}
