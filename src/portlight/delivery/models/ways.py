"""The ways out: their pace and state, the hours they keep, the addresses they leave alone."""

from __future__ import annotations

from django.db import models

from portlight.delivery.models.messages import Severity


class Provider(models.Model):
    """The shared state of one way out, a channel or one of its routes: pace, circuit, pause. One row for all workers.

    `rate` is what the operator set, `slowed` what the other side's throttling has made of it for now.
    """

    kind = models.CharField(max_length=32, primary_key=True)  # a channel's kind, or one of its routes: sms.aliyun
    rate = models.IntegerField(default=0)  # messages a second over all workers; 0: as fast as it takes them
    slowed = models.IntegerField(null=True)  # messages a second for now, below `rate` (AIMD)
    tokens = models.FloatField(default=0)
    refilled_at = models.DateTimeField(null=True)
    failures = models.SmallIntegerField(default=0)  # in a row; five open the circuit
    open_until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.CharField(max_length=80, default="")
    last_error = models.CharField(max_length=200, default="")
    error_at = models.DateTimeField(null=True)


class Quiet(models.Model):
    """The office's quiet hours for one severity, on its own wall clock."""

    severity = models.CharField(max_length=10, primary_key=True, choices=Severity.choices)
    begins = models.TimeField()
    ends = models.TimeField()


class Suppression(models.Model):
    """An address (by its blind index) that nothing may be sent to, and why: bounced, complained, stopped."""

    channel = models.CharField(max_length=16)
    value_index = models.CharField(max_length=64)
    reason = models.CharField(max_length=16)
    code = models.CharField(max_length=24, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "value_index"], name="suppression_once")]
