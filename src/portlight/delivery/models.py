"""The ledger of what goes out. Written in bulk by the engine: its hot tables carry as few indexes as can be.

Persons and addresses are plain keys here, not foreign keys: the ledger outlives both (retention erases the address and
keeps the count), and a constraint checked per row would double the cost of a million-row expansion.
"""

from __future__ import annotations

from django.db import models


class Severity(models.TextChoices):
    ORDINARY = "ordinary"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class Message(models.Model):
    """One thing said: frozen texts, to whom, on which channels, between which moments."""

    code = models.CharField(max_length=9, unique=True)  # K7F3-9QXM, printed in every message: "is this official?"
    kind = models.CharField(max_length=8)  # notice | tell
    purpose = models.CharField(max_length=12, default="notice")  # notice | correction | withdrawal | code | news | duty
    about = models.CharField(max_length=80, db_index=True)  # key of what it speaks about, e.g. notice:N-2020-017
    facts = models.JSONField(default=dict)  # what the public page shows beside the text: number, version, slug
    thread = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")  # null: is the root
    # What this corrects or withdraws. Not the thread: who holds the old version does not hold this one.
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    severity = models.CharField(max_length=10, choices=Severity.choices)
    policy = models.CharField(max_length=8)  # all | cheapest | confirm
    wait_minutes = models.IntegerField(default=0)  # confirm: so long on one channel before the next is tried
    escalated = models.SmallIntegerField(default=0)  # confirm: the channel, by its place, that was tried last
    escalated_upto = models.BigIntegerField(default=0)  # the last person this step has looked at
    channels = models.JSONField()  # personal channels, cheapest first
    outlets = models.JSONField()  # public channels
    audience = models.JSONField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    drill = models.BooleanField(default=False)
    fleeting = models.BooleanField(default=False)  # texts are erased once it is finished: codes, sign-in links
    announced_at = models.DateTimeField()
    announced_by = models.CharField(max_length=80)
    request = models.UUIDField(null=True)
    people_upto = models.BigIntegerField(default=0)  # last person who had been enrolled when it was announced
    expanded_upto = models.BigIntegerField(default=0)  # key of the last person the expansion has looked at
    expanded_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)  # first and last flush: the rate of the moving bar
    moved_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)  # when the texts of a fleeting message were erased
    erased_rows_at = models.DateTimeField(null=True)  # when retention took the rows of its people
    people = models.BigIntegerField(default=0)  # persons it is planned for
    addressed = models.BigIntegerField(default=0)  # of the whole thread, kept on its root
    confirmed = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="message_to_expand", condition=models.Q(expanded_at=None, recalled_at=None)
            ),
            models.Index(fields=["id"], name="message_to_erase", condition=models.Q(fleeting=True, erased_at=None)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def corrects(self) -> bool:
        """Whether it puts something right that has gone out: such a thing goes before everything of its severity."""
        return self.purpose in ("correction", "withdrawal")


class Rendition(models.Model):
    """The exact text of one language, frozen at release."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="renditions")
    language = models.CharField(max_length=12)
    title = models.TextField()
    text = models.TextField()
    params = models.JSONField(default=dict)  # for channels that fill a prepared template; erased with the text
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "language"], name="rendition_once")]


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


class Tally(models.Model):
    """Where the deliveries of one message, channel and language stand now; kept in the transaction that moves them."""

    pk = models.CompositePrimaryKey("message_id", "channel", "language")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="tallies", db_index=False)
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=12)
    planned = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    later = models.BigIntegerField(default=0)
    uncertain = models.BigIntegerField(default=0)
    expired = models.BigIntegerField(default=0)
    recalled = models.BigIntegerField(default=0)
    excluded = models.BigIntegerField(default=0)  # left out at loading: consent or address changed since the expansion
    delivered = models.BigIntegerField(default=0)  # of those accepted: the other side says that it arrived
    failed = models.BigIntegerField(default=0)  # of those accepted: the other side says that it did not


class ExclusionTally(models.Model):
    pk = models.CompositePrimaryKey("message_id", "reason")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=16)
    people = models.BigIntegerField(default=0)


class Daily(models.Model):
    """What went out on one day of the office; "" stands for all languages, or all channels and outlets."""

    pk = models.CompositePrimaryKey("day", "language", "channel")
    day = models.DateField()
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=16)
    pushes = models.BigIntegerField(default=0)
    messages = models.BigIntegerField(default=0)
    people = models.BigIntegerField(default=0)  # distinct people addressed on that day
    confirmed = models.BigIntegerField(default=0)  # distinct people who confirmed on that day
    newly = models.BigIntegerField(default=0)  # of all languages and channels: people never addressed before
    closed = models.BooleanField(default=False)  # the day was over when it was folded


class FirstAddressed(models.Model):
    """The day on which a person was first addressed: everyone once, however many notices follow."""

    person_id = models.BigIntegerField(primary_key=True)
    day = models.DateField(db_index=True)


class Posting(models.Model):
    """One message in one language on one public outlet."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    outlet = models.CharField(max_length=16)
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=9, default="waiting")  # waiting | held | published | failed
    sha256 = models.CharField(max_length=64)
    owner = models.CharField(max_length=80, default="")
    fence = models.IntegerField(default=0)
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, default="")
    at = models.DateTimeField(null=True)  # when it was published

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "outlet", "language"], name="posting_once")]
        indexes = [
            models.Index(fields=["due_at"], name="posting_due", condition=models.Q(state__in=("waiting", "held")))
        ]


