"""Opening, moving, holding and linking cases; what is older than it may be kept is erased."""

from portlight.kernel.cases.commands.holding import flag, hold, let_go, link, pass_to
from portlight.kernel.cases.commands.keeping import erase_due, publish_kinds
from portlight.kernel.cases.commands.moving import move, move_on
from portlight.kernel.cases.commands.opening import Opened, open_case
from portlight.kernel.cases.commands.periods import begin, see_moved_clocks

__all__ = [
    "Opened", "begin", "erase_due", "flag", "hold", "let_go", "link", "move", "move_on", "open_case", "pass_to",
    "publish_kinds", "see_moved_clocks",
]  # fmt: skip
