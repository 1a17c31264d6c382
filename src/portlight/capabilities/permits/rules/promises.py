"""By when an officer looks first, where an institution has agreed on other days than the office promises everybody."""

from __future__ import annotations

from datetime import date


def agreed_stands(last_day: date, last_lawful: date | None) -> bool:
    """Whether the agreed days, ending with `last_day`, stand in the place of the office's own.

    An agreement may give the office longer with a list of two hundred, but never longer than the stay of one of them:
    she did not agree to it, and only what is accepted before keeps her lawful (REG 13, 18).
    """
    return last_lawful is None or last_day <= last_lawful
