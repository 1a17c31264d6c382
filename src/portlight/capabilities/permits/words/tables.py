"""The table that ships with the room, as it is read at the desk: its whole, its questions, what each row rests on."""

from __future__ import annotations

from django.utils.translation import gettext_noop

WHOLE = (
    gettext_noop("Which paper somebody needs"),
    gettext_noop(
        "Exit and Entry Administration Law (2012) and its Regulations (2013); Nationality Law (1980), art. 4"
    ),
)  # fmt: skip
QUESTIONS = (
    gettext_noop("On what is the person here?"),
    gettext_noop("What is wanted, or has happened?"),
    gettext_noop("How many days of stay are printed on the visa?"),
    gettext_noop("How many days of the stay are left?"),
    gettext_noop("Where is the passport?"),
    gettext_noop("Of a child: is one of the parents Chinese?"),
)
SOURCES = (
    gettext_noop(
        "Diplomatic, courtesy and service visas are the foreign ministry's (LAW 2012, art. 16; REG 2013, arts. 5, 28)"
    ),
    gettext_noop("A child born in China of a Chinese parent is Chinese (Nationality Law 1980, art. 4)"),
    gettext_noop(
        "Of parents without a nationality who live in China, an officer looks first (Nationality Law 1980, art. 6)"
    ),
    gettext_noop("A birth is registered within 60 days (LAW 2012, art. 40)"),
    gettext_noop("A death is told, and the permit cancelled (LAW 2012, art. 40)"),
    gettext_noop("First the loss is reported; the paper that proves it goes to the mission (REG 2013, art. 23)"),
    gettext_noop(
        "A passport is replaced by one's own embassy or consulate; only where it cannot, this office lets one leave (REG 2013, art. 23)"
    ),
    gettext_noop("Without a passport, and no mission can give one: the formalities for leaving (REG 2013, art. 23)"),
    gettext_noop("A visa that is lost, damaged or stolen is issued again (REG 2013, art. 11)"),
    gettext_noop("A residence permit that is lost or damaged is issued again (REG 2013, arts. 17, 18)"),
    gettext_noop(
        "Who came without a visa and stays longer, and crews that leave the port city, need a stay permit (LAW 2012, art. 34)"
    ),
    gettext_noop("The stay has ended: an officer looks for the lawful way on (LAW 2012, art. 78; REG 2013, art. 25)"),
    gettext_noop("A stay of up to 180 days can be extended (LAW 2012, art. 29; REG 2013, art. 14)"),
    gettext_noop(
        "This visa is followed by a residence permit, within 30 days of entry (LAW 2012, art. 30; REG 2013, arts. 9, 15)"
    ),
    gettext_noop("A residence permit is extended 30 days before it ends (LAW 2012, art. 32)"),
    gettext_noop("A change of purpose, where it is permitted, is a new visa (REG 2013, art. 10)"),
    gettext_noop("A group visa is split where there is good reason (REG 2013, art. 10)"),
    gettext_noop("A new passport needs the visa anew (REG 2013, art. 10)"),
    gettext_noop("What a residence permit says has changed: told within 10 days (LAW 2012, art. 33)"),
    gettext_noop("Work beside studies, or an internship, is written into the permit (REG 2013, art. 22)"),
    gettext_noop("An officer decides what no row above has said"),
)  # fmt: skip

TRIAGE_WHOLE = (
    gettext_noop("Who among the urgent is seen first"),
    gettext_noop(
        "The office's own order, published; Regulations on Administration of Entry and Exit of Foreigners (2013), arts. 13, 19; ten measures of 27 February 2020"
    ),
)  # fmt: skip
TRIAGE_QUESTIONS = (
    gettext_noop("Why can it not wait?"),
    gettext_noop("In how many days is it needed?"),
    gettext_noop("How many days of the stay are left?"),
    gettext_noop("Was something handed in that shows it?"),
    gettext_noop("Is the person under 16, or 60 and older?"),
)
TRIAGE_SOURCES = (
    gettext_noop(
        "A death or an illness does not wait: whoever must travel today or tomorrow comes before all others"
    ),
    gettext_noop(
        "Who shows a journey of today or tomorrow comes before all others"
    ),
    gettext_noop(
        "Documents of those who work against an epidemic: within 24 hours (National Immigration Administration, ten measures of 27 February 2020)"
    ),
    gettext_noop(
        "Nobody's lawful stay ends for want of a time at the counter (Regulations 2013, art. 13: the receipt needs an officer)"
    ),
    gettext_noop(
        "A death or an illness within a week"
    ),
    gettext_noop(
        "A journey, an examination or a beginning of work within three days, and shown"
    ),
    gettext_noop(
        "Children and people of 60 and more, within three days (Regulations 2013, art. 19, the groups it protects)"
    ),
    gettext_noop(
        "Whatever the ground, needed within a week"
    ),
    gettext_noop(
        "The stay ends within a week: the last days of art. 29 of the law"
    ),
    gettext_noop(
        "An officer sees it after these, and may move it up by name"
    ),
)  # fmt: skip
