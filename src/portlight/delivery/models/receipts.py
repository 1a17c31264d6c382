"""What the other sides say about what they took."""

from __future__ import annotations

from django.db import models

from portlight.delivery.models.ledger import Delivery


class Inbound(models.Model):
    """What was said to us, as it came: insert only, unique by its digest, so that a doubled or replayed call is one.

    The raw bytes are sealed (`seal`: the digest) and erased once they were read and their time is over.
    """

    channel = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    raw = models.BinaryField(null=True)
    got_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="new")  # new | read | unread | refused
    error = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "digest"], name="receipt_once")]
        indexes = [
            models.Index(fields=["id"], name="receipt_new", condition=models.Q(state="new")),
            models.Index(
                fields=["channel", "id"], name="receipt_odd", condition=models.Q(state__in=("unread", "refused"))
            ),
        ]


class LooseReceipt(models.Model):
    """A receipt whose delivery is not known (yet): it came before our own flush, or speaks of a doubt, or of nothing.

    Its address stands here as its blind index only.
    """

    channel = models.CharField(max_length=16)
    reference = models.CharField(max_length=40)
    echo = models.CharField(max_length=9)
    address_index = models.CharField(max_length=64)
    outcome = models.CharField(max_length=9)
    code = models.CharField(max_length=24)
    dead = models.BooleanField(default=False)
    at = models.DateTimeField()
    got_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_index=True)  # null: given up; the operator sees it


class Reference(models.Model):
    """The other side's own name for a delivery: how a receipt finds it. Only of channels that send receipts."""

    pk = models.CompositePrimaryKey("channel", "reference")
    channel = models.CharField(max_length=16)
    reference = models.CharField(max_length=40)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )


class Receipted(models.Model):
    """What became of a delivery that had been handed over. Moves forward only: failed < delivered < opened."""

    delivery = models.OneToOneField(
        Delivery, on_delete=models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    rank = models.SmallIntegerField()  # 1 failed, 2 delivered, 3 opened
    code = models.CharField(max_length=24)
    at = models.DateTimeField()
