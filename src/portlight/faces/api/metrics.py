"""`/metrics`, for Prometheus: what stands in the tables, on the disk, and what the processes have counted.

Answered to this machine and to whoever has the token; everybody else gets 404. Behind a proxy every call comes from
this machine: one that was forwarded needs the token.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_NEAR = frozenset({"127.0.0.1", "::1", ""})  # empty: a socket of this machine
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


def metrics(request: HttpRequest) -> HttpResponse:
    """The text format. 404 for strangers."""
    if not _may(request):
        return HttpResponse(status=404)
    # Not above: a process must have said where it counts (`toolkit.meter`) before this is imported.
    from portlight.faces.api.standing import CONTENT_TYPE, text

    return HttpResponse(text(at=timezone.now()), content_type=CONTENT_TYPE)


def _may(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    wanted = settings.METRICS_TOKEN.encode()
    if wanted and hmac.compare_digest(given, wanted):
        return True
    near = request.META.get("REMOTE_ADDR", "") in _NEAR
    return near and not any(name in request.headers for name in _FORWARDED)
