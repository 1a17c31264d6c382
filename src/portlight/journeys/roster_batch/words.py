"""Words of filing a list that stand in no template."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.permits import words as permits
from portlight.faces.words import sentence
from portlight.journeys.roster_batch.queries import Line

RIGHTS = {
    "guarantee": gettext_noop("You may file once your agreement guarantees the costs."),
    "come": gettext_noop("The person comes herself or himself."),
    "refer": gettext_noop("An officer says what is possible."),
}
READY = gettext_noop("Can be filed")


def line(one: Line) -> dict[str, str]:
    """What becomes of a draft when the button is pressed."""
    matter = permits.named(one.draft.matter)
    told = sentence(one.refusal) if one.refusal is not None else gettext(RIGHTS.get(one.draft.right, READY))
    return {"matter": matter["said"], "zh": matter["zh"], "told": told}
