"""The acts of this room. Every one is one transaction and leaves its entry in the timeline."""

from portlight.delivery.commands.announcing import announce, recall, top_up
from portlight.delivery.commands.confirming import confirm, stop_by_token
from portlight.delivery.commands.doubts import resolve
from portlight.delivery.commands.hours import keep_quiet
from portlight.delivery.commands.providers import pace, pause, resume
from portlight.delivery.commands.rerouting import reroute
from portlight.delivery.commands.suppressing import lift, suppress
from portlight.delivery.commands.telling import tell, tell_code

__all__ = [
    "announce", "confirm", "keep_quiet", "lift", "pace", "pause", "recall", "reroute", "resolve", "resume",
    "stop_by_token", "suppress", "tell", "tell_code", "top_up",
]  # fmt: skip
