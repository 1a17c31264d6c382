"""Things to do later: one row each, claimed with a lease and a fence."""

from __future__ import annotations

from django.db import models

OPEN, HELD, DONE, FAILED = "open", "held", "done", "failed"


class Item(models.Model):
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=OPEN)
    attempts = models.PositiveIntegerField(default=0)
    owner = models.CharField(max_length=80, default="", blank=True)
    fence = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        db_table = "work_item"
        indexes = [
            models.Index(fields=["due_at", "id"], name="work_item_due", condition=models.Q(state__in=[OPEN, HELD])),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=models.Q(state__in=[OPEN, HELD]), name="work_item_one_running"
            )
        ]
