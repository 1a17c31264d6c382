from django.utils.translation import gettext_noop

SENTENCES = {
    "staff.email-odd": gettext_noop("This is not an e-mail address: {email}. Write it like name@office.example."),
    "staff.email-taken": gettext_noop("There is already an account with this e-mail address."),
    "staff.name-empty": gettext_noop("Write the name that colleagues know."),
    "staff.language-unknown": gettext_noop("The desk does not speak this language: {language}."),
    "staff.role-unknown": gettext_noop("There is no such role: {role}."),
    "staff.roles-apart": gettext_noop(
        "These roles are never held by one person: {roles}. Give one of them to somebody else."
    ),
    "staff.post-held": gettext_noop("This person holds this role already."),
    "staff.post-not-held": gettext_noop("This person does not hold this role."),
    "staff.team-unknown": gettext_noop("There is no such team: {team}."),
    "staff.account-unknown": gettext_noop("There is no such account."),
    "staff.left": gettext_noop("This person has left the office. Make a new account when she comes back."),
}
