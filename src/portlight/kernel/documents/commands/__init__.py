"""Taking papers, opening those that were received, using, scanning and erasing them; the line of photos to be read."""

from portlight.kernel.documents.commands.erasing import decided, drop, erase_due, reseal, sweep
from portlight.kernel.documents.commands.opening import open_next
from portlight.kernel.documents.commands.reading import Claimed, ask_reading, claim, finish, give_up, read_next
from portlight.kernel.documents.commands.scanning import SCAN, scan, scan_due
from portlight.kernel.documents.commands.taking import Taken, receive, take
from portlight.kernel.documents.commands.using import use

__all__ = [
    "SCAN",
    "Claimed", "Taken", "ask_reading", "claim", "decided", "drop", "erase_due", "finish", "give_up",
    "open_next", "read_next", "receive", "reseal", "scan", "scan_due", "sweep", "take", "use",
]  # fmt: skip
