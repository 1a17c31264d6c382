from django.utils.translation import gettext_noop

SENTENCES = {
    "clients.ends-too-late": gettext_noop("A key works for {days} days at most. Choose an earlier last day."),
    "clients.institution-empty": gettext_noop("Write the name of the institution."),
    "clients.key-missing": gettext_noop(
        "Send the program’s key with every call, in the header “Authorization: Bearer”."
    ),
    "clients.key-over": gettext_noop("This key has ended. The institution asks the office for a new one."),
    "clients.key-wrong": gettext_noop("This key is not known here. Check that all of it was copied."),
    "clients.known": gettext_noop(
        "This institution has a program of this name already. Make a new key for that one, or choose another name."
    ),
    "clients.name-too-long": gettext_noop("This name is too long. Write it in {most} characters at most."),
    "clients.officer-needed": gettext_noop("Only an officer with a name may do this, at the desk."),
    "clients.over-already": gettext_noop("The last day is over already. Choose a later one."),
    "clients.program-empty": gettext_noop("Write the name of the program, as the institution calls it."),
    "clients.scope-missing": gettext_noop("The office has not allowed this program to do this: {scope}."),
    "clients.scope-unknown": gettext_noop("Choose at least one thing that the program may do."),
    "clients.unknown": gettext_noop("There is no such program."),
    "clients.withdrawn": gettext_noop("The office has withdrawn this program. The institution can ask why."),
}
