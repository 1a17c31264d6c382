"""Emergencies as declared, the rows of their plans, and what was destroyed when they ended."""

from __future__ import annotations

from django.db import models

DRAFT, PROPOSED, EFFECTIVE, REVERTED, ENDED = "draft", "proposed", "effective", "reverted", "ended"
# What the pages of an emergency are at.
CLEAR, PLAN, APPLY, LATE, UNDO, DESTROY = "clear", "plan", "apply", "late", "undo", "destroy"
# A row of a plan: to be done, left to an officer, done, left alone because its subject had changed, undone, not undone
# because it had changed since.
PLANNED, BY_HAND, APPLIED, SKIPPED, UNDONE, LEFT = "planned", "by-hand", "applied", "skipped", "undone", "left"


class Emergency(models.Model):
    """`turn` goes up with every change: whoever changes it names the turn it was read at."""

    names = models.JSONField()  # language → text
    banners = models.JSONField()
    basis = models.JSONField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # exclusive
    parameters = models.JSONField(default=dict)
    reliefs = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=DRAFT)
    doing = models.CharField(max_length=8, default="", blank=True)
    cursor = models.CharField(max_length=120, default="", blank=True)
    turn = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)  # of the plan as counted
    worded_by = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=64, default="", blank=True)
    signed_by = models.CharField(max_length=64, default="", blank=True)
    signed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, default="", blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        db_table = "emergencies_emergency"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")), name="emergencies_period"
            )
        ]
        indexes = [
            models.Index(fields=["since", "id"], name="emergencies_in_force", condition=models.Q(state=EFFECTIVE)),
            models.Index(fields=["id"], name="emergencies_doing", condition=~models.Q(doing="")),
        ]


class PlanRow(models.Model):
    emergency = models.ForeignKey(Emergency, on_delete=models.PROTECT, related_name="+")
    effect = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    what = models.CharField(max_length=60)
    before = models.JSONField()
    after = models.JSONField()
    state = models.CharField(max_length=8, default=PLANNED)
    late = models.BooleanField(default=False)  # came after it was counted

    class Meta:
        db_table = "emergencies_plan_row"
        constraints = [
            models.UniqueConstraint(fields=["emergency", "effect", "key", "late"], name="emergencies_planned_once")
        ]
        indexes = [models.Index(fields=["emergency", "id"], name="emergencies_plan_pages")]


class Destruction(models.Model):
    """A line of the protocol: how many of what were destroyed, and the digest of their keys."""

    emergency = models.ForeignKey(Emergency, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "emergencies_destruction"
        constraints = [models.UniqueConstraint(fields=["emergency", "what"], name="emergencies_destroyed_once")]
