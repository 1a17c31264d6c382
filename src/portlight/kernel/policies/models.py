"""Decision tables in their versions, and what was decided by each."""

from __future__ import annotations

from django.db import models

DRAFT, PROPOSED, PUBLISHED, RETIRED = "draft", "proposed", "published", "retired"


class Table(models.Model):
    """One question that the office answers by a table."""

    name = models.CharField(max_length=60, unique=True)
    purpose = models.CharField(max_length=20)

    class Meta:
        db_table = "policies_table"


class Version(models.Model):
    """`content` never changes once it is written; a change is another version."""

    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    cases = models.JSONField(default=list)  # facts and what must come out
    digest = models.CharField(max_length=64)  # of content and cases
    state = models.CharField(max_length=10, default=DRAFT)
    effective_from = models.DateTimeField(null=True)
    effective_until = models.DateTimeField(null=True)  # exclusive
    drafted_by = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=64, default="", blank=True)
    published_by = models.CharField(max_length=64, default="", blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "policies_version"
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="policies_numbered"),
            models.UniqueConstraint(
                fields=["table", "effective_from"],
                condition=models.Q(state="published"),
                name="policies_one_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_until=None) | models.Q(effective_until__gte=models.F("effective_from")),
                name="policies_period",
            ),
        ]


class Made(models.Model):
    """One decision, as it can be made again: facts are codes, numbers, days and yes or no, never text or names."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=80)
    facts = models.JSONField()
    output = models.JSONField()
    row = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "policies_made"
        indexes = [
            models.Index(fields=["about"], name="policies_about"),
            models.Index(fields=["version", "at", "id"], name="policies_replay"),
        ]
