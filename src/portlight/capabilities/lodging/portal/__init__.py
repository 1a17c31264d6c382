"""Lodging at the portal: declaring in six short pages or by a sheet of many people, and what stands afterwards."""

from portlight.capabilities.lodging.portal.again import again
from portlight.capabilities.lodging.portal.by_code import counter, counter_slip
from portlight.capabilities.lodging.portal.declaring import address, check, days, declare, holder, reading
from portlight.capabilities.lodging.portal.kit import kit, letter, poster
from portlight.capabilities.lodging.portal.roster import (
    roster,
    roster_batch,
    roster_marked,
    roster_register,
    roster_slips,
    roster_template,
)
from portlight.capabilities.lodging.portal.standing import (
    complete,
    correct,
    extend,
    index,
    leave,
    receipt,
    slip,
    withdraw,
)

__all__ = [
    "address",
    "again",
    "check",
    "complete",
    "correct",
    "counter",
    "counter_slip",
    "days",
    "declare",
    "extend",
    "holder",
    "index",
    "kit",
    "leave",
    "letter",
    "poster",
    "reading",
    "receipt",
    "roster",
    "roster_batch",
    "roster_marked",
    "roster_register",
    "roster_slips",
    "roster_template",
    "slip",
    "withdraw",
]
