"""Counts that are kept where the rows move, so that no page ever counts rows."""

from __future__ import annotations

from django.db import models

from portlight.delivery.models.messages import Message


class Tally(models.Model):
    """Where the deliveries of one message, channel and language stand now; kept in the transaction that moves them."""

    pk = models.CompositePrimaryKey("message_id", "channel", "language")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="tallies", db_index=False)
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=12)
    planned = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    later = models.BigIntegerField(default=0)
    uncertain = models.BigIntegerField(default=0)
    expired = models.BigIntegerField(default=0)
    recalled = models.BigIntegerField(default=0)
    excluded = models.BigIntegerField(default=0)  # left out at loading: consent or address changed since the expansion
    delivered = models.BigIntegerField(default=0)  # of those accepted: the other side says that it arrived
    failed = models.BigIntegerField(default=0)  # of those accepted: the other side says that it did not


class ExclusionTally(models.Model):
    pk = models.CompositePrimaryKey("message_id", "reason")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=16)
    people = models.BigIntegerField(default=0)


class Daily(models.Model):
    """What went out on one day of the office; "" stands for all languages, or all channels and outlets."""

    pk = models.CompositePrimaryKey("day", "language", "channel")
    day = models.DateField()
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=16)
    pushes = models.BigIntegerField(default=0)
    messages = models.BigIntegerField(default=0)
    people = models.BigIntegerField(default=0)  # distinct people addressed on that day
    confirmed = models.BigIntegerField(default=0)  # distinct people who confirmed on that day
    newly = models.BigIntegerField(default=0)  # of all languages and channels: people never addressed before
    closed = models.BooleanField(default=False)  # the day was over when it was folded


class FirstAddressed(models.Model):
    """The day on which a person was first addressed: everyone once, however many notices follow."""

    person_id = models.BigIntegerField(primary_key=True)
    day = models.DateField(db_index=True)
