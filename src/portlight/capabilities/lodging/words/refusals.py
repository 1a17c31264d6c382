"""Why lodging refuses, by code."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = {
    "lodging.address-missing": gettext_noop("Choose the address from the list, or write road, number and district."),
    "lodging.born-odd": gettext_noop("Check the date of birth: it cannot be right."),
    "lodging.code-no-good": gettext_noop(
        "This does not open anything. Check every letter and digit on your sheet. Each code is good once and for a "
        "limited time; ask for a new one at any counter."
    ),
    "lodging.code-throttled": gettext_noop("Too many tries with this code. Wait an hour, then try again."),
    "lodging.code-unknown": gettext_noop("There is no such code."),
    "lodging.codes-too-many": gettext_noop(
        "This counter has made {most} codes today, as many as the office allows. File for the person yourself."
    ),
    "lodging.dates-reversed": gettext_noop("Check the dates: the end comes before the beginning."),
    "lodging.entered-odd": gettext_noop("Check the day of entry: it cannot be right."),
    "lodging.entrants-columns": gettext_noop(
        "These columns are missing: {columns}. A list has the country and the number of the passport and the moment of "
        "entry; e-mail or telephone, and language, may follow."
    ),
    "lodging.entrants-none": gettext_noop("There is nobody below the headings. Fill in a row for each person."),
    "lodging.exempt": gettext_noop(
        "Holders of diplomatic, courtesy or service visas need not register here. Your mission or the foreign affairs "
        "office can tell you more."
    ),
    "lodging.guardian-needed": gettext_noop(
        "For a child under {years}, a parent or guardian declares. Go back and choose “for my child”."
    ),
    "lodging.hotel": gettext_noop(
        "This is a hotel. The hotel registers you itself: show your passport at its desk. If it did not, call the "
        "hotline."
    ),
    "lodging.leaving-too-far": gettext_noop("No stay is that long. Check the day you leave, or leave it empty."),
    "lodging.name-odd": gettext_noop(
        "Write the name in letters as the passport shows it, without numbers or pictures, 120 characters at most."
    ),
    "lodging.nationality-unknown": gettext_noop("Choose the nationality from the list."),
    "lodging.not-current": gettext_noop("This registration is not in force any more."),
    "lodging.not-yet": gettext_noop(
        "You can declare on the day you move in, and within 24 hours after it. Come back then."
    ),
    "lodging.outside-city": gettext_noop(
        "This address is not in this city. Please register with the police of the place where you live."
    ),
    "lodging.paper-number-odd": gettext_noop("Write the number of the passport: letters and digits, without spaces."),
    "lodging.reason-unknown": gettext_noop("Choose from the list."),
    "lodging.room-odd": gettext_noop("This is too long. Write road, number, building and room only."),
    "lodging.station-unknown": gettext_noop("Choose a police station of this district."),
    "lodging.still-missing": gettext_noop("Fill in everything that is asked here, then send it."),
    "lodging.throttled": gettext_noop("Too many codes were asked for. Wait an hour, then try again."),
    "lodging.too-long-ago": gettext_noop("Check the day you moved in: it is very long ago."),
    "lodging.unknown": gettext_noop("There is no declaration with this number."),
    "roster.unknown": gettext_noop("There is no roster with this number."),
}
