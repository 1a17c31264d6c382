"""Declarations of accommodation, and where somebody is registered now."""

from __future__ import annotations

from django.db import models

from portlight.toolkit.sealed import SealedField, SealedRow

WAITING, CURRENT, LEFT, REPLACED, VOID = "waiting", "current", "left", "replaced", "void"
STANDING = (WAITING, CURRENT)
CHECKED, RUNNING, DONE = "checked", "running", "done"  # of a roster
BROKEN, BEFORE, REFUSED = "broken", "before", "refused"  # of its rows: beside WAITING and DONE


class Declaration(SealedRow):
    """The particulars of one case. What names, reaches or places a person is sealed; codes and days are not."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, primary_key=True, related_name="+")
    state = models.CharField(max_length=8, default=WAITING)
    particulars = SealedField(null=True)  # JSON of rules.values.Declared
    paper_index = models.CharField(max_length=64, default="", blank=True)  # blind: country and number
    place_index = models.CharField(max_length=64, default="", blank=True)  # blind: address and room
    same_index = models.CharField(max_length=64, default="", blank=True)  # blind: paper, place, names and birth date
    contradicted = models.BooleanField(default=False)  # another of the paper at the place, of somebody else, stands
    nationality = models.CharField(max_length=3)
    declared_for = models.CharField(max_length=12)
    district = models.ForeignKey("places.District", on_delete=models.PROTECT, db_index=False, related_name="+")
    station = models.ForeignKey("places.Station", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    address = models.ForeignKey("places.StandardAddress", on_delete=models.PROTECT, null=True, related_name="+")
    moved_in_at = models.DateTimeField()
    due_at = models.DateTimeField()  # the 24 hours of LAW 39(2), as counted
    declared_at = models.DateTimeField()  # when the person pressed the button, whenever it was proved
    late_by = models.PositiveIntegerField()  # hours
    leaving_on = models.DateField(null=True)
    missing = models.JSONField(default=list)
    registered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=32, default="", blank=True)  # why an officer does not register it: a code
    slip = models.CharField(max_length=32, default="", blank=True)  # number of the paper that stands now
    batch = models.CharField(max_length=36, default="", blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lodging_declaration"
        constraints = [
            # Guest and host both declare, or a page is sent three times: one registration (issue: "one registration").
            models.UniqueConstraint(
                fields=["same_index"], name="lodging_once",
                condition=models.Q(state__in=STANDING) & ~models.Q(same_index=""),
            )
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["paper_index", "place_index"], name="lodging_paper_place", condition=~models.Q(paper_index="")
            ),
            models.Index(fields=["case"], name="lodging_against", condition=models.Q(contradicted=True)),
            models.Index(fields=["leaving_on"], name="lodging_leaving", condition=models.Q(state=CURRENT)),
            models.Index(fields=["batch"], name="lodging_batch", condition=~models.Q(batch="")),
        ]


class Filer(models.Model):
    """Somebody who has declared this: guest and host may both have. Each sees it, none sees the other."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="filers")
    key = models.CharField(max_length=64)  # of the actor
    filed_as = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    contact = models.ForeignKey("people.Address", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "lodging_filer"
        constraints = [models.UniqueConstraint(fields=["declaration", "key"], name="lodging_filer_once")]
        indexes = [models.Index(fields=["key", "declaration"], name="lodging_filed_by")]


class Batch(SealedRow):
    """A roster that was handed in. The sheet and the place it is for are sealed, and go once nobody needs them."""

    number = models.CharField(max_length=36, unique=True)
    owner_kind = models.CharField(max_length=8)  # who handed it in, as a toolkit Actor
    owner_key = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default=CHECKED)
    language = models.CharField(max_length=8)
    contact = models.ForeignKey("people.Address", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    assisted = models.BooleanField(default=False)
    content = SealedField(null=True)  # the file, as it came
    place = SealedField(null=True)  # JSON of rules.roster Spot: where those lodge whose row does not say
    content_index = models.CharField(max_length=64)  # blind: file and place
    rows = models.PositiveIntegerField()
    warned = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lodging_roster"
        constraints = [
            models.UniqueConstraint(fields=["owner_kind", "owner_key", "content_index"], name="lodging_roster_once")
        ]
        indexes = [
            models.Index(fields=["taken_at"], name="lodging_roster_kept", condition=models.Q(content__isnull=False))
        ]


class BatchRow(models.Model):
    """One row of a roster: what became of it. `likeness` is blind: the same row by the same hand, in any sheet."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()  # as the sheet counts
    state = models.CharField(max_length=8, default=WAITING)
    code = models.CharField(max_length=48, default="", blank=True)  # why not
    likeness = models.CharField(max_length=64)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        db_table = "lodging_roster_row"
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="lodging_row_once")]
        indexes = [
            models.Index(fields=["batch", "state", "row"], name="lodging_row_next"),
            models.Index(fields=["likeness"], name="lodging_row_like", condition=models.Q(case__isnull=False)),
        ]


class Entrant(models.Model):
    """Somebody a list says has entered, until she has declared or is told of her duty: a moment, a blind index, and
    where she may be told. `given`: the address stood in the list; else it is her own, proved and agreed to."""

    paper_index = models.CharField(max_length=64)  # blind: country and number, as of a declaration
    entered_at = models.DateTimeField()
    entered_on = models.DateField()  # in the office's zone
    contact = models.ForeignKey("people.Address", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    given = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    late_reminded_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField(null=True)  # seen to have been declared

    class Meta:
        db_table = "lodging_entrant"
        constraints = [models.UniqueConstraint(fields=["paper_index", "entered_on"], name="lodging_entered_once")]
        indexes = [
            models.Index(fields=["entered_at"], name="lodging_entrant_open", condition=models.Q(declared_at=None)),
            models.Index(fields=["entered_on"], name="lodging_entered_on"),
        ]


class CounterCode(models.Model):
    """A code printed at a counter, good for one declaration by somebody without an address: its keyed hash.

    `place`: which one of its counter and day it is, so that no more are printed than the office allows.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    counter = models.CharField(max_length=64)  # code of the team, or the office's own counters
    made_on = models.DateField()  # in the office's zone
    place = models.PositiveIntegerField()
    made_by = models.CharField(max_length=64)  # key of the account
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    request = models.UUIDField(null=True)  # of the declaration it was used for: sent again, it is the same one
    person = models.UUIDField(null=True)  # key of who was made for it
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    number_index = models.CharField(max_length=64, default="", blank=True)  # blind: the passport's number alone
    shown_until = models.DateTimeField(null=True)  # so long the sheet and the number open the slip

    class Meta:
        db_table = "lodging_counter_code"
        constraints = [
            models.UniqueConstraint(fields=["counter", "made_on", "place"], name="lodging_counter_code_place")
        ]
        indexes = [models.Index(fields=["until"], name="lodging_counter_until")]
