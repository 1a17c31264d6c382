"""Patterns, what differs from them, what is taken, who comes and who waits. No row stands for a free time."""

from __future__ import annotations

from django.db import models

BOOKED, CANCELLED, CAME, MISSED, OVER = "booked", "cancelled", "came", "missed", "over"
WAITING, OFFERED, TAKEN_UP, LAPSED, WITHDRAWN = "waiting", "offered", "taken-up", "lapsed", "withdrawn"


class Venue(models.Model):
    """Where one comes to: a hall, a branch, a room of a university."""

    code = models.CharField(max_length=32, primary_key=True)
    name = models.JSONField()  # language → name; zh-Hans and en at least
    address = models.JSONField()  # the same

    class Meta:
        db_table = "slots_venue"


class Pattern(models.Model):
    """One version of a pattern; see `rules.Pattern`. What has been in force is never changed, but ended."""

    service = models.CharField(max_length=32)
    place = models.ForeignKey(Venue, on_delete=models.PROTECT, db_column="place", related_name="+")
    name = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    days = models.JSONField(default=list)  # ISO weekdays; none: working days
    opens = models.TimeField()
    closes = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    urgent = models.PositiveSmallIntegerField(default=0)
    green = models.PositiveSmallIntegerField(default=0)
    green_hours = models.PositiveSmallIntegerField(default=0)
    hold_minutes = models.PositiveSmallIntegerField(default=120)
    horizon = models.PositiveSmallIntegerField()
    releases = models.JSONField(default=list)  # "09:00"
    since = models.DateField()
    until = models.DateField(null=True)  # exclusive

    class Meta:
        db_table = "slots_pattern"
        constraints = [
            models.UniqueConstraint(fields=["service", "place", "name", "number"], name="slots_pattern_numbered"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="slots_pattern_period"
            ),
        ]


class Change(models.Model):
    """A span in which a place is closed, or a day on which a pattern opens although it would not."""

    place = models.ForeignKey(Venue, on_delete=models.PROTECT, db_column="place", related_name="+")
    service = models.CharField(max_length=32, default="", blank=True)  # empty: all of the place
    name = models.CharField(max_length=32, default="", blank=True)
    opens = models.BooleanField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "slots_change"
        indexes = [models.Index(fields=["ends_at", "id"], name="slots_change_ahead")]


class Taken(models.Model):
    """How many places of one time are taken, by lane: made with the first booking, changed by one statement each."""

    service = models.CharField(max_length=32)
    place = models.CharField(max_length=32)
    starts_at = models.DateTimeField()
    ordinary = models.PositiveSmallIntegerField(default=0)
    urgent = models.PositiveSmallIntegerField(default=0)
    green = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "slots_taken"
        constraints = [models.UniqueConstraint(fields=["service", "place", "starts_at"], name="slots_taken_once")]
        indexes = [models.Index(fields=["service", "starts_at"], name="slots_taken_ahead")]


class Booking(models.Model):
    """Who comes when. `who` is `person:<key>` or an institution's own key; empty once it is forgotten."""

    service = models.CharField(max_length=32)
    place = models.CharField(max_length=32)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    lane = models.CharField(max_length=8)
    who = models.CharField(max_length=80, blank=True)
    about = models.CharField(max_length=80, default="", blank=True)  # case:<number> or nothing
    language = models.CharField(max_length=8)
    contact = models.PositiveBigIntegerField(null=True)  # number of an address in `people`
    people = models.PositiveSmallIntegerField(default=1)  # who come together, each takes a place
    state = models.CharField(max_length=9, default=BOOKED)
    by_key = models.CharField(max_length=64, blank=True)  # who booked it
    made_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "slots_booking"
        constraints = [
            models.UniqueConstraint(
                fields=["who", "service", "about"], condition=models.Q(state="booked"), name="slots_one_ahead"
            )
        ]
        indexes = [
            models.Index(fields=["place", "starts_at", "id"], name="slots_board"),
            models.Index(fields=["starts_at", "id"], name="slots_ahead", condition=models.Q(state="booked")),
            models.Index(fields=["who"], name="slots_of_who"),
            models.Index(fields=["about"], name="slots_about", condition=~models.Q(about="")),
        ]


class Waiting(models.Model):
    """Somebody who wants an earlier time than there is. An offered place is held for her until `held_until`."""

    service = models.CharField(max_length=32)
    place = models.CharField(max_length=32)
    lane = models.CharField(max_length=8)
    who = models.CharField(max_length=80)
    about = models.CharField(max_length=80, default="", blank=True)
    not_after = models.DateField()
    language = models.CharField(max_length=8)
    contact = models.PositiveBigIntegerField(null=True)
    people = models.PositiveSmallIntegerField(default=1)
    first = models.PositiveSmallIntegerField(default=9)  # who comes before whom: the smaller one
    state = models.CharField(max_length=9, default=WAITING)
    by_key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)  # of the place that is held
    ends_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "slots_waiting"
        constraints = [
            models.UniqueConstraint(
                fields=["who", "service", "about"],
                condition=models.Q(state__in=["waiting", "offered"]),
                name="slots_waits_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["service", "place", "first", "id"], name="slots_queue", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["held_until", "id"], name="slots_held", condition=models.Q(state="offered")),
        ]
