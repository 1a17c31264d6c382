"""The office's roles and hours, in the words of the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

ROLES = {
    "writer": gettext_lazy("Editor"),
    "translator": gettext_lazy("Translator"),
    "reviewer": gettext_lazy("Reviewer"),
    "approver": gettext_lazy("Approver"),
    "duty": gettext_lazy("Duty officer"),
    "operator": gettext_lazy("System operator"),
    "supervisor": gettext_lazy("Supervisor"),
    "auditor": gettext_lazy("Auditor"),
    "security": gettext_lazy("Security officer"),
}

# Severities whose messages keep quiet hours.
QUIET = {
    "ordinary": gettext_lazy("Ordinary messages"),
    "urgent": gettext_lazy("Urgent messages"),
}

# States of a decision table's version.
TABLE_STATES = {
    "draft": gettext_lazy("Draft"),
    "proposed": gettext_lazy("Proposed"),
    "published": gettext_lazy("Signed"),
    "retired": gettext_lazy("Taken back"),
}

# States of a program's key: the word and how its chip looks.
KEY_STATES = {
    "good": (gettext_lazy("Works"), "good", "check"),
    "soon": (gettext_lazy("Ends soon"), "now", "clock"),
    "over": (gettext_lazy("Has ended"), "", ""),
    "withdrawn": (gettext_lazy("Withdrawn"), "", ""),
}

# What is said of a decision table before it is published.
FINDINGS = {
    "asks-who": gettext_lazy("%(name)s asks who somebody is."),
    "no-proposal": gettext_lazy("%(name)s refuses or punishes, and is not marked as a proposal."),
    "unreachable": gettext_lazy("Row %(row)s is never reached."),
    "overlap": gettext_lazy(
        "Rows %(row)s and %(other)s meet the same facts and say different things; the first counts."
    ),
    "gap": gettext_lazy("No row above the last meets these facts: an officer decides."),
    "too-complex": gettext_lazy("The table is too large to be checked."),
}

# Whose places of a time.
LANES = {
    "ordinary": gettext_lazy("Ordinary"),
    "urgent": gettext_lazy("Urgent"),
    "green": gettext_lazy("Green lane"),
}

# What became of an appointment: the word and how its chip looks.
BOOKING_STATES = {
    "booked": (gettext_lazy("Expected"), "now", "clock"),
    "came": (gettext_lazy("Came"), "good", "check"),
    "missed": (gettext_lazy("Did not come"), "", ""),
    "over": (gettext_lazy("Nothing was noted"), "", ""),
}
