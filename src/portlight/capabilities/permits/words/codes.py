"""What permits knows as a code, as it is shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.capabilities.permits.kinds.choices import (
    HELD,
    MATTERS_SAID,
    NOT_ACCEPTED_FOR,
    ONWARD,
    OUTCOMES,
    REASONS,
    REFUSED_FOR,
)

__all__ = ["HELD", "NOT_ACCEPTED_FOR", "ONWARD", "OUTCOMES", "REASONS", "REFUSED_FOR"]

# As the visa itself prints them beside the letter (REG 6).
VISA_KINDS = {
    "C": "乘务", "D": "定居", "F": "访问", "G": "过境", "J1": "常驻记者", "J2": "短期采访", "L": "旅游", "M": "商贸",
    "Q1": "家庭团聚", "Q2": "短期探亲", "R": "人才", "S1": "长期私人事务", "S2": "短期私人事务", "X1": "长期学习",
    "X2": "短期学习", "Z": "工作",
}  # fmt: skip
HOLDS = {
    "port-visa": gettext_noop("Visa issued at the port of entry"),
    "visa-free": gettext_noop("Without a visa"),
    "temporary-entry": gettext_noop("Temporary entry permit"),
    "residence-permit": gettext_noop("Residence permit"),
    "stay-permit": gettext_noop("Stay permit"),
    "permanent": gettext_noop("Permanent residence"),
    "diplomatic": gettext_noop("Diplomatic, courtesy or service visa"),
    "none": gettext_noop("None of these, or I do not know"),
}
WANTS = {
    "stay-longer": gettext_noop("Stay longer"),
    "work": gettext_noop("Work here"),
    "study": gettext_noop("Study here for more than 180 days"),
    "journalist": gettext_noop("Report for a foreign news bureau that is resident here"),
    "join-family": gettext_noop("Live with family who are Chinese or permanent residents"),
    "private-affairs": gettext_noop("Live with family who work or study here, or another private matter"),
    "other-purpose": gettext_noop("Change the purpose of my stay in another way"),
    "off-campus-work": gettext_noop("As a student: work beside my studies, or an internship"),
    "group-split": gettext_noop("Leave the group I entered with"),
    "new-passport": gettext_noop("I have a new passport"),
    "changed": gettext_noop("Something that my permit says has changed"),
    "lost-visa": gettext_noop("My visa or permit is lost or damaged; I have my passport"),
    "lost-passport": gettext_noop("My passport is lost or was stolen"),
    "no-passport": gettext_noop("Leave China without a passport"),
    "newborn": gettext_noop("A child was born here"),
    "death": gettext_noop("Somebody has died"),
    "other": gettext_noop("Something else"),
}
PASSPORTS = {
    "lost": gettext_noop("It is gone, and I have no new one yet"),
    "replaced": gettext_noop("I have a new one from my embassy or consulate"),
    "impossible": gettext_noop("My country’s embassy and consulates cannot give me one"),
    "unknown": gettext_noop("I do not know"),
}
PARENTS = {
    "yes": gettext_noop("Yes, one or both"),
    "none": gettext_noop("No, both are foreigners"),
    "stateless": gettext_noop("A parent has no nationality, or it is not clear"),
    "unknown": gettext_noop("I do not know"),
}
# Everything the table can say. The Chinese term of a matter stands beside it (`rules.matters`).
WAYS = {
    **MATTERS_SAID,
    "foreign-ministry": gettext_noop("The foreign ministry’s, not ours"),
    "chinese-child": gettext_noop("Your child is Chinese: no permit is needed"),
    "home-first": gettext_noop("First your own embassy or consulate"),
    "refer": gettext_noop("An officer answers this"),
    "refer-over": gettext_noop("Come to the office at once"),
}
# What to do where this office issues nothing, or nothing yet.
WHAT_TO_DO = {
    "foreign-ministry": gettext_noop(
        "Diplomatic, courtesy and service visas are issued and changed by the foreign ministry. Your mission or the "
        "city’s foreign affairs office tells you how."
    ),
    "chinese-child": gettext_noop(
        "A child born in China with a Chinese parent has Chinese nationality from birth. Congratulations! The police "
        "station of the Chinese parent’s household register enters the child; there is nothing to apply for here. For "
        "questions about another passport, call the hotline."
    ),
    "home-first": gettext_noop(
        "Only your own country can give you a passport. Report the loss here, take the paper you get for it to your "
        "embassy or consulate, and come back with the new passport. If they cannot help, come to us: we handle the "
        "formalities for leaving."
    ),
    "refer": gettext_noop(
        "Several things are possible, or your case needs a look. Call the hotline or come to the office; bring your "
        "passport and every paper you have."
    ),
    "refer-over": gettext_noop(
        "Your stay has ended. Do not wait: coming yourself counts for you. An officer looks with you for the lawful "
        "way on. Bring your passport and whatever shows why you are late."
    ),
}
# What comes after a matter, where one step of several is told.
THEN = {
    "passport-lost": gettext_noop(
        "Next: take the paper about the loss to your embassy or consulate and get a new passport. Then come back for "
        "your visa or permit; if they cannot give you a passport, ask us for an exit-entry permit to leave."
    ),
    "birth": gettext_noop("The child also needs a passport: ask your embassy or consulate. Come in time even without it."),
}  # fmt: skip
PAPERS = {
    "form": gettext_noop("Application form, filled in"),
    "passport": gettext_noop("Your passport"),
    "photo": gettext_noop("A photo of you that meets the rules"),
    "reason": gettext_noop("Papers that show the reason"),
    "work-permit": gettext_noop("Work permit; for talent, the proof of it"),
    "school-letter": gettext_noop("Letter of the school that says until when you study"),
    "authority-letter": gettext_noop("Letter of the authority in charge"),
    "press-card": gettext_noop("Press card"),
    "relation-proof": gettext_noop("Proof that you are family; for foster care, the power of attorney"),
    "host-permit": gettext_noop("Residence permit of whom you join; for another private matter, proof of it"),
    "health-certificate": gettext_noop("For a year or more: a health certificate, not older than six months"),
    "change-proof": gettext_noop("Proof of what has changed"),
    "loss-proof": gettext_noop("The paper about the loss"),
    "school-consent": gettext_noop("Consent of your school"),
    "placement-letter": gettext_noop("Letter that says where and how long you will work"),
    "passport-copy": gettext_noop("A copy or photo of the passport, if you have one"),
    "loss-story": gettext_noop("When, where and how it was lost, in your own words"),
    "mission-word": gettext_noop("What your embassy or consulate has written, if anything"),
    "birth-certificate": gettext_noop("Birth certificate"),
    "parents-papers": gettext_noop("Passports and permits of the parents"),
    "child-photo": gettext_noop("A photo of the child"),
    "death-certificate": gettext_noop("Death certificate"),
    "papers-of-the-dead": gettext_noop("Passport and permit of the person who died"),
    "declarant-paper": gettext_noop("Passport or identity card of whoever comes"),
}
FEES = {
    "visa-extension": gettext_noop("Extension"),
    "visa-kind": gettext_noop("Another kind of visa"),
    "group-split": gettext_noop("Separation from a group visa"),
    "visa-single": gettext_noop("Visa for one entry"),
    "visa-double": gettext_noop("Visa for two entries"),
    "visa-half-year": gettext_noop("Several entries within half a year"),
    "visa-years": gettext_noop("Several entries within one to five years"),
    "residence-under-1": gettext_noop("Less than one year"),
    "residence-1-to-3": gettext_noop("One year to less than three"),
    "residence-3-to-5": gettext_noop("Three to five years"),
    "residence-change": gettext_noop("Change"),
}
WHY_NO_FEE = {
    "unsourced": gettext_noop("No published source names it: told at the counter"),
    "reciprocal": gettext_noop("Your country and China have amounts of their own: told at the counter"),
    "nationality-not-told": gettext_noop("Depends on the nationality, which you left out"),
    "not-on-that-day": gettext_noop("No table for this day is known: told at the counter"),
}
WHO = {
    "visa": gettext_noop(
        "You. Whoever invited you, a relative or a specialised body may come instead if you are under 16, 60 or older "
        "or cannot move well, if you were here before and kept the rules, or if your costs are guaranteed."
    ),
    "first-residence": gettext_noop(
        "You, in person: your fingerprints are taken. Whoever invited you, a relative or a specialised body may apply "
        "for you if you are under 16, 60 or older, cannot move well, or were invited as talent."
    ),
    "parents": gettext_noop("A parent, or somebody the parents have asked"),
    "family": gettext_noop("A relative, a guardian, or somebody they have asked"),
    "unsaid": gettext_noop("You, in person. If you cannot come, call the hotline."),
}
# Of a last day to apply: what it means today.
STATES = {
    "today": gettext_noop("Today is the last day to apply in time."),
    "late": gettext_noop("The day is over. Apply all the same, today if you can: being late is noted, and you are heard."),
    "over": gettext_noop("Your stay is over. Come at once: an officer looks with you for the lawful way on."),
}  # fmt: skip
# The longest the law allows, by `rules.limits`. `until`: the last lawful day it leads to is known.
LONGEST = {
    "until": gettext_noop("{days} more days at most, until {until}. What is granted, the office decides."),
    "up-to": gettext_noop("{days} days at most. What is granted, the office decides."),
    "between": gettext_noop("From {days} days up to {years} years. What is granted, the office decides."),
    "over-180": gettext_noop("A visa with more than 180 days is not extended. An officer tells you the way on."),
    "used-up": gettext_noop(
        "Nothing more: extensions together are never longer than what is printed on the visa. An officer tells you the "
        "way on."
    ),
    "unknown": gettext_noop("At most as many days again as are printed on the visa."),
}
# Who files, as the case says it for ever.
FILED_AS = {
    "self": gettext_noop("For myself"),
    "guardian": gettext_noop("For my child"),
    "relative": gettext_noop("For a relative"),
    "institution": gettext_noop("For somebody my school, company or institution has invited"),
}
# The grounds on which the law lets another apply (REG 19, LAW 40).
GROUNDS = {
    "under-16": gettext_noop("The person is under 16"),
    "sixty": gettext_noop("The person is 60 or older"),
    "unwell": gettext_noop("The person is ill or cannot move well"),
    "good-record": gettext_noop("The person was here before and kept the rules"),
    "costs-guaranteed": gettext_noop("Whoever invited the person guarantees the costs"),
    "talent": gettext_noop("The person was invited as talent"),
    "parent": gettext_noop("I am a parent of the child"),
    "family": gettext_noop("I am family of the person who died"),
}
URGENT = {
    "funeral": gettext_noop("A death or a funeral in the family"),
    "hospital": gettext_noop("Illness or treatment, my own or in the family"),
    "flight": gettext_noop("A flight or ship that I must take"),
    "epidemic-work": gettext_noop("Work against the epidemic or for what people need"),
    "school": gettext_noop("School, an examination or work that begins"),
    "stay-ends": gettext_noop("My stay ends before I can get an appointment"),
    "other": gettext_noop("Something else that cannot wait"),
}
RANKS = {
    "first": gettext_noop("Before all others"),
    "today": gettext_noop("Today"),
    "this-week": gettext_noop("This week"),
    "refer": gettext_noop("When an officer says"),
}
HANDOVERS = {
    "collect": gettext_noop("I collect it at the office"),
    "courier": gettext_noop("By courier, at my cost"),
}
ASKABLE = {
    **PAPERS,
    "passport-original": gettext_noop("The passport itself, at the counter"),
    "clearer-photo": gettext_noop("A clearer photo of a paper: it could not be read"),
    "interview": gettext_noop("A talk with an officer"),
    "explanation": gettext_noop("In your own words: what is not clear yet"),
}
FLAGS = {
    "late": gettext_noop("Filed after the last day to apply: being late is noted, nothing is refused for it"),
    "over": gettext_noop("The stay had ended when it was filed"),
    "like": gettext_noop("Perhaps the same matter was filed before"),
    "urgent": gettext_noop("Urgent"),
    "no-slot-left": gettext_noop("No time is left before the stay ends, not even an urgent one"),
    "passport-over": gettext_noop("The passport has expired"),
    "receipt-ending": gettext_noop("The acceptance receipt ends in two working days"),
    "same-day-late": gettext_noop("The same-day promise was not kept"),
    "reply-over": gettext_noop("The time to answer the reasons is over"),
    "in-person": gettext_noop("The law asks that the person comes"),
}
