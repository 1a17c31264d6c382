"""What a refusal of this room says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.delivery.texts import Frozen
from portlight.faces.words import in_all

SENTENCES: dict[str, str] = {
    "subscribing.no-language": gettext_noop("Choose the language you want to read first."),
    "subscribing.no-consent": gettext_noop("Tick the box if you want messages. Without it we send you nothing."),
    "subscribing.throttled": gettext_noop("Too many codes were asked for this address. Wait an hour, then try again."),
}
CODE = (
    gettext_noop("Your code: {code}"),
    gettext_noop(
        "{code} is your code to confirm that this address is yours. It is good for ten minutes. After that you get the "
        "notices you chose. If you did not ask for them, you need do nothing: without the code nothing is sent here."
    ),
)


def code_message() -> dict[str, Frozen]:
    """The message that proves an address, in nine languages; `{code}` is filled in by the command."""
    return in_all(*CODE)
