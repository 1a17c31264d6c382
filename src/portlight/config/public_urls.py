"""The addresses of the portal alone, for processes that write pages and answer nobody.

A worker names them in pages, papers and messages; the desk and the API, which it never names, would be 20 MB of it.
"""

from __future__ import annotations

from portlight.config.gathering import gather
from portlight.faces import routes

gather("portal")
urlpatterns = [*routes.patterns()]
