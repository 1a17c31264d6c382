"""Which languages a notice needs before it is released."""

from __future__ import annotations

from datetime import datetime

from portlight.kernel.emergencies.queries import parameter

NEEDED = "notices.languages"  # what an emergency may set


def needed_languages(*, at: datetime, correction: bool) -> tuple[str, ...]:
    """In ordinary times none but that of the source. In an emergency what it asks for: asked at the release, whenever
    the notice was begun. A correction stops a wrong text and waits for no language. One statement.
    """
    return () if correction else parameter(NEEDED, (), at)
