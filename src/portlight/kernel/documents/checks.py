"""What `portlight doctor` asks about papers."""

from __future__ import annotations

import io
from datetime import datetime

from portlight.kernel.documents.queries import quarantine, received_since, waiting_since, without_file
from portlight.kernel.documents.rules import LINE_IS_LONG
from portlight.kernel.documents.slots import PHOTO
from portlight.toolkit.nameplate import Check, Finding
from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads import apart


def files_there(at: datetime) -> Finding:
    missing = [str(key) for key in without_file()]
    if not missing:
        return Finding(state="ok", said="Every paper has its file (the latest thousand were looked at).")
    return Finding(
        state="fail",
        said=f"The files of {len(missing)} papers are missing, first {missing[0]}.",
        remedy="Bring the folder documents of the data folder back from a backup.",
    )


def files_open(at: datetime) -> Finding:
    """A small picture, on the way every file goes: without it each one would be refused as damaged."""
    from PIL import Image  # megabytes of every process that never opens a picture

    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    try:
        apart.taken_from(out.getvalue(), slot=PHOTO)
    except Refused as refusal:
        return Finding(
            state="fail",
            said=f"No file can be opened: {refusal.code}.",
            remedy="python -I -m portlight.toolkit.uploads must start; look at the log.",
        )
    return Finding(state="ok", said="Files can be opened.")


def scanner_answers(at: datetime) -> Finding:
    found = quarantine()
    if not found.in_vain:
        return Finding(state="ok", said=f"{found.waiting} papers wait for the scanner.")
    return Finding(
        state="warn",
        said=f"{found.in_vain} papers wait for a scanner that was asked five times or more.",
        remedy="Look at clamd (PORTLIGHT_CLAMAV; StreamMaxLength at least 25M), or unset PORTLIGHT_CLAMAV.",
    )


def photos_are_read(at: datetime) -> Finding:
    since = waiting_since()
    if since is None or at - since < LINE_IS_LONG:
        return Finding(state="ok", said="No photo waits long to be read.")
    return Finding(
        state="warn",
        said=f"A photo has waited {(at - since).total_seconds() / 60:.0f} minutes to be read.",
        remedy="systemctl start portlight-reader (or portlight reader)",
    )


def papers_are_opened(at: datetime) -> Finding:
    since = received_since()
    if since is None or at - since < LINE_IS_LONG:
        return Finding(state="ok", said="No paper waits long to be opened.")
    return Finding(
        state="warn",
        said=f"A paper has waited {(at - since).total_seconds() / 60:.0f} minutes to be opened; nobody can see it.",
        remedy="systemctl start portlight-reader (or portlight reader)",
    )


CHECKS = (
    Check(name="papers", run=files_there),
    Check(name="opening", run=files_open),
    Check(name="received", run=papers_are_opened),
    Check(name="scanner", run=scanner_answers),
    Check(name="reader", run=photos_are_read),
)
