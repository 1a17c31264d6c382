"""What `portlight doctor` asks about this channel."""

from __future__ import annotations

from datetime import datetime

from portlight.channels.sms import queries
from portlight.toolkit.nameplate import Finding

_URGENT = {"zh-Hans", "en"}


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
