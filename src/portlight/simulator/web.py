"""The demo's web process: the product's own application, with the demo's door before it."""

from __future__ import annotations

import os
import sys

from portlight.config.serve import serve


def main(port: int) -> None:
    """Serve on localhost until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portlight.config.settings")
    serve(port=port, quiet=True, application="portlight.simulator.door:application")


if __name__ == "__main__":
    main(int(sys.argv[1]))
