"""Papers that people handed in, what they are used for, and the readings of photos that were asked for."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from portlight.toolkit.sealed import SealedField, SealedRow

RECEIVED, QUARANTINED, VISIBLE, REFUSED = "received", "quarantined", "visible", "refused"
WAITING, WORKING, DONE, GONE = "waiting", "working", "done", "gone"


class Document(models.Model):
    """One paper: the copy made anew, and for a while the original. The contents are sealed files (`files.py`)."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slot = models.CharField(max_length=40)
    about = models.CharField(max_length=80)  # what it was first handed in for
    owner = models.UUIDField(null=True)  # key of the person
    holder = models.CharField(max_length=80)  # the owner or, without one, `about`: whose papers it is compared with
    digest = models.CharField(max_length=43, default="", blank=True)  # of the original, under the ring's index key
    kind = models.CharField(max_length=20)
    size = models.PositiveIntegerField()  # bytes of the clean copy; 0 of one that waits to be opened
    original_size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=64, default="", blank=True)  # code of a refusal
    reason_facts = models.JSONField(default=dict, blank=True)  # what its sentence names: a limit
    made_at = models.DateTimeField()
    visible_at = models.DateTimeField(null=True)
    original_until = models.DateTimeField()
    original_erased_at = models.DateTimeField(null=True)
    draft_until = models.DateTimeField(null=True)  # of one that no matter uses yet
    erased_at = models.DateTimeField(null=True)
    scans = models.PositiveIntegerField(default=0)  # how often the scanner was asked in vain
    scan_asked_at = models.DateTimeField(null=True)
    openings = models.PositiveIntegerField(default=0)  # how often a process began to open it
    opening_until = models.DateTimeField(null=True)  # until when that one has it to itself
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "documents_document"
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "slot", "digest"], condition=Q(erased_at=None), name="documents_once"
            )
        ]
        indexes = [
            models.Index(fields=["owner"], name="documents_owner", condition=Q(owner__isnull=False)),
            models.Index(fields=["draft_until"], name="documents_draft", condition=Q(draft_until__isnull=False)),
            models.Index(fields=["made_at", "key"], name="documents_received", condition=Q(state=RECEIVED)),
            models.Index(fields=["scan_asked_at"], name="documents_scan", condition=Q(state=QUARANTINED)),
            models.Index(fields=["original_until"], name="documents_original", condition=Q(original_erased_at=None)),
        ]


class Use(models.Model):
    """What a paper is used for, and its place among the papers of the same slot there."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uses")
    about = models.CharField(max_length=80)
    slot = models.CharField(max_length=40)
    place = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)  # the original is no longer needed for this

    class Meta:
        db_table = "documents_use"
        constraints = [
            models.UniqueConstraint(fields=["about", "slot", "document"], name="documents_use_once"),
            models.UniqueConstraint(fields=["about", "slot", "place"], name="documents_use_place"),
        ]


class Reading(SealedRow):
    """One reading of one photo that was asked for; its number is its place in the line."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=WAITING)
    asked_at = models.DateTimeField()
    owner = models.CharField(max_length=80, default="", blank=True)  # the process that reads it
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    advice = models.CharField(max_length=64, default="", blank=True)  # code: what to do when nothing was read
    result = SealedField(null=True)  # JSON
    ended_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "documents_reading"
        indexes = [
            models.Index(fields=["id"], name="documents_line", condition=Q(state__in=[WAITING, WORKING])),
            models.Index(fields=["ended_at"], name="documents_read", condition=Q(state=DONE)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=~Q(state=GONE), name="documents_reading_once")
        ]
