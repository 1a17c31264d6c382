"""Words of the portal that stand in no template."""

from __future__ import annotations

from django.utils.translation import gettext_noop

FEWER = gettext_noop("fewer than ten")
