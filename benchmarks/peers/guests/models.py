from __future__ import annotations

from django.db import models


class Guest(models.Model):
    surname = models.CharField(max_length=120)
    given_name = models.CharField(max_length=120, blank=True)
    nationality = models.CharField(max_length=3)
    sex = models.CharField(max_length=1)
    birth_date = models.DateField()
    doc_number = models.CharField(max_length=20, unique=True)
    doc_expiry = models.DateField(null=True)
    visa_type = models.CharField(max_length=20, blank=True)
    visa_expiry = models.DateField(null=True)
    entry_date = models.DateField(null=True)
    arrival_date = models.DateField()
    departure_date = models.DateField(null=True)
    address = models.CharField(max_length=200, blank=True)
    room = models.CharField(max_length=40, blank=True)
    doc_type = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = "guests"
