"""Programs of institutions, and the keys they show. A secret stands here as a keyed hash and nowhere else."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Client(models.Model):
    key = models.UUIDField(unique=True, default=uuid4, editable=False)  # who acts, as a toolkit Actor
    institution = models.CharField(max_length=120)
    program = models.CharField(max_length=120)
    contact = models.ForeignKey("people.Address", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    contact_fresh = models.BooleanField(default=False)  # a person was made for it: she is forgotten with the program
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clients_client"
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "program"], name="clients_once", condition=models.Q(withdrawn_at=None)
            )
        ]


class Key(models.Model):
    """`until` is exclusive. `used_on` is the last day it opened anything."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=8, unique=True)
    secret_index = models.CharField(max_length=64)  # blind
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    until = models.DateTimeField()
    used_on = models.DateField(null=True)

    class Meta:
        db_table = "clients_key"
