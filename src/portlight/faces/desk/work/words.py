"""The officers' day in the words of the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

TABS = {
    "mine": gettext_lazy("Held by me"),
    "team": gettext_lazy("Of my worklists"),
    "urgent": gettext_lazy("Urgent"),
    "soon": gettext_lazy("Overdue and due soon"),
}
# Kinds of periods.
CLOCKS = {
    "legal": gettext_lazy("Legal period"),
    "promised": gettext_lazy("The office’s promise"),
    "internal": gettext_lazy("Internal period"),
}
# States of a period: the word and how its chip looks. Of one that is done, whether it was done in time.
CLOCK_STATES = {
    "running": (gettext_lazy("Runs"), "now", "clock"),
    "paused": (gettext_lazy("Stands still"), "", ""),
    "lapsed": (gettext_lazy("Has run out"), "late", "clock"),
    "met": (gettext_lazy("Done in time"), "good", "check"),
    "missed": (gettext_lazy("Done late"), "late", ""),
    "stopped": (gettext_lazy("Done"), "", ""),
}
LINKS = {
    "like": gettext_lazy("perhaps the same"),
    "continues": gettext_lazy("before or after it"),
    "contradicts": gettext_lazy("the same passport and address, another person"),
    "with": gettext_lazy("together with it"),
}
AGES = {
    "1": gettext_lazy("Less than a day"),
    "3": gettext_lazy("1 to 3 days"),
    "7": gettext_lazy("3 to 7 days"),
    "14": gettext_lazy("7 to 14 days"),
    "30": gettext_lazy("14 to 30 days"),
    "older": gettext_lazy("30 days and more"),
}
