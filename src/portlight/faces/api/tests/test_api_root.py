"""What other programs ask first."""

from __future__ import annotations

import pytest
from django.test import Client


def test_health_asks_no_database() -> None:
    assert Client().get("/api/health").json() == {"state": "well"}


@pytest.mark.django_db
def test_ready_asks_it() -> None:
    assert Client().get("/api/ready").json()["state"] == "ready"


def test_openapi_is_json_and_has_no_page_with_foreign_scripts() -> None:
    assert Client().get("/api/openapi.json").json()["info"]["title"] == "Portlight"
    assert Client().get("/api/docs").status_code == 404


def test_operations_are_called_by_their_room_and_function() -> None:
    paths = Client().get("/api/openapi.json").json()["paths"]
    names = [one["operationId"] for path in paths.values() for one in path.values()]
    assert len(set(names)) == len(names)
    assert {"api_health", "lodging_take", "lodging_slip"} <= set(names)


def test_an_error_is_json_too() -> None:
    assert Client().get("/api/nowhere")["Content-Type"] == "application/problem+json"
