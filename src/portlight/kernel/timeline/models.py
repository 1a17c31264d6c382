"""The office's memory: one row per thing that happened. Rows are only added; triggers refuse everything else.

Facts hold codes and keys, never names, numbers or addresses: erasing a person leaves the chain whole.
"""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    at = models.DateTimeField()
    kind = models.CharField(max_length=64)  # <room>.<what happened>
    about = models.CharField(max_length=80)  # key of the subject, never a foreign key
    by_kind = models.CharField(max_length=8)
    by_key = models.CharField(max_length=64)
    request_id = models.UUIDField(null=True)
    input_hash = models.CharField(max_length=64, default="", blank=True)
    result = models.CharField(max_length=80, default="", blank=True)
    facts = models.JSONField(default=dict)
    # `<place in the chain, 16 digits>.<SHA-256, base64url>`, filled by the worker: sorts in the order of sealing.
    seal = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (NULL is "not sealed yet")

    class Meta:
        db_table = "timeline_event"
        indexes = [
            models.Index(fields=["about", "id"], name="timeline_event_about"),
            models.Index(fields=["id"], name="timeline_event_tail", condition=models.Q(seal=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["by_kind", "by_key", "request_id"],
                condition=models.Q(request_id__isnull=False),
                name="timeline_event_once",
            )
        ]


class Head(models.Model):
    """The head of the chain on one day, signed: a copy kept elsewhere shows that no tail was cut off."""

    on = models.DateField(unique=True)
    seal = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "timeline_head"
