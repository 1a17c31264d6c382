"""An optional broker that wakes workers (docs/adr/0009): it carries numbers of leases, the table says what is so.

A message that is lost costs seconds, because open leases are offered again; one that comes twice, or late, finds its
lease taken and does nothing, or takes another that is due. Celery is imported by `broker` only, when it is switched on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)
_REST_SECONDS = 5.0  # after a failure nothing is offered for so long: the sender must not wait for a broker
_resting_until = 0.0


def switched_on() -> bool:
    return bool(settings.BROKER)


def offer(leases: Sequence[int]) -> None:
    """Tell the broker's workers about these leases. Never raises, and waits two seconds at most, once in five."""
    global _resting_until
    if not leases or not switched_on() or time.monotonic() < _resting_until:
        return
    from portlight.delivery.transport import broker

    try:
        broker.send(leases)
    except broker.NOT_REACHED as error:
        _resting_until = time.monotonic() + _REST_SECONDS
        log.warning("broker: %d leases could not be offered: %s", len(leases), type(error).__name__)


def offer_after_commit(leases: Sequence[int]) -> None:
    """As `offer`, once the leases stand."""
    if leases and switched_on():
        transaction.on_commit(lambda: offer(leases))


def consume() -> None:
    """Carry what the broker names, lease by lease, until told to stop."""
    from portlight.delivery.transport import broker

    broker.consume()
