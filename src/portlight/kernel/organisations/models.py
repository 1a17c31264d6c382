"""Institutions, and who acts for them. Their names are public; those of their officers are sealed."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from portlight.toolkit.sealed import SealedField, SealedRow

INVITED, ACTIVE, ENDED = "invited", "active", "ended"
STANDING = (INVITED, ACTIVE)


class Organisation(models.Model):
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=16)
    zh = models.CharField(max_length=120)
    en = models.CharField(max_length=120)
    code = models.CharField(max_length=18, unique=True)  # unified social credit code
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "organisations_organisation"


class Officer(SealedRow):
    """Somebody of an institution: invited until she accepts, who may act from then on, until she is dismissed."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="officers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    address = models.ForeignKey("people.Address", on_delete=models.PROTECT, db_index=False, related_name="+")
    name = SealedField(null=True)
    role = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default=INVITED)
    fresh = models.BooleanField(default=False)  # a person was made for it: she is forgotten when it lapses
    token_hash = models.CharField(max_length=64, default="", blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=64)
    until = models.DateTimeField()  # of the invitation
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "organisations_officer"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="organisations_officer_once",
                condition=models.Q(state__in=STANDING),
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["person"], name="organisations_of_person", condition=models.Q(state=ACTIVE)),
            models.Index(fields=["token_hash"], name="organisations_token", condition=models.Q(state=INVITED)),
            models.Index(fields=["until"], name="organisations_lapsing", condition=models.Q(state=INVITED)),
        ]
