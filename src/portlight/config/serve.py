"""Portal, desk and API on one port: granian with WSGI workers."""

from __future__ import annotations

import logging
import os
from typing import Any

import click

OURS = "portlight.config.wsgi:application"


def serve(
    *, host: str = "127.0.0.1", port: int = 8000, workers: int = 2, quiet: bool = False, application: str = OURS
) -> None:
    """Serves until it is stopped. Words are compiled before the first page."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    from portlight.config.catalogues import compile_all
    from portlight.toolkit import meter

    compile_all()
    meter.write_to(settings.DATA / "metrics" / "web")
    if quiet:
        # Workers that are spawned read it; those that are forked have read the settings already.
        os.environ["PORTLIGHT_LOG_REQUESTS"] = "off"
        logging.getLogger("portlight.web").setLevel(logging.WARNING)
    # More threads only wait for one lock; two, so that one slow page does not hold up its worker.
    options: dict[str, Any] = {"blocking_threads": 2, "log_access": False, "respawn_failed_workers": True}
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        websockets=False,
        **options,
    ).serve()


@click.command("web")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--quiet", is_flag=True, help="No line per request.")
def web(host: str, port: int, workers: int, quiet: bool) -> None:
    """Serve portal, desk and API."""
    serve(host=host, port=port, workers=workers, quiet=quiet)


commands = [web]
