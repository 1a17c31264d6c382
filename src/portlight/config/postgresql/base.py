from __future__ import annotations

import time

from django.db.backends.postgresql import base

_SURE_SECONDS = 1.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection is tried before a request uses it, as CONN_HEALTH_CHECKS asks, but at most once a second.

    Under load that was one question more in every request. Whoever comes in the second after a server has gone is
    refused once, as without the check; the connection is closed then and the next one is new.
    """

    health_check_done: bool
    _found_well = float("-inf")

    def close_if_health_check_failed(self) -> None:
        if not self.health_check_done and time.monotonic() - self._found_well < _SURE_SECONDS:
            self.health_check_done = True
        super().close_if_health_check_failed()

    def is_usable(self) -> bool:
        usable = bool(super().is_usable())
        self._found_well = time.monotonic() if usable else float("-inf")
        return usable
