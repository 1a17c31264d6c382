"""What an emergency does to applications, and what it may set here."""

from portlight.capabilities.permits.effects.stays import EPIDEMIC_WORK, NO_PORT_VISAS, PARAMETERS, STAYS
from portlight.capabilities.permits.effects.told import told

__all__ = ["EPIDEMIC_WORK", "NO_PORT_VISAS", "PARAMETERS", "STAYS", "told"]
