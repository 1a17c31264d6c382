"""What somebody chose before the address was proved."""

from __future__ import annotations

from django.db import models


class SignUp(models.Model):
    """Choices that wait for their address to be proved. One open row per address; the newest choices count."""

    address = models.OneToOneField("people.Address", on_delete=models.PROTECT, related_name="+")
    languages = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    asked_at = models.DateTimeField(db_index=True)
    fresh = models.BooleanField(default=False)  # the person was made for this sign-up: forgotten when nobody confirms

    def __str__(self) -> str:
        return f"sign-up of address {self.address_id}"
