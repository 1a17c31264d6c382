"""Everything that is written about emergencies: the acts of persons, and the pages that follow from them."""

from portlight.kernel.emergencies.commands.acts import amend, draft, end, propose, revert, sign
from portlight.kernel.emergencies.commands.paging import advance, advance_due

__all__ = ["advance", "advance_due", "amend", "draft", "end", "propose", "revert", "sign"]
