"""Agreements with institutions, their people, the rosters they hand in, what they ask."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from portlight.toolkit.sealed import SealedField, SealedRow

PROPOSED, SIGNED, DECLINED = "proposed", "signed", "declined"  # of an agreement
CURRENT, LEFT, REVOKED = "current", "left", "revoked"  # of a member
CHECKED, DRAFTED = "checked", "drafted"  # of a batch
BROKEN, GOOD, NOTED, DRAFT, BEFORE, FILED, DROPPED = (
    "broken", "good", "noted", "draft", "before", "filed", "dropped",
)  # fmt: skip  # of a row, beside REVOKED
WAITING, DONE, KEPT, UNMATCHED, REFUSED = "waiting", "done", "kept", "unmatched", "refused"  # of papers in bulk


class Agreement(models.Model):
    """What was agreed with an institution; in force once a second person has signed, on its days."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.UUIDField()  # the account that answers for it
    per_day = models.PositiveSmallIntegerField()
    per_week = models.PositiveSmallIntegerField()
    promise = models.PositiveSmallIntegerField()  # working days
    days = models.JSONField(default=list)  # ISO weekdays on which hours are kept
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    visits = models.PositiveSmallIntegerField(default=0)  # a month
    guarantees = models.BooleanField(default=False)  # the costs of its people: REG 19(1)(3)
    since = models.DateField()
    until = models.DateField()  # exclusive
    state = models.CharField(max_length=8, default=PROPOSED)
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    judged_by = models.CharField(max_length=64, default="", blank=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "green_lanes_agreement"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], name="green_lanes_one_proposal", condition=models.Q(state=PROPOSED)
            )
        ]


class Program(models.Model):
    """A program the office has admitted, and the institution it acts for."""

    client = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=64)

    class Meta:
        db_table = "green_lanes_program"


class Batch(SealedRow):
    """A roster that was handed in. Its sheet is sealed, and goes once nobody needs it."""

    number = models.UUIDField(unique=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    by_kind = models.CharField(max_length=8)  # who handed it in, as a toolkit Actor
    by_key = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default=CHECKED)
    whole = models.BooleanField(default=False)  # it names everybody: who is missing has left
    content = SealedField(null=True)  # the file, as it came
    content_index = models.CharField(max_length=64)  # blind
    rows = models.PositiveIntegerField()
    warned = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    drafted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "green_lanes_batch"
        constraints = [
            # The same sheet again is the first one while nothing was drafted of it; later it is a new look at the list.
            models.UniqueConstraint(
                fields=["organisation", "content_index"], name="green_lanes_batch_once",
                condition=models.Q(state=CHECKED),
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "-taken_at"], name="green_lanes_batch_latest"),
            models.Index(fields=["taken_at"], name="green_lanes_kept", condition=models.Q(content__isnull=False)),
        ]


class Member(SealedRow):
    """Somebody of an institution, since a roster named her. Who has left or revoked leaves an empty row behind: it says
    that the institution does not act for her."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=CURRENT)
    particulars = SealedField(null=True)  # JSON of rules.people.Person
    same_index = models.CharField(max_length=64)  # blind: name, day of birth, nationality
    paper_index = models.CharField(max_length=64, db_index=True)  # blind: country and number
    holds = models.CharField(max_length=16)
    ends_on = models.DateField()
    address = models.ForeignKey("people.Address", on_delete=models.PROTECT, null=True, related_name="+")
    fresh = models.BooleanField(default=False)  # a person was made for the address: she is forgotten with the row
    told_at = models.DateTimeField(null=True)
    since = models.DateTimeField()
    changed_on = models.DateField(null=True)  # when a list first showed another passport
    ended_on = models.DateField(null=True)
    reported_at = models.DateTimeField(null=True)  # that she has left: REG 26
    reminded_of = models.CharField(max_length=32, default="", blank=True)  # the duty, and its day

    class Meta:
        db_table = "green_lanes_member"
        constraints = [models.UniqueConstraint(fields=["organisation", "same_index"], name="green_lanes_member_once")]
        indexes = [
            models.Index(fields=["ends_on"], name="green_lanes_ending", condition=models.Q(state=CURRENT)),
            models.Index(fields=["organisation", "state", "ends_on"], name="green_lanes_members"),
        ]


class Row(SealedRow):
    """One row of a roster: what is wrong with it, or the draft it became, with what the law lets the institution do."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()  # as the sheet counts
    state = models.CharField(max_length=8, default=GOOD)
    code = models.CharField(max_length=48, default="", blank=True)  # why it is broken
    change = models.CharField(max_length=8, default="", blank=True)  # of rules.matters.CHANGES
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    particulars = SealedField(null=True)  # frozen when the draft was made
    paper_index = models.CharField(max_length=64, default="", blank=True)  # blind: finds the papers of a ZIP
    matter = models.CharField(max_length=24, default="", blank=True)
    right = models.CharField(max_length=12, default="", blank=True)
    right_row = models.PositiveSmallIntegerField(default=0)  # of the table, from 1
    right_version = models.PositiveSmallIntegerField(default=0)
    ground = models.CharField(max_length=16, default="", blank=True)  # by which the institution files (REG 19)
    booking = models.CharField(max_length=24, default="", blank=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    filed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "green_lanes_row"
        constraints = [
            models.UniqueConstraint(fields=["batch", "row"], name="green_lanes_row_once"),
            models.UniqueConstraint(
                fields=["member", "matter"], name="green_lanes_draft_once", condition=models.Q(state=DRAFT)
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "row"], name="green_lanes_row_next"),
            models.Index(fields=["member"], name="green_lanes_of_member", condition=models.Q(member__isnull=False)),
        ]


class Taken(models.Model):
    """Times an institution has booked of its quota: on a day, or in the week that begins on it."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    span = models.CharField(max_length=4)  # day, week
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "green_lanes_taken"
        constraints = [models.UniqueConstraint(fields=["organisation", "span", "day"], name="green_lanes_taken_once")]


class Bundle(SealedRow):
    """Papers of a roster's people in one ZIP, until each has gone where it belongs."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="bundles")
    by_kind = models.CharField(max_length=8)
    by_key = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default=WAITING)
    content = SealedField(null=True)
    content_index = models.CharField(max_length=64)  # blind
    files = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "green_lanes_bundle"
        constraints = [models.UniqueConstraint(fields=["batch", "content_index"], name="green_lanes_bundle_once")]


class Paper(SealedRow):
    """One file of a bundle: kept for a row, nobody's, or refused with its code."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="papers")
    place = models.PositiveIntegerField()
    name = SealedField(null=True)  # it has the number of a passport in it
    state = models.CharField(max_length=9)
    code = models.CharField(max_length=48, default="", blank=True)
    slot = models.CharField(max_length=24, default="", blank=True)
    row = models.ForeignKey(Row, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    document = models.UUIDField(null=True)  # as documents keep it, when it was kept

    class Meta:
        db_table = "green_lanes_paper"
        constraints = [models.UniqueConstraint(fields=["bundle", "place"], name="green_lanes_paper_once")]
        indexes = [
            models.Index(
                fields=["document"], name="green_lanes_paper_document", condition=models.Q(document__isnull=False)
            )
        ]


class Request(SealedRow):
    """What an institution asks the office for, and the answer."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, primary_key=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=16)
    people = models.PositiveIntegerField(default=0)
    wanted_on = models.DateField(null=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    text = SealedField(null=True)
    answer = SealedField(null=True)
    answered_by = models.CharField(max_length=64, default="", blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "green_lanes_request"
