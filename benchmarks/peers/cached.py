"""Django's own way to serve one page to many: `cache_page` in memory, with ConditionalGet for its ETag; no database.

BENCH_PAGE is the file whose bytes it serves, the same as our front's. Served by the same server with as many workers.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a bench signs nothing",
    MIDDLEWARE=[
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
    ],
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    LOGGING_CONFIG=None,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.cache import cache_page  # noqa: E402

BODY = Path(os.environ["BENCH_PAGE"]).read_bytes()


@cache_page(60)
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("page/", page)]
application = get_wsgi_application()
