from django.utils.translation import gettext_noop

SENTENCES = {
    "emergencies.text-missing": gettext_noop("Write this text in Chinese and in English at least."),
    "emergencies.text-too-long": gettext_noop("This text is longer than {most} characters."),
    "emergencies.ends-before": gettext_noop("It ends before it begins."),
    "emergencies.basis-missing": gettext_noop(
        "Say what it rests on: the law, its article, the authority and the number of its document."
    ),
    "emergencies.basis-not-in-force": gettext_noop(
        "The text of {version} was not in force on {day}. Cite the one that was: {law}."
    ),
    "emergencies.parameter-unknown": gettext_noop("Nothing in this office can be set under the name {name}."),
    "emergencies.parameter-wrong": gettext_noop("This cannot be set so: {name}."),
    "emergencies.relief-wrong": gettext_noop(
        "The prolongation does not fit together: look at its days, its months and its kinds."
    ),
    "emergencies.unknown": gettext_noop("There is no such emergency."),
    "emergencies.person-needed": gettext_noop("Only a person with an account of the office can do this."),
    "emergencies.signed-already": gettext_noop("It is signed already. It can be ended or reverted, not changed."),
    "emergencies.not-proposed": gettext_noop("Only what was proposed can be signed."),
    "emergencies.own-proposal": gettext_noop("A second person signs it: you wrote or proposed it yourself."),
    "emergencies.being-counted": gettext_noop("It is still being counted. Wait until the figures stand."),
    "emergencies.plan-changed": gettext_noop(
        "What would change is no longer what was counted. Have it counted again, look at it, then sign."
    ),
    "emergencies.over": gettext_noop("Its last day is past."),
    "emergencies.not-in-force": gettext_noop("It is not in force."),
    "emergencies.under-way": gettext_noop("It is still taking effect. Wait until it is done, or revert it."),
    "emergencies.why-missing": gettext_noop("Say why: the reason is kept."),
    "emergencies.changed-meanwhile": gettext_noop(
        "Somebody changed it at the same moment. Look at it again, then decide."
    ),
}
