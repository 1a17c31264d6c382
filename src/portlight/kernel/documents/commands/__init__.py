"""Taking papers, using them, scanning and erasing them; and the line of photos to be read."""

from portlight.kernel.documents.commands.erasing import decided, drop, erase_due, reseal, sweep
from portlight.kernel.documents.commands.reading import Claimed, ask_reading, claim, finish, give_up, read_next
from portlight.kernel.documents.commands.scanning import SCAN, scan, scan_due
from portlight.kernel.documents.commands.taking import Taken, take
from portlight.kernel.documents.commands.using import use

__all__ = [
    "SCAN",
    "Claimed", "Taken", "ask_reading", "claim", "decided", "drop", "erase_due", "finish", "give_up",
    "read_next", "reseal", "scan", "scan_due", "sweep", "take", "use",
]  # fmt: skip
