"""What `portlight doctor` asks about this channel."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from portlight.channels.sms import queries, ways
from portlight.toolkit.nameplate import Finding

_URGENT = {"zh-Hans", "en"}
_TOKEN = 24  # characters nobody guesses


def texts_approved(at: datetime) -> Finding:
    """A message without an approved text is refused: what is not reviewed in quiet times is not there in bad ones."""
    lacking = queries.lacking()
    if not lacking:
        return Finding(state="ok", said="every SMS text is approved")
    remedy = (
        "Submit the drafts to the providers and note their approval at /desk/sms/templates/ (docs/howto/send-sms.md)."
    )
    some = any(language in _URGENT for _, _, _, language in lacking)
    return Finding(state="fail" if some else "warn", said=f"{len(lacking)} SMS texts are not approved", remedy=remedy)


def ways_set_up(at: datetime) -> Finding:
    """Keys and numbers in the clear, or receipts that cannot come in."""
    places = {"sms.aliyun": settings.ALIYUN_SMS_ENDPOINT, "sms.tencent": settings.TENCENT_SMS_ENDPOINT}
    there = ways.configured()
    for route in there:
        place = urlsplit(places.get(route, ""))
        if place.scheme == "http" and place.hostname not in {"127.0.0.1", "localhost", "::1"}:
            return Finding(state="fail", said=f"{route} is called without TLS", remedy="Set its endpoint to https://…")
    token = settings.SMS_RECEIPT_TOKEN
    if len(token) < _TOKEN and set(there) & set(places):
        remedy = f"Set PORTLIGHT_SMS_RECEIPT_TOKEN to at least {_TOKEN} random characters (docs/howto/send-sms.md)."
        return Finding(state="warn", said="receipts of SMS cannot come in, or anybody could send them", remedy=remedy)
    return Finding(state="ok", said="SMS: " + ", ".join(there))
