"""Texts of short messages as the providers have reviewed them."""

from __future__ import annotations

from django.db import models


class Template(models.Model):
    """One wording for one purpose, language and way. A new wording is a new row: what was reviewed never changes."""

    route = models.CharField(max_length=16)  # sms.aliyun | sms.tencent | sms.smpp
    reach = models.CharField(max_length=8)  # mainland | abroad: providers review and bill them apart
    purpose = models.CharField(max_length=12)  # notice | correction | withdrawal | code | news | duty | drill
    language = models.CharField(max_length=12)
    sign = models.CharField(max_length=60, blank=True)  # the office's name before the text
    text = models.CharField(max_length=500)  # slots {code} {token} {number}; addresses are part of it
    sha256 = models.CharField(max_length=64)  # of sign and text
    edition = models.DateField(null=True)  # of the reference file it came with; null: worded by the office
    provider_code = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=10, default="draft")  # draft | submitted | approved | rejected
    reason = models.CharField(max_length=500, blank=True)  # of a rejection, in the provider's words
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=80)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)  # approved or rejected
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["route", "reach", "purpose", "language", "sha256"], name="sms_template_one_wording"
            )
        ]
        indexes = [
            models.Index(
                fields=["purpose", "language"], name="sms_template_approved", condition=models.Q(state="approved")
            )
        ]
