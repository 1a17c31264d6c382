"""The product's addresses, and the demo's door before them."""

from __future__ import annotations

from django.urls import path

from portlight.config import urls
from portlight.simulator import entering, mailbox

urlpatterns = [
    path("demo/", entering.cast),
    path("demo/enter/", entering.enter),
    path("demo/mail/", mailbox.letters),
    *urls.urlpatterns,
]

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler429 = urls.handler429
handler500 = urls.handler500
