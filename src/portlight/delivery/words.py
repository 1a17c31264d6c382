"""Why the sending room says no."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

# Why somebody was not reached: reasons of exclusion, outcomes, and "open".
REASONS = {
    "no-address": _("No address on these channels"),
    "not-verified": _("The address was never confirmed"),
    "no-consent": _("No consent, or withdrawn"),
    "suppressed": _("The address does not work, or was stopped"),
    "no-language": _("No text in a language of theirs"),
    "open": _("Still to be sent"),
    "later": _("Not taken yet; tried again"),
    "refused": _("Refused by the other side"),
    "uncertain": _("May have been sent; being looked into"),
    "expired": _("The period was over"),
    "recalled": _("The message was recalled"),
    "excluded": _("Consent or address changed meanwhile"),
    "accepted": _("Handed over"),
}

SENTENCES = {
    "delivery.control-character": _("The text contains a character that cannot be sent: {character}. Type it anew."),
    "delivery.no-text": _("There is no text to send."),
    "delivery.unknown-language": _("The office does not write in the language {language}."),
    "delivery.unknown-channel": _("The channel {channel} is not switched on."),
    "delivery.no-way-out": _("Choose at least one channel."),
    "delivery.not-after-past": _("The end of the period is in the past: nothing would be sent."),
    "delivery.not-after-before": _("The period ends before it begins."),
    "delivery.unknown-receipt": _("There is nothing to read under this number any more."),
    "delivery.unknown-message": _("There is no message with the code {message}."),
    "delivery.unknown-address": _("This address is not known."),
    "delivery.same-channel": _("Choose another channel than {channel}: what waits there shall go elsewhere."),
    "delivery.recalled-already": _("The message {message} has been recalled already."),
    "delivery.over": _("The period of the message {message} is over."),
    "delivery.language-there": _("The message {message} has gone out in {language} already."),
    "delivery.nothing-in-doubt": _("None of these deliveries is in doubt any more."),
    "delivery.unknown-way": _("A doubt is resolved as sent again or as taken as sent, not as {how}."),
    "delivery.unknown-policy": _(
        "Messages go out on all channels, on the cheapest, or until confirmed, not by {policy}."
    ),
    "delivery.never-quiet": _("Quiet hours are for ordinary and urgent messages; an emergency knows none."),
    "delivery.wait-odd": _("Between two channels wait at least 5 minutes and at most two days, not {minutes} minutes."),
    "delivery.unknown-severity": _("A message is ordinary, urgent or an emergency, not {severity}."),
}
