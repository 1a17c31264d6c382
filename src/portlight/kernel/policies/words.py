from django.utils.translation import gettext_noop

SENTENCES = {
    "policies.malformed": gettext_noop("This is no decision table. At {place}: {fault}. There stood: {told}"),
    "policies.unknown": gettext_noop("There is no such table or version: {name}."),
    "policies.other-purpose": gettext_noop("A table of this name exists for another purpose: {name}."),
    "policies.not-draft": gettext_noop("Only a draft can be proposed."),
    "policies.not-proposed": gettext_noop("Only what was proposed can be put in force."),
    "policies.own-proposal": gettext_noop("A second person puts it in force: you drafted or proposed it yourself."),
    "policies.person-needed": gettext_noop("Only a person with an account of the office can do this."),
    "policies.past": gettext_noop("A table can be in force from now or later, never from the past."),
    "policies.begins-twice": gettext_noop("Another version of this table begins at the same moment."),
    "policies.retired": gettext_noop("This version was taken back before."),
    "policies.in-force": gettext_noop("What is in force ends only where another version begins."),
    "policies.changed-meanwhile": gettext_noop(
        "Somebody changed this version at the same moment. Look at it again, then decide."
    ),
    "policies.asks-who": gettext_noop(
        "The input {name} asks who somebody is: nationality, sex, religion, origin, health or language decide nothing."
    ),
    "policies.no-proposal": gettext_noop(
        "The output {name} refuses or punishes. It can only be a proposal to an officer, and is not marked as one."
    ),
    "policies.unreachable": gettext_noop("Row {row} is never reached: the rows above it say everything it asks."),
    "policies.too-complex": gettext_noop("The table is too large to be checked. Make two tables of it."),
    "policies.no-cases": gettext_noop("There are no test cases beside the table. Write down what must come out."),
    "policies.case-fails": gettext_noop("Test case {number} does not come out as written: {title}"),
    "policies.nothing-in-force": gettext_noop("No version of the table {name} is in force."),
    "policies.wrong-facts": gettext_noop(
        "The table cannot be asked: {name} is missing or not what it asks for ({fault})."
    ),
}
