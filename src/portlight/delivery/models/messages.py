"""What is said, in which words, and where it was published."""

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
