"""Lodging for programs: a roster in, its wrong cells named, its people registered, their slips."""

from portlight.capabilities.lodging.api.registered import registrations, slip
from portlight.capabilities.lodging.api.rosters import register, roster, take

__all__ = ["register", "registrations", "roster", "slip", "take"]
