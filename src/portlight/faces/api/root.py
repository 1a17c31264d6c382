"""The API's root: what other programs ask. OpenAPI is JSON at /api/openapi.json; its page brings scripts: off."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest
from ninja import NinjaAPI, Status

api = NinjaAPI(title="Portlight", version="0.1.0", docs_url=None, openapi_url="openapi.json", urls_namespace="api")


@api.get("health", summary="Whether this process answers")
def health(request: HttpRequest) -> dict[str, str]:
    return {"state": "well"}


@api.get("ready", summary="Whether the database answers too", response={200: dict[str, str], 503: dict[str, str]})
def ready(request: HttpRequest) -> Status[dict[str, str]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Status(503, {"state": "the database does not answer"})
    return Status(200, {"state": "ready"})
