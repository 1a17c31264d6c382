"""Where outside systems speak to us: `/hooks/<channel>/<rest>`. No database, no session: heard, kept, answered."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from portlight.delivery import port, spool

log = logging.getLogger(__name__)


@csrf_exempt
def hear(request: HttpRequest, kind: str, rest: str) -> HttpResponseBase:
    """Ask the channel what it makes of the call; what it keeps is on the disk before we answer.

    404 for a channel that is not spoken to, 413 for a body longer than it takes, 503 when nothing can be kept.
    A refusal is logged by its code and noted for the operator, without what was said.
    """
    channel = port.listening().get(kind)
    if channel is None:
        return HttpResponse(status=404)
    at = timezone.now()
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length) > channel.most_bytes:
        return _refused(kind, "too-long", HttpResponse(status=413))
    call = port.Call(
        rest=rest, method=str(request.method), query={name: request.GET[name] for name in request.GET},
        headers={name.lower(): value for name, value in request.headers.items()}, body=request.body, at=at,
    )  # fmt: skip
    heard = channel.hear(call)
    answer = HttpResponse(heard.body, status=heard.status, content_type=heard.content_type)
    if heard.refusal:
        return _refused(kind, heard.refusal, answer)
    if heard.keep:
        try:
            spool.put(kind, heard.keep, at=at)
        except OSError:
            log.exception("hooks: nothing can be kept for %s", kind)
            return HttpResponse(status=503)  # they try again
    return answer


def _refused(kind: str, code: str, answer: HttpResponse) -> HttpResponse:
    log.warning("hooks: %s refused: %s", kind, code)
    spool.note_refusal(kind, code, at=timezone.now())
    return answer
