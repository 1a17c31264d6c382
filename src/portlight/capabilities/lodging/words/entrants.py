"""What is said to who has entered, and about the lists that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.lodging.words.roster import remedy
from portlight.delivery.texts import Frozen
from portlight.faces.languages import django_code
from portlight.faces.words import told
from portlight.toolkit.languages import LANGUAGES

# The one official reminder of a duty: it says nothing of the person, and stands alone.
MESSAGES = {
    "entered": (
        gettext_noop("Do you stay in this city? Register where you live"),
        gettext_noop(
            "Whoever does not stay in a hotel registers with the police within 24 hours of moving in. The hours run from "
            "moving in, not from entering the country. It takes about three minutes, and you get the slip at once: {link}\n\n"
            "If you stay in a hotel, have registered already or stay in another city, you need do nothing here. This "
            "office writes to you about it once and sends nothing else because of it."
        ),
    ),
    "entered-late": (
        gettext_noop("Late is better than never: register where you live"),
        gettext_noop(
            "If you do not stay in a hotel and have not registered yet, please do it now. Late registrations are accepted, "
            "and registering counts for you: {link}\n\nIf you stay in a hotel, have registered already or stay in another "
            "city, you need do nothing here. This was the last message about it."
        ),
    ),
}
# Beside what is said of the cells of a roster.
REMEDIES = {
    "email-odd": gettext_noop("This is no e-mail address. Check it, or leave the cell empty."),
    "telephone-odd": gettext_noop(
        "Write the number with + and the code of its country, as +49 171 2345678, or leave the cell empty."
    ),
    "language-unknown": gettext_noop(
        "The office does not write in this language, so it writes in English. Write one of: zh-Hans, en, ru, fr, de, ja, "
        "ko, es, ar."
    ),
    "entered-in-future": gettext_noop("{day} is still to come. Hand the row in when the person has entered."),
    "entered-too-long-ago": gettext_noop("More than {days} days ago: a reminder would help nobody."),
}


def entrant_message(step: str) -> dict[str, Frozen]:
    """The reminder in nine languages, each with the way to the page in its own."""
    title, text = MESSAGES[step]
    made = {}
    for language in LANGUAGES:
        with translation.override(django_code(language)):
            link = f"{settings.SITE}/{language}/lodging/"
            made[language] = Frozen(gettext(title), gettext(text).format(link=link))
    return made


def entrant_remedy(code: str, facts: Mapping[str, Any], language: str) -> str:
    """What to do about a cell of a list of people who have entered."""
    if code not in REMEDIES:
        return remedy(code, facts, language)
    with translation.override(django_code(language)):
        return gettext(REMEDIES[code]).format(**{name: told(name, value) for name, value in facts.items()})
