from django.utils.translation import gettext_noop

SENTENCES = {
    "clocks.runs-already": gettext_noop("This period is running already."),
    "clocks.no-such-ground": gettext_noop("The rule of this period does not know this ground."),
    "clocks.not-running": gettext_noop("This period is not running."),
    "clocks.not-paused": gettext_noop("This period was not stopped."),
    "clocks.over": gettext_noop("This period is over. It can neither be stopped nor made longer."),
    "clocks.extended-already": gettext_noop("This period was made longer on this ground before."),
    "clocks.changed-meanwhile": gettext_noop(
        "Somebody changed this period at the same moment. Look at it again, then decide."
    ),
    "clocks.why-missing": gettext_noop("Say why the office differs from the published calendar on this day."),
}
