"""What an alert says around the text of a notice."""

from __future__ import annotations

from django.utils.translation import gettext_noop

LABEL = gettext_noop("Alerts for apps and sirens (CAP)")
FEED = gettext_noop("Alerts")
AREA = gettext_noop("Shanghai")
EVENT = gettext_noop("Notice of the exit-entry office")
WITHDRAWN = gettext_noop("Withdrawn: %(title)s")
EXERCISE = gettext_noop("EXERCISE: %(title)s")
EXERCISE_TEXT = gettext_noop("This is an exercise. You do not have to do anything.")
NO_LONGER = gettext_noop("This notice has been withdrawn. What it says does not hold any more.")
INSTRUCTION = gettext_noop(
    "Read the notice on the office's website before you act. It carries the same code: {code}. Questions: {hotline}, day and night."
)
SENTENCES: dict[str, str] = {
    "cap.key-there": gettext_noop(
        "There is a key already: {file}. Whoever checks the office's alerts knows its certificate; replace it only on purpose."
    ),
}
