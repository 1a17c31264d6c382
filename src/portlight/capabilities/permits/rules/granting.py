"""Whether what an officer grants is within what the law allows."""

from __future__ import annotations

from datetime import date

from portlight.capabilities.permits.rules.limits import (
    RESIDENCE,
    longest_extension,
    residence_fits,
    stay_permit_fits,
)
from portlight.capabilities.permits.rules.matters import Matter
from portlight.capabilities.permits.rules.stays import Stay
from portlight.toolkit.refusals import Refused

WITH_A_DAY = ("visa-extension", "stay-permit", *RESIDENCE, "residence-extension")


def check_granted(matter: Matter, stay: Stay, until: date | None, *, on: date) -> None:
    """Whether an officer may grant it until that day.

    Refused: permits.until-missing where the matter is about a length of time, permits.until-needless where it is not,
    permits.outside-limits where the law gives less, or more (LAW 29, 30, 34; REG 14).
    """
    if matter.code not in WITH_A_DAY:
        if until is not None:
            raise Refused("permits.until-needless", field="until")
        return
    if until is None:
        raise Refused("permits.until-missing", field="until")
    if not _fits(matter.code, stay, until, on):
        raise Refused("permits.outside-limits", field="until")


def _fits(matter: str, stay: Stay, until: date, on: date) -> bool:
    if matter == "stay-permit":
        return stay_permit_fits(issued_on=on, until=until)
    if matter in RESIDENCE:
        return residence_fits(matter, issued_on=on, until=until)
    if matter == "visa-extension":
        bound = longest_extension(stay)
        if bound.code == "unknown":  # 000, or not told: the officer has the visa before her
            return until > on
        return bound.code == "up-to" and until > on and (bound.until is None or until <= bound.until)
    return until > on
