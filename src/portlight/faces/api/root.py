"""The API's root: what other programs ask. OpenAPI is JSON at /api/openapi.json; its page brings scripts: off."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils import timezone
from ninja import Status

from portlight.delivery import beats, queries
from portlight.faces.api.described import Api
from portlight.faces.api.problems import tell_problems
from portlight.faces.portal.reach import public
from portlight.toolkit.nameplate import plates

api = Api(title="Portlight", version="0.1.0", docs_url=None, openapi_url="openapi.json", urls_namespace="api")
tell_problems(api)


@api.get("health", summary="Whether this process answers")
def health(request: HttpRequest) -> dict[str, str]:
    return {"state": "well"}


@api.get("reach", summary="Pushes, messages and people by day, language and channel, as the public may know them")
def reach(request: HttpRequest) -> dict[str, Any]:
    """Figures about fewer than ten people are the text "<10". `language` or `channel` empty: all of them."""
    whole = queries.report()
    return {
        "from": whole.first, "to": whole.last, "pushes": whole.pushes, "messages": public(whole.messages),
        "people": public(whole.people),
        "days": [
            {
                "day": row.day, "language": row.language, "channel": row.channel, "pushes": row.pushes,
                "messages": public(row.messages), "people": public(row.people), "confirmed": public(row.confirmed),
            }
            for row in queries.daily()
        ],
    }  # fmt: skip


@api.get("ready", summary="Whether it can work", response={200: dict[str, str], 503: dict[str, str]})
def ready(request: HttpRequest) -> Status[dict[str, str]]:
    """503 with the code of what is missing: database, tables, keys, spool. A silent worker is told, and no reason: the
    pages stand without it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        missing = next((code for plate in plates() for ask in plate.ready if (code := ask(timezone.now()))), "")
    except DatabaseError:
        missing = "database"
    told = {"state": "not ready" if missing else "ready", "worker": beats.state()}
    return Status(503, {**told, "code": missing}) if missing else Status(200, told)
