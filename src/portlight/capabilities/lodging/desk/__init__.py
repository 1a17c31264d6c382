"""Lodging at the desk: a police station's list, one declaration, filing for somebody who cannot."""

from portlight.capabilities.lodging.desk.assisting import assist
from portlight.capabilities.lodging.desk.counter import counter, revoke_code
from portlight.capabilities.lodging.desk.deciding import accept, annul, ask, pass_on, reject
from portlight.capabilities.lodging.desk.entrants import entrants
from portlight.capabilities.lodging.desk.looking import case, index, photo, slip
from portlight.capabilities.lodging.desk.roster import roster, roster_batch, roster_marked, roster_register
from portlight.capabilities.lodging.desk.why import why

__all__ = [
    "accept", "annul", "ask", "assist", "case", "counter", "entrants", "index", "pass_on", "photo", "reject",
    "revoke_code", "roster", "roster_batch", "roster_marked", "roster_register", "slip", "why",
]  # fmt: skip
