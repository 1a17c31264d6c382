"""The only writers of permits, by verb."""

from portlight.capabilities.permits.commands.deciding import grant, intend, refuse, reply, withdraw
from portlight.capabilities.permits.commands.drafting import about, begin, drop, forget_drafts, keep
from portlight.capabilities.permits.commands.filing import Done, Filed, check, file
from portlight.capabilities.permits.commands.handling import accept, answer, ask, not_accept, put_in_order
from portlight.capabilities.permits.commands.making import hand_over, issue, note_paid
from portlight.capabilities.permits.commands.papers import hand_in, paper_refused, read_passport, take_out, use_again
from portlight.capabilities.permits.commands.reminding import remind
from portlight.capabilities.permits.commands.tidying import JOBS, erase

__all__ = [
    "JOBS", "Done", "Filed", "about", "accept", "answer", "ask", "begin", "check", "drop", "erase", "file",
    "forget_drafts", "grant", "hand_in", "hand_over", "intend", "issue", "keep", "not_accept", "note_paid",
    "paper_refused", "put_in_order", "read_passport", "refuse", "remind", "reply", "take_out", "use_again", "withdraw",
]  # fmt: skip
