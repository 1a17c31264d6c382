"""The demo's web process: the product's own application, with the demo's door before it."""

from __future__ import annotations

import os
import sys
from typing import Any


def main(port: int) -> None:
    """Serve on localhost until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portlight.config.settings")
    options: dict[str, Any] = {"blocking_threads": 2, "respawn_failed_workers": True, "log_access": False}
    Granian(
        "portlight.simulator.door:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=2,
        websockets=False, **options,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
