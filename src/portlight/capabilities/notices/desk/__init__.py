"""The notices' screens at the desk, by what one does there."""

from portlight.capabilities.notices.desk.preparing import fill, prepared, sign_prepared
from portlight.capabilities.notices.desk.reaching import reach, reach_bar, unreached
from portlight.capabilities.notices.desk.releasing import (
    audience,
    break_glass,
    correct,
    release,
    review_glass,
    withdraw,
)
from portlight.capabilities.notices.desk.signing import attest, hand_over, keep, review, send_back, sign
from portlight.capabilities.notices.desk.writing import index, propose, take_in, text, weigh, write

__all__ = [
    "attest",
    "audience",
    "break_glass",
    "correct",
    "fill",
    "hand_over",
    "index",
    "keep",
    "prepared",
    "propose",
    "reach",
    "reach_bar",
    "release",
    "review",
    "review_glass",
    "send_back",
    "sign",
    "sign_prepared",
    "take_in",
    "text",
    "unreached",
    "weigh",
    "withdraw",
    "write",
]
