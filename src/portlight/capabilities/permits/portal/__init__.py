"""Permits at the portal: what ends when, and which paper one needs. No sign-in, nothing kept."""

from portlight.capabilities.permits.portal.dates import dates, index
from portlight.capabilities.permits.portal.which import which

__all__ = ["dates", "index", "which"]
