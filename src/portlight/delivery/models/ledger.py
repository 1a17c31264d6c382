"""The ledger of what goes out. Written in bulk by the engine: its hot tables carry as few indexes as can be.

Persons and addresses are plain keys here, not foreign keys: the ledger outlives both (retention erases the address and
keeps the count), and a constraint checked per row would double the cost of a million-row expansion.
"""

from __future__ import annotations

from django.db import models

from portlight.delivery.models.messages import Message


class Delivery(models.Model):
    """One message to one person on one channel. Its state is its last result; the row itself never changes."""

    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    person_id = models.BigIntegerField()
    address_id = models.BigIntegerField()
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=12)
    wanted = models.CharField(max_length=12)  # first of the reader's own languages
    position = models.BigIntegerField(null=True)  # dense per message and channel; null: reached by a retry lease

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person_id", "channel"], name="delivery_once"),
            models.UniqueConstraint(fields=["message", "channel", "position"], name="delivery_place"),
        ]


class Exclusion(models.Model):
    """A person of the audience whom the message cannot go to, and why."""

    pk = models.CompositePrimaryKey("message_id", "person_id")
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    person_id = models.BigIntegerField()
    reason = models.CharField(max_length=16)
    at = models.DateTimeField()


class Lease(models.Model):
    """A run of deliveries one worker may send. `fence` rises with every claim; an older fence can write nothing."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16)
    lane = models.SmallIntegerField()  # 0 first
    kind = models.CharField(max_length=5)  # first | retry
    lo = models.BigIntegerField()  # positions lo ≤ p < hi; both 0 for a retry lease, whose rows are its retries
    hi = models.BigIntegerField()
    state = models.CharField(max_length=6, default="open")  # open | held | closed
    owner = models.CharField(max_length=80, default="")
    fence = models.IntegerField(default=0)
    until = models.DateTimeField(null=True)
    not_before = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["lane", "id"], name="lease_open", condition=models.Q(state="open")),
            # Not on `until`: every flush moves that, and PostgreSQL would have to touch the index each time.
            models.Index(fields=["id"], name="lease_held", condition=models.Q(state="held")),
        ]


class Result(models.Model):
    """What came of one attempt. Insert only; the key makes a second writing of the same attempt a no-op."""

    pk = models.CompositePrimaryKey("delivery_id", "attempt")
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    attempt = models.SmallIntegerField()
    lease_id = models.BigIntegerField()
    fence = models.IntegerField()
    outcome = models.CharField(max_length=9)  # accepted refused later uncertain | expired recalled excluded
    code = models.CharField(max_length=24)
    reference = models.CharField(max_length=80)
    at = models.DateTimeField()


class Retry(models.Model):
    """A delivery to be tried (again): a temporary failure, a doubt to be sent again, the next channel of the policy.

    The tally counts it as `later` as long as it stands here.
    """

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, primary_key=True, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.SmallIntegerField()  # attempts already made
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, null=True, related_name="+")


class Doubt(models.Model):
    """A delivery that may or may not have gone out. Every one is listed before anything is done about it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    attempt = models.SmallIntegerField()
    reason = models.CharField(max_length=24)
    since = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    sent = models.BooleanField(null=True)  # what it turned out to be; null: still open, or sent again
    how = models.CharField(
        max_length=16, default=""
    )  # send-again | taken-as-sent | recalled | journal | receipt | asked
    asks = models.SmallIntegerField(default=0)  # how often the other side was asked about it
    ask_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "attempt"], name="doubt_once")]
        indexes = [models.Index(fields=["message"], name="doubt_open", condition=models.Q(resolved_at=None))]


class Reached(models.Model):
    """A person to whom at least one message of the thread was handed over."""

    pk = models.CompositePrimaryKey("thread_id", "person_id")
    thread = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    person_id = models.BigIntegerField()


class Confirmation(models.Model):
    """A person who confirmed: a receipt, an opening of the own link, an acknowledgement."""

    pk = models.CompositePrimaryKey("thread_id", "person_id")
    thread = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+", db_index=False)
    person_id = models.BigIntegerField()
    how = models.CharField(max_length=16)
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=16)
    at = models.DateTimeField()
