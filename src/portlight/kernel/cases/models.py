"""Numbered matters of the office. What a case is about stands in its capability's own table, sealed there."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models

from portlight.kernel.people.models import Address, Person

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # no period runs: sorts behind all that have one
OPEN = models.Q(closed_at=None)


class KindTable(models.Model):
    """One version of a kind's step table, as it was when it came into force. Never changed."""

    kind = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    table = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "cases_kind_table"
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="cases_kind_version")]


class Case(models.Model):
    kind = models.CharField(max_length=32)
    version = models.PositiveIntegerField()  # of the kind's table, for its whole life
    step = models.CharField(max_length=24)
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    filed_as = models.CharField(max_length=12)
    filed_by_kind = models.CharField(max_length=8)
    filed_by_key = models.CharField(max_length=64)
    contact = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    language = models.CharField(max_length=8)
    queue = models.CharField(max_length=48)  # whose worklist: station:<code>, team:<name>
    holder = models.UUIDField(null=True)  # the officer who has taken it up
    likeness = models.CharField(max_length=64, default="", blank=True)  # blind: equal where two may be the same matter
    flags = models.JSONField(default=list)
    urgent = models.BooleanField(default=False)  # by its kind or by the flag: an index goes along it
    red = models.BooleanField(default=False)  # has a flag that its capability declares red
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=NEVER)  # the soonest end of its periods
    keep_until = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "cases_case"
        indexes = [
            models.Index(fields=["kind", "queue", "due_at", "id"], name="cases_open", condition=OPEN),
            models.Index(fields=["kind", "due_at", "id"], name="cases_open_all", condition=OPEN),
            models.Index(fields=["kind", "due_at", "id"], name="cases_urgent", condition=OPEN & models.Q(urgent=True)),
            models.Index(fields=["kind", "due_at", "id"], name="cases_red", condition=OPEN & models.Q(red=True)),
            models.Index(
                fields=["holder", "due_at", "id"], name="cases_held", condition=OPEN & models.Q(holder__isnull=False)
            ),
            models.Index(fields=["opened_at"], name="cases_opened"),
            models.Index(fields=["closed_at"], name="cases_closed", condition=models.Q(closed_at__isnull=False)),
            models.Index(fields=["likeness"], name="cases_like", condition=~models.Q(likeness="")),
            models.Index(fields=["filed_by_key", "id"], name="cases_filed_by"),
            models.Index(fields=["keep_until", "id"], name="cases_keep", condition=models.Q(erased_at=None)),
        ]


class Link(models.Model):
    """Two cases that belong together: `like` (perhaps the same matter), `continues`, `with`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "cases_link"
        constraints = [models.UniqueConstraint(fields=["case", "other", "kind"], name="cases_link_once")]


class Spell(models.Model):
    """A stretch of one officer's work on one case in one step. The open one of an account is her work now."""

    account = models.UUIDField(null=True)  # forgotten after a month: who worked is for the day, not for ever
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=32)
    step = models.CharField(max_length=24)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # the last sign of life
    seconds = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_spell"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at=None), name="cases_spell_one_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["began_at"], name="cases_spell_began"),
            models.Index(fields=["case"], name="cases_spell_case"),
        ]


class Tally(models.Model):
    """One figure of one day: counted from the rows again and again until the day is over, then left as it is."""

    day = models.DateField()
    kind = models.CharField(max_length=32)
    figure = models.CharField(max_length=12)  # opened, closed, open, met, missed, seconds, handled, took
    # Of its figure: a step, an age, a kind of clock, about how many seconds.
    part = models.CharField(max_length=24, default="", blank=True)
    count = models.PositiveBigIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "cases_tally"
        constraints = [models.UniqueConstraint(fields=["day", "kind", "figure", "part"], name="cases_tally_once")]
