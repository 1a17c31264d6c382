"""Every address of the product: gathered from the rooms that are switched on, in no list of its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from portlight.config.gathering import gather
from portlight.faces import routes
from portlight.faces.api.hooks import hear
from portlight.faces.api.metrics import metrics
from portlight.faces.api.root import api
from portlight.faces.portal.root import redirect_to_language

gather("desk", "portal", "api")
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
