"""The capabilities that are switched on: one line each. Taking a line away takes the whole capability away."""

CAPABILITIES: tuple[str, ...] = (
    "portlight.capabilities.notices",
    "portlight.capabilities.lodging",
    "portlight.capabilities.permits",
    "portlight.capabilities.green_lanes",
    "portlight.capabilities.subscribing",
)
