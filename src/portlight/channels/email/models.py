"""What mail servers have said about addresses, and about us."""

from __future__ import annotations

from django.db import models


class Bounce(models.Model):
    """One message that came back. One message counts once, however often its server says so.

    Numbers only: what the server wrote may name the address, and stays sealed in the inbox of receipts.
    """

    delivery = models.BigIntegerField()
    address = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10)  # rules.Kind
    code = models.CharField(max_length=12)  # 5.2.2
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "kind"], name="email_bounce_once")]
