"""A list of an institution, on its way to be filed."""

from portlight.journeys.roster_batch.portal.filing import list

__all__ = ["list"]
