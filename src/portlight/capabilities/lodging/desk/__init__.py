"""Lodging at the desk: a police station's list, one declaration, filing for somebody who cannot."""

from portlight.capabilities.lodging.desk.assisting import assist
from portlight.capabilities.lodging.desk.deciding import accept, ask, pass_on, reject
from portlight.capabilities.lodging.desk.looking import case, index, photo, slip
from portlight.capabilities.lodging.desk.roster import roster, roster_batch, roster_marked, roster_register

__all__ = [
    "accept", "ask", "assist", "case", "index", "pass_on", "photo", "reject", "roster", "roster_batch", "roster_marked",
    "roster_register", "slip",
]  # fmt: skip
