"""The people the office answers to. What names or reaches a person is sealed; what counts people is a code."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from portlight.kernel.places.models import District
from portlight.toolkit.sealed import SealedField, SealedRow

ASKED, READY, GONE = "asked", "ready", "gone"


class Chain(models.Model):
    """A person's own languages in her order. Nothing is appended: the office's own chain follows at reading."""

    codes = models.CharField(max_length=80, unique=True)  # "fr,en,zh-Hans"

    class Meta:
        db_table = "people_chain"


class Person(SealedRow):
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = SealedField(null=True)
    birth_date = SealedField(null=True)
    nationality = models.CharField(max_length=3, default="", blank=True)  # ISO 3166-1 alpha-3
    # No index on the chain: an audience walks the primary key, and enrolment pays for every index. A part of the city
    # has one: to count one district of ten million people without it took 1.9 s, which an urgent notice had to wait.
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, db_index=False, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    enrolled_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_person"
        indexes = [
            models.Index(fields=["district", "id"], name="people_person_district", condition=models.Q(erased_at=None))
        ]


class Paper(SealedRow):
    """A travel paper."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers")
    country = models.CharField(max_length=3)  # ISO 3166-1 alpha-3
    number = SealedField(null=True)
    number_index = models.CharField(max_length=64, db_index=True)
    expires_on = models.DateField(null=True)

    class Meta:
        db_table = "people_paper"


class Address(SealedRow):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="addresses")
    channel = models.CharField(max_length=16)  # the channel's kind: email, sms, rehearsal …
    value = SealedField()
    value_index = models.CharField(max_length=64)
    verified_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "people_address"
        indexes = [
            models.Index(fields=["channel", "value_index"], name="people_address_value"),
            models.Index(fields=["person", "channel"], name="people_address_person"),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "channel", "value_index"], name="people_address_once")]


class Interest(models.Model):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="interests")
    topic = models.CharField(max_length=32)

    class Meta:
        db_table = "people_interest"
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="people_interest_once")]


class Unproved(models.Model):
    """An address that was typed by, or for, somebody we do not know, until its code has come back."""

    address = models.OneToOneField(Address, on_delete=models.PROTECT, primary_key=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "people_unproved"
        indexes = [models.Index(fields=["asked_at"], name="people_unproved_at")]


class Proof(models.Model):
    """A code sent to an address, to be typed back."""

    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="proofs")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_proof"


class Share(models.Model):
    """A link by which a person shows one matter of hers to somebody, once. Only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=80)  # key of the matter, as the timeline calls it
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_share"


class Copy(models.Model):
    """A copy of everything about a person that she has asked for. Its content is a sealed file (`copies.py`)."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=6, default=ASKED)
    done = models.PositiveIntegerField(default=0)  # parts
    parts = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)  # bytes
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    until = models.DateTimeField()  # then it goes, made or not

    class Meta:
        db_table = "people_copy"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state__in=["asked", "ready"]), name="people_copy_once"
            )
        ]
        indexes = [models.Index(fields=["until"], name="people_copy_due", condition=~models.Q(state="gone"))]


class Session(models.Model):
    """A person at the portal, after proving an address. Only the hash of the cookie's token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sessions")
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_session"
