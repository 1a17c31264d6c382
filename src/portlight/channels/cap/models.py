"""The alerts the office has published, byte for byte: a published alert never changes."""

from __future__ import annotations

from django.db import models


class Alert(models.Model):
    """One CAP message. All of one notice are a chain, numbered from 1; each names the earlier ones it takes over."""

    about = models.CharField(max_length=80)  # key of the notice, as delivery keeps it
    number = models.PositiveIntegerField()
    identifier = models.CharField(max_length=32, unique=True)  # also the name of its file
    sender = models.CharField(max_length=254)
    sent = models.CharField(max_length=25)  # as it stands in the alert: references repeat it to the letter
    kind = models.CharField(max_length=6)  # Alert | Update | Cancel
    status = models.CharField(max_length=8)  # Actual | Exercise
    state = models.CharField(max_length=64)  # digest of what it says: the same again is no new alert
    language = models.CharField(max_length=12)  # of the headline
    headline = models.TextField()
    xml = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "number"], name="cap_alert_once")]
