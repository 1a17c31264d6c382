"""Lodging at the portal: declaring in six short pages, and what stands afterwards."""

from portlight.capabilities.lodging.portal.declaring import address, check, days, declare, holder, reading
from portlight.capabilities.lodging.portal.poster import poster
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
    "check",
    "complete",
    "correct",
    "days",
    "declare",
    "extend",
    "holder",
    "index",
    "leave",
    "poster",
    "reading",
    "receipt",
    "slip",
    "withdraw",
]
