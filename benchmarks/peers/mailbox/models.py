from __future__ import annotations

from django.db import models


class Mail(models.Model):
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=8, default="waiting")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "mailbox"
