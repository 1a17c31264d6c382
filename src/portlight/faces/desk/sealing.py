"""What allauth keeps of second factors, when keys are rotated: in its own table, sealed by our adapter."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings

from portlight.toolkit.sealed import number_of

PLACE = "mfa_authenticator.data"
_NAMES = ("secret", "seed")  # of an authenticator app, of recovery codes


def numbers() -> Iterator[int]:
    """The number of the key of every value."""
    for data in Authenticator.objects.values_list("data", flat=True):
        yield from (_number(data[name]) for name in _NAMES if name in data)


def reseal() -> int:
    """Seal anew what another key than the current one seals; returns how many values."""
    done = 0
    for row in Authenticator.objects.order_by("pk"):
        old = [name for name in _NAMES if name in row.data and _number(row.data[name]) != settings.KEYS.current]
        if old:
            again = {**row.data, **{name: encrypt(decrypt(row.data[name])) for name in old}}
            done += len(old) * Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=again)
    return done


def _number(told: str) -> int:
    return number_of(base64.b64decode(told))
