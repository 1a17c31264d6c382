"""The demo's door: a page with the cast, and a button that signs one of them in through the real pages.

Only `portlight demo` serves this application. The product's own (`config.wsgi`) has no such page in any mode, and this
one refuses to start in any mode but demo.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portlight.config.settings")

from django.conf import settings

from portlight.toolkit.env import Misconfigured

if settings.MODE != "demo":
    raise Misconfigured("the demo's door opens with PORTLIGHT_MODE=demo only")
if set(settings.ALLOWED_HOSTS) != {"localhost"}:
    raise Misconfigured("the demo answers to localhost only: unset PORTLIGHT_HOSTS")

# The demo's own addresses before the product's; the product's list does not know this room.
settings.ROOT_URLCONF = "portlight.simulator.urls"

from portlight.config.wsgi import application  # noqa: E402

__all__ = ["application"]
