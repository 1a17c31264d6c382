"""Questions of `portlight doctor` about papers: letters, keys, seal."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta

from django.conf import settings

from portlight.kernel.papers import keyring, seals, typesetting
from portlight.kernel.papers.models import GIVEN_UP, WAITING, IssuedPaper
from portlight.toolkit.languages import CODES
from portlight.toolkit.nameplate import Check, Finding

_LATE = timedelta(hours=1)


def fonts(at: datetime) -> Finding:
    lacking = sorted({found for code in CODES if (found := typesetting.missing(code))})
    if lacking:
        said = f"Papers cannot be printed in every language: {', '.join(lacking)} missing."
        return Finding(state="warn", said=said, remedy=typesetting.INSTALL)
    return Finding(state="ok", said="The fonts of all nine languages are installed.")


def keys(at: datetime) -> Finding:
    file = keyring.place()
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        return Finding(state="fail", said="Others can read the keys of papers.", remedy=f"chmod 600 {file}")
    own = [
        key for key in keyring.public().values() if not key.specimen and key.revoked_at is None and key.signed_at(at)
    ]
    if own:
        return Finding(state="ok", said=f"Papers are stamped with the office's key {own[-1].kid.hex()}.")
    if settings.MODE != "office":
        return Finding(state="ok", said="Papers are specimens: there is no key of the office's own.")
    said = "Every paper is a specimen: there is no key of the office's own."
    return Finding(state="warn", said=said, remedy="portlight papers keys new")


def seal(at: datetime) -> Finding:
    late = IssuedPaper.objects.filter(seal_state=WAITING, issued_at__lt=at - _LATE).count()
    lost = IssuedPaper.objects.filter(seal_state=GIVEN_UP).count()
    if lost:
        said = f"The seal of {lost} papers was refused."
        return Finding(state="warn", said=said, remedy="See why in the timeline, then: portlight papers seal NUMBER")
    if late:
        said = f"{late} papers have waited more than an hour for their seal."
        return Finding(state="warn", said=said, remedy="Ask whether the signing service answers.")
    if settings.SEAL == "service" and not seals.certificates():
        said = "The certificate of the seal is not known here: sealed files cannot be checked."
        return Finding(state="warn", said=said, remedy="Set PORTLIGHT_SEAL_CERTIFICATES.")
    if settings.SEAL == "builtin" and settings.MODE == "office":
        return Finding(
            state="warn", said="The seal is the built-in one: papers are specimens.", remedy="docs/howto/papers-out.md"
        )
    return Finding(state="ok", said="No paper waits long for its seal.")


CHECKS = (
    Check(name="fonts of papers", run=fonts), Check(name="keys of papers", run=keys),
    Check(name="seal of papers", run=seal),
)  # fmt: skip
