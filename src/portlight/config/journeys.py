"""The journeys that are switched on: one line each. What one event, or one person, asks of several rooms."""

JOURNEYS: tuple[str, ...] = ("portlight.journeys.my_page", "portlight.journeys.roster_batch")
