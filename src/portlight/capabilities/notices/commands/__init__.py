"""Everything that changes a notice, by verb. Each command is one transaction and one entry on the timeline."""

from portlight.capabilities.notices.commands.draft import address, revise, write
from portlight.capabilities.notices.commands.intake import attest, propose, take_in
from portlight.capabilities.notices.commands.mending import correct, withdraw
from portlight.capabilities.notices.commands.prepared import fill, load_prepared, sign_prepared
from portlight.capabilities.notices.commands.release import break_glass, release, review_glass
from portlight.capabilities.notices.commands.signoff import hand_over, keep, review, send_back, sign

__all__ = [
    "address",
    "attest",
    "break_glass",
    "correct",
    "fill",
    "hand_over",
    "keep",
    "load_prepared",
    "propose",
    "release",
    "review",
    "review_glass",
    "revise",
    "send_back",
    "sign",
    "sign_prepared",
    "take_in",
    "withdraw",
    "write",
]
