"""What stands on the papers as one of several, by code."""

from django.utils.translation import gettext_noop

MATTERS_SAID = {
    "visa-extension": gettext_noop("Visa extension"),
    "visa-replacement": gettext_noop("Replacement of the visa"),
    "visa-reissue": gettext_noop("Reissue of the visa"),
    "stay-permit": gettext_noop("Stay permit"),
    "residence-work": gettext_noop("Work-type residence permit"),
    "residence-study": gettext_noop("Study-type residence permit"),
    "residence-journalist": gettext_noop("Journalist residence permit"),
    "residence-reunion": gettext_noop("Family-reunion residence permit"),
    "residence-private": gettext_noop("Private-affairs residence permit"),
    "residence-extension": gettext_noop("Extension of the residence permit"),
    "residence-change": gettext_noop("Change of what the residence permit says"),
    "residence-reissue": gettext_noop("Reissue of the residence permit"),
    "residence-note": gettext_noop("Note on the residence permit"),
    "passport-lost": gettext_noop("Report of a lost passport"),
    "exit-entry-permit": gettext_noop("Exit-entry permit for foreigners"),
    "birth": gettext_noop("Registration of a birth"),
    "death": gettext_noop("Report of a death"),
}
HELD = {"held": gettext_noop("held by this office"), "not-held": gettext_noop("with its holder")}
OUTCOMES = {
    "granted": gettext_noop("Granted"),
    "refused": gettext_noop("Refused"),
    "not-accepted": gettext_noop("Not accepted"),
}
# LAW 31 and REG 21 name the reasons; the office does not make its own.
REFUSED_FOR = {
    "papers-missing": gettext_noop("The papers that the rules ask for were not handed in (REG 21; LAW 31)"),
    "untrue": gettext_noop("Something said or handed in is not true (REG 21; LAW 31)"),
    "breach": gettext_noop("Chinese law was broken in a way that speaks against a further stay (REG 21; LAW 31)"),
    "visa-kind": gettext_noop("No residence permit is issued on a visa of this kind (LAW 31)"),
    "unsuited": gettext_noop("Other circumstances speak against it (REG 21; LAW 31)"),
}
NOT_ACCEPTED_FOR = {
    "elsewhere": gettext_noop("Another office or authority is responsible"),
    "not-needed": gettext_noop("No permit is needed for this"),
    "not-entitled": gettext_noop("Whoever filed it may not file for this person"),
    "not-completed": gettext_noop("What was asked for has not come"),
}
REASONS = {**REFUSED_FOR, **NOT_ACCEPTED_FOR}
ONWARD = {
    "leave": gettext_noop(
        "Leave China by the last lawful day of your stay. With new facts you may apply anew. The hotline and every "
        "counter answer questions."
    ),
    "office": gettext_noop(
        "Come to the office: an officer looks with you for the lawful way on. With new facts you may apply anew. The "
        "hotline answers questions."
    ),
}
