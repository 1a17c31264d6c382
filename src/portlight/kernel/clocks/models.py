"""Periods that run, and the office's own days."""

from __future__ import annotations

from django.db import models

RUNNING, PAUSED, STOPPED, LAPSED = "running", "paused", "stopped", "lapsed"


class Clock(models.Model):
    """One period about one subject. `since`, `amount` and `unit` are what `until` is reckoned from, always."""

    about = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)  # legal | promised | internal
    source = models.CharField(max_length=160)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=12)
    at_liberty = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField()  # exclusive
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=RUNNING)
    ended_at = models.DateTimeField(null=True)  # before `until`: met; else the moment it ran out, or was met too late
    extended = models.JSONField(default=list)  # grounds on which it was made longer, each once
    then = models.CharField(max_length=64, default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "clocks_clock"
        constraints = [
            models.UniqueConstraint(
                fields=["about", "name"], condition=models.Q(state__in=[RUNNING, PAUSED]), name="clocks_one_running"
            )
        ]
        indexes = [
            models.Index(fields=["until", "id"], name="clocks_due", condition=models.Q(state=RUNNING)),
            models.Index(fields=["id"], name="clocks_provisional", condition=models.Q(state=RUNNING, provisional=True)),
            models.Index(fields=["about"], name="clocks_about"),
            models.Index(fields=["ended_at"], name="clocks_ended", condition=models.Q(ended_at__isnull=False)),
        ]


class OwnDay(models.Model):
    """A day on which this office differs from the published calendar; who said so is on the timeline."""

    day = models.DateField(primary_key=True)
    works = models.BooleanField()
    why = models.CharField(max_length=200)

    class Meta:
        db_table = "clocks_own_day"
