"""What `portlight doctor` asks about papers."""

from __future__ import annotations

from datetime import datetime

from portlight.kernel.documents.queries import quarantine, without_file
from portlight.toolkit.nameplate import Check, Finding


def files_there(at: datetime) -> Finding:
    missing = [str(key) for key in without_file()]
    if not missing:
        return Finding(state="ok", said="Every paper has its file (the latest thousand were looked at).")
    return Finding(
        state="fail",
        said=f"The files of {len(missing)} papers are missing, first {missing[0]}.",
        remedy="Bring the folder documents of the data folder back from a backup.",
    )


def scanner_answers(at: datetime) -> Finding:
    found = quarantine()
    if not found.in_vain:
        return Finding(state="ok", said=f"{found.waiting} papers wait for the scanner.")
    return Finding(
        state="warn",
        said=f"{found.in_vain} papers wait for a scanner that was asked five times or more.",
        remedy="Look at clamd (PORTLIGHT_CLAMAV; StreamMaxLength at least 25M), or unset PORTLIGHT_CLAMAV.",
    )


CHECKS = (Check(name="papers", run=files_there), Check(name="scanner", run=scanner_answers))
