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

# Why the office cancels an appointment: a code is kept.
CANCELLED_BECAUSE = {
    "closed": gettext_lazy("We are closed at this time"),
    "mistaken": gettext_lazy("It was booked by mistake"),
    "asked-by-person": gettext_lazy("The person asked for it"),
}

# States of an emergency: the word and how its chip looks.
EMERGENCY_STATES = {
    "draft": (gettext_lazy("Draft"), ""),
    "proposed": (gettext_lazy("Waits for a second person"), "now"),
    "effective": (gettext_lazy("In force"), "now"),
    "ahead": (gettext_lazy("Signed, not begun"), "sky"),
    "past": (gettext_lazy("Past its last day: to be ended"), "late"),
    "reverted": (gettext_lazy("Reverted"), ""),
    "ended": (gettext_lazy("Ended"), ""),
}

# What the worker is doing with it.
PAGES = {
    "clear": gettext_lazy("It is being counted."),
    "plan": gettext_lazy("It is being counted."),
    "apply": gettext_lazy("It is taking effect."),
    "late": gettext_lazy("It is taking effect."),
    "undo": gettext_lazy("What it did is being undone."),
    "destroy": gettext_lazy("What was collected only for it is being destroyed."),
}

# What became of the rows of a plan.
ROW_STATES = {
    "planned": gettext_lazy("to be done"),
    "by-hand": gettext_lazy("left to an officer"),
    "applied": gettext_lazy("done"),
    "skipped": gettext_lazy("left alone: changed since it was counted"),
    "undone": gettext_lazy("undone"),
    "left": gettext_lazy("not undone: changed since"),
}
