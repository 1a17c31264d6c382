"""Every address of the product: gathered from the rooms that are switched on, in no list of its own."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from portlight.config.capabilities import CAPABILITIES
from portlight.config.channels import CHANNELS
from portlight.config.journeys import JOURNEYS
from portlight.faces import routes
from portlight.faces.api.hooks import hear
from portlight.faces.api.metrics import metrics
from portlight.faces.api.root import api
from portlight.faces.portal.root import redirect_to_language

_FACES = ("portlight.faces.portal.home", "portlight.faces.portal.me", "portlight.faces.portal.reach",
          "portlight.faces.portal.places", "portlight.faces.portal.appointments",
          "portlight.faces.portal.emergency",
          "portlight.faces.desk.home", "portlight.faces.desk.work.listing", "portlight.faces.desk.work.board",
          "portlight.faces.desk.places",
          "portlight.faces.desk.office", "portlight.faces.desk.ways",
          "portlight.faces.desk.tables", "portlight.faces.desk.programs", "portlight.faces.desk.slots",
          "portlight.faces.desk.emergencies")  # fmt: skip


def _gather() -> None:
    """Imports `desk`, `portal` and `api` of each room: their decorators do the rest."""
    for module in _FACES:
        import_module(module)
    for room in (*CAPABILITIES, *CHANNELS, *JOURNEYS):
        for part in ("desk", "portal", "api"):
            if find_spec(f"{room}.{part}"):
                import_module(f"{room}.{part}")


_gather()
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portlight.faces.desk.sign_in")),
    path("api/", api.urls),
    path("metrics", metrics),
    path("hooks/<slug:kind>/<path:rest>", hear),
    *routes.patterns(),
    re_path(r"^(?!desk/|api/|hooks/|static/)", redirect_to_language),
]

handler400 = "portlight.faces.errors.bad_request"
handler403 = "portlight.faces.errors.not_allowed"
handler404 = "portlight.faces.errors.not_found"
handler429 = "portlight.faces.errors.too_many"
handler500 = "portlight.faces.errors.broken"
