"""The API's root: what other programs ask. OpenAPI is JSON at /api/openapi.json; its page brings scripts: off."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest
from ninja import NinjaAPI, Status

from portlight.delivery import queries
from portlight.faces.portal.reach import public

api = NinjaAPI(title="Portlight", version="0.1.0", docs_url=None, openapi_url="openapi.json", urls_namespace="api")


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


@api.get("ready", summary="Whether the database answers too", response={200: dict[str, str], 503: dict[str, str]})
def ready(request: HttpRequest) -> Status[dict[str, str]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Status(503, {"state": "the database does not answer"})
    return Status(200, {"state": "ready"})
