"""What the codes of green lanes are called."""

from django.utils.translation import gettext_noop

KINDS = {
    "university": gettext_noop("University"),
    "school": gettext_noop("School"),
    "company": gettext_noop("Company"),
    "research": gettext_noop("Research institute"),
    "hospital": gettext_noop("Hospital"),
    "hotel": gettext_noop("Hotel"),
    "service-provider": gettext_noop("Service provider"),
    "other": gettext_noop("Other institution"),
}
ROLES = {
    "officer": gettext_noop("Officer: files, and invites others"),
    "deputy": gettext_noop("Deputy: files"),
    "viewer": gettext_noop("Viewer: sees the lists"),
}
MATTERS = {
    "visa-extension": gettext_noop("Visa extension"),
    "visa-replacement": gettext_noop("Visa replacement"),
    "visa-reissue": gettext_noop("Visa reissue"),
    "stay-permit": gettext_noop("Stay permit"),
    "residence-work": gettext_noop("Residence permit for work"),
    "residence-study": gettext_noop("Residence permit for study"),
    "residence-journalist": gettext_noop("Residence permit for journalists"),
    "residence-reunion": gettext_noop("Residence permit for family reunion"),
    "residence-private": gettext_noop("Residence permit for private affairs"),
    "residence-extension": gettext_noop("Extension of a residence permit"),
    "residence-change": gettext_noop("Change in a residence permit"),
    "residence-reissue": gettext_noop("Reissue of a residence permit"),
    "residence-note": gettext_noop("Note in a residence permit: internship or work beside studies"),
}
CHANGES = {
    "joined": gettext_noop("New in the list"),
    "changed": gettext_noop("Another passport"),
    "ending": gettext_noop("Ends within 30 days"),
    "same": gettext_noop("As before"),
}
# What the law lets the institution do: in a word, and what follows from it.
RIGHTS = {
    "file": (
        gettext_noop("You may apply"), gettext_noop("The institution may apply for this person."),
    ),
    "guarantee": (
        gettext_noop("Only with a guarantee"),
        gettext_noop(
            "The institution may apply once it guarantees the costs; else the person comes. The agreement says whether it "
            "does."
        ),
    ),
    "come": (
        gettext_noop("Comes in person"),
        gettext_noop(
            "The person applies in person. The institution prepares the papers and books a time in the reserved hours, "
            "or an officer comes."
        ),
    ),
    "refer": (
        gettext_noop("An officer answers this"),
        gettext_noop("The regulations do not say whether another may apply. Ask the office."),
    ),
}  # fmt: skip
STATES = {
    "good": gettext_noop("Good"),
    "broken": gettext_noop("Wrong in the sheet"),
    "noted": gettext_noop("In the list; nothing to do now"),
    "draft": gettext_noop("Draft"),
    "before": gettext_noop("A draft of an earlier list stands"),
    "filed": gettext_noop("Filed"),
    "revoked": gettext_noop("Revoked by the person"),
    "dropped": gettext_noop("Dropped"),
}
MEMBERS = {
    "current": gettext_noop("Acts for you"),
    "left": gettext_noop("You have left it"),
    "revoked": gettext_noop("You have revoked it"),
}
ABOUT = {
    "hours": gettext_noop("More or other reserved hours"),
    "visit": gettext_noop("An officer’s visit on site"),
    "quota": gettext_noop("A larger number of times, or an agreement"),
    "urgent": gettext_noop("Something urgent for our people"),
    "papers": gettext_noop("A question about papers"),
    "other": gettext_noop("Something else"),
    "left": gettext_noop("Somebody has left the institution"),
}
AGREED = {
    "proposed": gettext_noop("Waits for a second person"),
    "signed": gettext_noop("Signed"),
    "declined": gettext_noop("Declined"),
}
WEEKDAYS = {
    "1": gettext_noop("Monday"), "2": gettext_noop("Tuesday"), "3": gettext_noop("Wednesday"),
    "4": gettext_noop("Thursday"), "5": gettext_noop("Friday"), "6": gettext_noop("Saturday"),
    "7": gettext_noop("Sunday"),
}  # fmt: skip