class Push(models.Model):
    """An act of release: one message, one language, one outlet or channel."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    outlet = models.CharField(max_length=16)
    language = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "outlet", "language"], name="push_once")]


class Suppression(models.Model):
    """An address (by its blind index) that nothing may be sent to, and why: bounced, complained, stopped."""

    channel = models.CharField(max_length=16)
    value_index = models.CharField(max_length=64)
    reason = models.CharField(max_length=16)
    code = models.CharField(max_length=24, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "value_index"], name="suppression_once")]


class Provider(models.Model):
    """The shared state of one way out, a channel or one of its routes: pace, circuit, pause. One row for all workers.

    `rate` is what the operator set, `slowed` what the other side's throttling has made of it for now.
    """

    kind = models.CharField(max_length=32, primary_key=True)  # a channel's kind, or one of its routes: sms.aliyun
    rate = models.IntegerField(default=0)  # messages a second over all workers; 0: as fast as it takes them
    slowed = models.IntegerField(null=True)  # messages a second for now, below `rate` (AIMD)
    tokens = models.FloatField(default=0)
    refilled_at = models.DateTimeField(null=True)
    failures = models.SmallIntegerField(default=0)  # in a row; five open the circuit
    open_until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.CharField(max_length=80, default="")
    last_error = models.CharField(max_length=200, default="")
    error_at = models.DateTimeField(null=True)


class Quiet(models.Model):
    """The office's quiet hours for one severity, on its own wall clock."""

    severity = models.CharField(max_length=10, primary_key=True, choices=Severity.choices)
    begins = models.TimeField()
    ends = models.TimeField()


class Inbound(models.Model):
    """What was said to us, as it came: insert only, unique by its digest, so that a doubled or replayed call is one.

    The raw bytes are sealed (`seal`: the digest) and erased once they were read and their time is over.
    """

    channel = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    raw = models.BinaryField(null=True)
    got_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="new")  # new | read | unread | refused
    error = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "digest"], name="receipt_once")]
        indexes = [
            models.Index(fields=["id"], name="receipt_new", condition=models.Q(state="new")),
            models.Index(
                fields=["channel", "id"], name="receipt_odd", condition=models.Q(state__in=("unread", "refused"))
            ),
        ]


class LooseReceipt(models.Model):
    """A receipt whose delivery is not known (yet): it came before our own flush, or speaks of a doubt, or of nothing.

    Its address stands here as its blind index only.
    """

    channel = models.CharField(max_length=16)
    reference = models.CharField(max_length=40)
    echo = models.CharField(max_length=9)
    address_index = models.CharField(max_length=64)
    outcome = models.CharField(max_length=9)
    code = models.CharField(max_length=24)
    dead = models.BooleanField(default=False)
    at = models.DateTimeField()
    got_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_index=True)  # null: given up; the operator sees it


class Reference(models.Model):
    """The other side's own name for a delivery: how a receipt finds it. Only of channels that send receipts."""

    pk = models.CompositePrimaryKey("channel", "reference")
    channel = models.CharField(max_length=16)
    reference = models.CharField(max_length=40)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )


class Receipted(models.Model):
    """What became of a delivery that had been handed over. Moves forward only: failed < delivered < opened."""

    delivery = models.OneToOneField(
        Delivery, on_delete=models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    rank = models.SmallIntegerField()  # 1 failed, 2 delivered, 3 opened
    code = models.CharField(max_length=24)
    at = models.DateTimeField()
