"""The table that ships with the room, as it is read at the desk: its whole, its questions, what each row rests on."""

from django.utils.translation import gettext_noop

WHOLE = (
    gettext_noop("What the law lets an institution do for somebody"),
    gettext_noop("Regulations on Administration of Entry and Exit of Foreigners (2013), arts. 16, 19"),
)
QUESTIONS = (
    gettext_noop("What is wanted?"),
    gettext_noop("How old is the person?"),
    gettext_noop("Which ground of the law does the list name?"),
    gettext_noop("Does the institution guarantee the costs?"),
)
SOURCES = (
    gettext_noop(
        "Under 16, or 60 and over: the inviting unit may apply, also for a first residence permit (REG 2013, art. 19(2))"
    ),
    gettext_noop(
        "Who is ill and cannot come: the inviting unit may apply, also for a first residence permit (REG 2013, art. 19(2))"
    ),
    gettext_noop(
        "Talent the state needs: the inviting unit may apply for a first residence permit (REG 2013, art. 19(2))"
    ),
    gettext_noop("A first residence permit is applied for in person, with fingerprints (REG 2013, arts. 16, 19(2))"),
    gettext_noop("Under 16, or 60 and over: the inviting unit may apply (REG 2013, art. 19(1))"),
    gettext_noop("Who is ill and cannot come: the inviting unit may apply (REG 2013, art. 19(1))"),
    gettext_noop("Not the first entry, and a good record of stays: the inviting unit may apply (REG 2013, art. 19(1))"),
    gettext_noop("The inviting unit guarantees the costs: it may apply (REG 2013, art. 19(1))"),
    gettext_noop(
        "Without a ground of its own the inviting unit applies once it guarantees the costs; else the person comes (REG 2013, art. 19(1))"
    ),
    gettext_noop("An officer decides what no row above has said"),
)
