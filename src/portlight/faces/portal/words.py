"""Words of the portal that stand in no template."""

from __future__ import annotations

from django.utils.translation import gettext_noop

FEWER = gettext_noop("fewer than ten")

# What a stay rests on, as a relief names it.
STAYS = {
    "visa": gettext_noop("A visa"),
    "visa-free": gettext_noop("Entry without a visa"),
    "stay-permit": gettext_noop("A stay permit"),
    "residence-permit": gettext_noop("A residence permit"),
}

# Why a stay is not prolonged by itself: what to do, never a threat.
NOT_PROLONGED = {
    "ended-before": gettext_noop(
        "This measure does not cover your stay: it had ended before the measure begins. Come to us or call, the sooner the better: "
        "an officer looks at each case."
    ),
    "ends-after": gettext_noop(
        "This measure does not cover your stay: it ends after the last day the measure names. Apply for an extension before it ends."
    ),
    "another-kind": gettext_noop(
        "This measure does not cover stays of this kind. Apply for an extension before yours ends, or ask us."
    ),
    "once-only": gettext_noop(
        "A stay is prolonged by itself only once. Apply for an extension before yours ends, or ask us."
    ),
}

# What a check digit of the passport's lines covers.
DOUBTS = {
    "document_number": gettext_noop("Passport number"),
    "birth_date": gettext_noop("Date of birth"),
    "expiry_date": gettext_noop("Date of expiry"),
    "optional": gettext_noop("Personal number in the second line"),
    "composite": gettext_noop("The whole of the second line"),
}
