"""Drafts of applications, and the applications. What names or reaches a person is sealed; codes and days are not."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from portlight.toolkit.sealed import SealedField, SealedRow


class Draft(SealedRow):
    """An application on its way: begun on one device and ended on another. `case`: what it became.

    `owner` is the key of the person who types it.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.UUIDField()
    matter = models.CharField(max_length=24)
    typed = SealedField(null=True)  # JSON: what each page has checked
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    until = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "permits_draft"
        indexes = [
            models.Index(fields=["owner", "changed_at"], name="permits_draft_of", condition=models.Q(case=None)),
            models.Index(fields=["until"], name="permits_draft_until", condition=models.Q(typed__isnull=False)),
        ]


class Application(SealedRow):
    """The particulars of one case."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, primary_key=True, related_name="+")
    matter = models.CharField(max_length=24)
    lane = models.CharField(max_length=8)  # ordinary, urgent
    particulars = SealedField(null=True)  # JSON of rules.applied.Applied
    paper_index = models.CharField(max_length=64, default="", blank=True)  # blind: country and number
    nationality = models.CharField(max_length=3)
    # What an overstay is judged by: when it was filed, and whether the stay was still lawful on that day.
    filed_at = models.DateTimeField()
    last_lawful_on = models.DateField(null=True)
    in_time = models.BooleanField()
    stay_kind = models.CharField(max_length=16, default="", blank=True)  # as reliefs know stays; empty: none of them
    prolonged_until = models.DateField(null=True)  # by an emergency's relief, once
    prolonged_told = models.DateField(null=True)  # the prolonged end that she was written to about
    late_by = models.PositiveIntegerField(default=0)  # days after the last day to apply

    ground = models.CharField(max_length=16, default="", blank=True)  # why it is urgent
    needed_on = models.DateField(null=True)
    rank = models.PositiveSmallIntegerField(default=9)  # place among the urgent: as the table says

    missing = models.JSONField(default=list)
    asked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)
    passport_held = models.BooleanField(default=False)
    receipt_until = models.DateField(null=True)
    reason = models.CharField(max_length=16, default="", blank=True)
    reply = SealedField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    granted_until = models.DateField(null=True)
    made = SealedField(null=True)  # JSON of rules.making.Made: what the national system issued
    ends_on = models.DateField(null=True)  # the stay of what was issued, where it is a length of time
    remind_on = models.DateField(null=True)  # the next day on which a reminder of its end is due
    handover = models.CharField(max_length=8, default="collect")
    courier_number = models.CharField(max_length=40, default="", blank=True)  # of the consignment

    slip = models.CharField(max_length=32, default="", blank=True)  # numbers of papers
    receipt = models.CharField(max_length=32, default="", blank=True)
    letter = models.CharField(max_length=32, default="", blank=True)

    fee_item = models.CharField(max_length=24, default="", blank=True)
    fee_fen = models.PositiveIntegerField(null=True)  # hundredths of a yuan; null: told at the counter
    paid_reference = models.CharField(max_length=64, default="", blank=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "permits_application"
        indexes = [
            models.Index(fields=["paper_index"], name="permits_paper", condition=~models.Q(paper_index="")),
            models.Index(
                fields=["last_lawful_on"], name="permits_lawful_on",
                condition=models.Q(prolonged_until=None, last_lawful_on__isnull=False),
            ),
            models.Index(
                fields=["remind_on", "case"], name="permits_remind", condition=models.Q(remind_on__isnull=False)
            ),
            models.Index(
                fields=["rank", "filed_at"], name="permits_urgent_line",
                condition=models.Q(lane="urgent", accepted_at=None, decided_at=None),
            ),
        ]  # fmt: skip
