"""The addresses of the portal alone, for processes that write pages and answer nobody.

A worker names them in pages, papers and messages. The desk and the API, which it never names, are 20 MB in each of them.
"""

from __future__ import annotations

from portlight.config.gathering import gather
from portlight.faces import routes

gather("portal")
urlpatterns = [*routes.patterns()]
