"""Permits at the desk: the lists, one application with its papers, and what an officer does with it."""

from portlight.capabilities.permits.desk.deciding import (
    accept,
    ask,
    grant,
    hand_over,
    intend,
    issue,
    not_accept,
    order,
    paid,
    refuse,
)
from portlight.capabilities.permits.desk.looking import case, copy_out, index, paper, photo, urgent

__all__ = [
    "accept", "ask", "case", "copy_out", "grant", "hand_over", "index", "intend", "issue", "not_accept", "order",
    "paid", "paper", "photo", "refuse", "urgent",
]  # fmt: skip
