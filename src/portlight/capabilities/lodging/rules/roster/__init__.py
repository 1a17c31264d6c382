"""A sheet of many people, checked before anybody is declared: what was read, and what is wrong in which cell."""

from portlight.capabilities.lodging.rules.roster.checking import check
from portlight.capabilities.lodging.rules.roster.declaring import declared_of
from portlight.capabilities.lodging.rules.roster.values import City, Known
from portlight.capabilities.lodging.rules.roster.whereabouts import Spot
from portlight.toolkit.rosters import Problem, Roster, RowVerdict

__all__ = ["City", "Known", "Problem", "Roster", "RowVerdict", "Spot", "check", "declared_of"]
