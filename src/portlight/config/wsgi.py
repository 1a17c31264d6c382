"""The WSGI application: files first (`front`), then Django."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portlight.config.settings")

from django.core.wsgi import get_wsgi_application

_django = get_wsgi_application()

from django.conf import settings  # noqa: E402

from portlight.config.counting import counted  # noqa: E402
from portlight.config.front import front  # noqa: E402
from portlight.faces.assets import served  # noqa: E402

application = counted(
    front(
        _django,
        public=settings.PUBLIC,
        static={path: (asset.body, asset.kind, asset.version) for path, asset in served().items()},
    )
)

# What is loaded stays for good: a collection need not look at it, and what a request leaves behind is little.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
