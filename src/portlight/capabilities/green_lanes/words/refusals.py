"""Why green lanes refuse, by code."""

from django.utils.translation import gettext_noop

SENTENCES = {
    "lanes.about-unknown": gettext_noop("Choose from the list."),
    "lanes.contact-unknown": gettext_noop("Choose who at the office answers for this institution."),
    "lanes.hours-odd": gettext_noop("Choose days and hours together: from an earlier hour to a later one."),
    "lanes.no-agreement": gettext_noop(
        "No agreement with this institution is in force. Ask the office for one under “Ask the office”."
    ),
    "lanes.no-times": gettext_noop("The green lane has no free time on this day. Choose another day."),
    "lanes.nobody-to-book": gettext_noop("Nobody in this list needs a time: all have one, or need not come."),
    "lanes.not-a-draft": gettext_noop("This draft does not stand any more: it was filed, dropped or revoked."),
    "lanes.not-a-zip": gettext_noop("This is no ZIP file we can open. Pack the files again."),
    "lanes.not-proposed": gettext_noop("This agreement was decided on already."),
    "lanes.not-yours": gettext_noop("Only an officer of this office may do this."),
    "lanes.no-time-booked": gettext_noop("This row has no time ahead any more. Look at the list again."),
    "lanes.outside-hours": gettext_noop(
        "The free times of this day lie outside your reserved hours, or in hours reserved for another institution. "
        "Choose another day, or ask the office."
    ),
    "lanes.own-proposal": gettext_noop("Whoever proposed an agreement does not sign it: a second person does."),
    "lanes.program-elsewhere": gettext_noop("This program acts for another institution already."),
    "lanes.program-unknown": gettext_noop("Choose a program that was admitted for lists of institutions."),
    "lanes.promise-odd": gettext_noop("Promise an answer within 1 to 15 working days."),
    "lanes.proposed-already": gettext_noop(
        "An agreement with this institution waits for a second person. Decide on that one first."
    ),
    "lanes.quota-odd": gettext_noop("Check these numbers: a week has at least as many times as a day."),
    "lanes.quota-lowered": gettext_noop(
        "In this emergency {day} times a day and {week} a week can be booked, fewer than agreed, and they are used up. "
        "Choose another day, or ask the office."
    ),
    "lanes.quota-used": gettext_noop(
        "The agreed number of times is used up: {day} a day, {week} a week. Choose another day, or ask the office."
    ),
    "lanes.sheet-gone": gettext_noop("This sheet was deleted after a month. Hand in your list again."),
    "lanes.term-odd": gettext_noop("Check the days: the end comes after the beginning, and within three years."),
    "lanes.text-missing": gettext_noop("Write what it is about, in {most} characters at most."),
    "lanes.too-many": gettext_noop("One list holds {most} people at most. Divide it."),
    "lanes.unknown": gettext_noop("This is not here, or you do not act for this institution."),
    "lanes.zip-encrypted": gettext_noop("This ZIP file has a password. Pack the files again without one."),
    "lanes.zip-too-large": gettext_noop(
        "This ZIP file is too large: {most} MB and {files} files at most. Divide it into several."
    ),
}
