"""What a refusal of this room says."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.delivery.texts import Frozen
from portlight.faces.languages import django_code
from portlight.toolkit.languages import LANGUAGES

SENTENCES: dict[str, str] = {
    "subscribing.no-language": gettext_noop("Choose the language you want to read first."),
    "subscribing.no-consent": gettext_noop("Tick the box if you want messages. Without it we send you nothing."),
    "subscribing.throttled": gettext_noop("Too many codes were asked for this address. Wait an hour, then try again."),
}


def code_message() -> dict[str, Frozen]:
    """The message that proves an address, in nine languages; `{code}` is filled in by the command."""
    made = {}
    for language in LANGUAGES:
        with translation.override(django_code(language)):
            made[language] = Frozen(
                title=gettext("Your code: {code}"),
                text=gettext(
                    "{code} is your code to confirm that this address is yours. It is good for ten minutes. After that "
                    "you get the notices you chose. If you did not ask for them, you need do nothing: without the code "
                    "nothing is sent here."
                ),
            )
    return made
