"""What lodging stores as a code, as it is shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop

FOR = {
    "self": gettext_noop("For myself"),
    "guest": gettext_noop("For my guest or tenant"),
    "child": gettext_noop("For my child"),
    "institution": gettext_noop("For people my institution lodges"),
}
PAPERS = {
    "passport": gettext_noop("Passport"),
    "travel-permit": gettext_noop("Mainland Travel Permit (Hong Kong, Macao, Taiwan)"),
    "refugee": gettext_noop("Travel document of a refugee"),
    "stateless": gettext_noop("Travel document of a stateless person"),
    "other": gettext_noop("Another travel document"),
}
STAYS = {
    "visa": gettext_noop("Visa"),
    "residence-permit": gettext_noop("Residence permit"),
    "stay-permit": gettext_noop("Stay permit"),
    "visa-free": gettext_noop("Without a visa"),
    "permanent": gettext_noop("Permanent residence"),
    "diplomatic": gettext_noop("Diplomatic, courtesy or service visa"),
    "unknown": gettext_noop("I will add this later"),
}
SEXES = {"F": gettext_noop("Female"), "M": gettext_noop("Male"), "X": gettext_noop("X or not stated")}
# The steps of a case at the desk.
STEPS = {
    "declared": gettext_noop("Received"),
    "checking": gettext_noop("To be checked"),
    "asked": gettext_noop("Waits for the person"),
    "completing": gettext_noop("Registered, to be completed"),
    "registered": gettext_noop("Registered"),
    "rejected": gettext_noop("Rejected"),
    "withdrawn": gettext_noop("Withdrawn"),
}
# What must be done by the end of each period.
CLOCKS = {
    "lodging.check": gettext_noop("An officer answers"),
    "lodging.complete": gettext_noop("What is missing is handed in"),
}
STATES = {
    "waiting": gettext_noop("With the police station"),
    "current": gettext_noop("Registered"),
    "left": gettext_noop("Ended: left"),
    "replaced": gettext_noop("Ended: moved or corrected"),
    "void": gettext_noop("Not registered"),
}
FLAGS = {
    "late": gettext_noop("Declared after the 24 hours"),
    "paper-expired": gettext_noop("The passport has expired"),
    "stay-over": gettext_noop("The day the stay ends is over"),
    "leaving-past": gettext_noop("The day of leaving is over"),
    "address-typed": gettext_noop("The address was typed, not chosen from the table"),
    "differs-from-photo": gettext_noop("Typed over what was read from the photo"),
    "photo-doubtful": gettext_noop("A check digit in the photo is wrong"),
    "rare-paper": gettext_noop("Not a passport"),
    "differs-from-another": gettext_noop("Same passport and address as another declaration, other particulars"),
    "not-completed": gettext_noop("Not completed within three working days"),
    "like": gettext_noop("Declared before at this address"),
}
MISSING = {
    "stay_kind": gettext_noop("On what you stay: visa or permit"),
    "stay_until": gettext_noop("Until when you may stay"),
    "entered_on": gettext_noop("The day you entered China"),
    "leaving_on": gettext_noop("The day you will leave the address"),
    "passport-page": gettext_noop("A photo of the passport’s data page"),
    "visa-page": gettext_noop("A photo of the visa or permit"),
    "address": gettext_noop("The exact address: building, floor and room"),
    "dates": gettext_noop("The days you moved in and will leave"),
    "host": gettext_noop("Who owns or rents out the dwelling"),
    "other-particulars": gettext_noop("Particulars that differ from your passport"),
}
REASONS = {
    "not-at-this-address": gettext_noop("Nobody of this name lives at this address"),
    "not-this-persons-paper": gettext_noop("The passport is not this person’s"),
    "no-answer": gettext_noop("What was asked for did not come"),
    "declared-in-error": gettext_noop("Declared in error"),
}
LETTER = {
    "to": gettext_noop("To everybody from abroad, and from Hong Kong, Macao and Taiwan, who lives in this house"),
    "what": gettext_noop(
        "Whoever does not stay in a hotel registers within 24 hours of moving in. You can do it yourself, on your "
        "phone, in about three minutes; it costs nothing."
    ),
    "how": gettext_noop("Scan the square with your phone. This address is filled in already."),
    "needs": gettext_noop("You need your passport and the day you moved in. Nobody asks for a lease."),
    "slip": gettext_noop("You get the slip at once. Anybody can check that it is genuine."),
    "late": gettext_noop("Are you late, or have your papers run out? Register all the same. It counts for you."),
    "host": gettext_noop("To hosts and landlords"),
    "either": gettext_noop(
        "You may register for your guest or tenant in the same way. One of you is enough; the guest has the slip."
    ),
    "help": gettext_noop(
        "No phone, or you need help? Come to the police station or call the hotline, day and night. We never ask for "
        "money or a password."
    ),
    "law": gettext_noop("Exit and Entry Administration Law, article 39"),
}
POSTER = gettext_noop("You live here now? Register within 24 hours. Scan this with your phone.")
