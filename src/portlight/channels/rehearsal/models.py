"""Letters that stay in the house: for demo, training, drills and tests."""

from __future__ import annotations

from django.db import models


class Letter(models.Model):
    """A message as its reader would have it, exactly as handed over. `delivery` is the ledger's key."""

    delivery = models.BigIntegerField(unique=True)
    address = models.CharField(max_length=254, db_index=True)  # an invented one: rehearsal reaches nobody
    code = models.CharField(max_length=9)
    about = models.CharField(max_length=80)
    language = models.CharField(max_length=12)
    late = models.TextField(default="", blank=True)  # the line in the reader's own language
    title = models.TextField()
    text = models.TextField()
    drill = models.BooleanField(default=False)
    at = models.DateTimeField()
