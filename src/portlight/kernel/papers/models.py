"""Papers the office has handed out. What is printed on them is sealed; what is asked about them is a code."""

from __future__ import annotations

from django.db import models

from portlight.toolkit.sealed import SealedField, SealedRow

WAITING, SEALED, SPECIMEN, GIVEN_UP = "waiting", "sealed", "specimen", "given-up"


class IssuedPaper(SealedRow):
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=80, db_index=True)
    holder = models.UUIDField(null=True, db_index=True)  # key of a person
    language = models.CharField(max_length=8)
    content = SealedField(null=True)  # facts, code and stamp, as JSON; None when it was erased
    mark = models.CharField(max_length=32, unique=True)  # the stamp's name on the list of withdrawn ones
    specimen = models.BooleanField()
    issued_at = models.DateTimeField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)  # exclusive
    revoked_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=60, default="", blank=True)
    replaced_by = models.CharField(max_length=20, default="", blank=True)
    seal_state = models.CharField(max_length=8, default=WAITING)

    class Meta:
        db_table = "papers_issued"
        indexes = [
            models.Index(fields=["issued_at", "id"], name="papers_unsealed", condition=models.Q(seal_state=WAITING)),
            models.Index(fields=["id"], name="papers_revoked", condition=models.Q(revoked_at__isnull=False)),
        ]


class SealedCopy(SealedRow):
    """The PDF under the office's seal, in the language the paper was issued in."""

    paper = models.OneToOneField(IssuedPaper, primary_key=True, on_delete=models.PROTECT, related_name="copy")
    pdf = SealedField()  # base64
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "papers_sealed"
