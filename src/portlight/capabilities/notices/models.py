"""Tables of notices: one matter, one text per language, and sentences signed beforehand."""

from __future__ import annotations

from django.db import models

from portlight.capabilities.notices.rules.signoff import Step
from portlight.toolkit.languages import SOURCE


class Notice(models.Model):
    """One matter the office makes known. `released_at` empty: still being written."""

    number = models.CharField(max_length=16, unique=True)  # N-2026-001
    # A correction is a notice of its own: written, signed and released like any other, in the place of an older one.
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    version = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(max_length=16, blank=True, default="")  # number of the first version; empty: this is it
    origin = models.CharField(max_length=12, default="written")  # written | received | prepared
    source_language = models.CharField(max_length=8, default=SOURCE)
    severity = models.CharField(max_length=10, default="ordinary")
    topic = models.CharField(max_length=32, default="office")
    audience = models.JSONField(default=dict)  # people.rules.Question, as JSON
    channels = models.JSONField(default=list)  # personal channels, cheapest first
    outlets = models.JSONField(default=list)  # public outlets
    policy = models.CharField(max_length=8, default="all")  # all | cheapest | confirm
    wait_minutes = models.PositiveIntegerField(default=0)  # confirm: before the next channel is tried
    not_before = models.DateTimeField(null=True, blank=True)
    not_after = models.DateTimeField(null=True, blank=True)
    drill = models.BooleanField(default=False)
    written_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    # a text received from another authority is attested, not translated again
    issuer = models.CharField(max_length=120, blank=True, default="")
    received_from = models.CharField(max_length=300, blank=True, default="")
    # a prepared notice: which, and what was filled in
    prepared_key = models.CharField(max_length=48, blank=True, default="")
    slots = models.JSONField(default=dict)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=64, blank=True, default="")
    code = models.CharField(max_length=16, blank=True, default="")  # of the message that carried it out
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    glass_reason = models.TextField(blank=True, default="")  # break glass: marked for ever
    glass_review_due = models.DateTimeField(null=True, blank=True)
    glass_reviewed_by = models.CharField(max_length=64, blank=True, default="")
    glass_reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="notice_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True) | ~models.Q(code=""), name="notice_released_has_code"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def about(self) -> str:
        """The number all versions share: what the public page is called by."""
        return self.subject or self.number


class Text(models.Model):
    """The notice in one language, with who translated, reviewed and signed exactly these bytes."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(blank=True, default="")
    step = models.CharField(max_length=12, default=Step.DRAFT)
    revision = models.PositiveIntegerField(default=0)  # two editors at once: the second is told, not overwritten
    sha256 = models.CharField(max_length=64, blank=True, default="")  # of title and body as they stand
    source_sha256 = models.CharField(max_length=64, blank=True, default="")  # the source it was made from
    proposed = models.BooleanField(default=False)  # nobody has vouched for it yet
    translated_by = models.CharField(max_length=64, blank=True, default="")
    translated_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=64, blank=True, default="")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=64, blank=True, default="")
    signed_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=list)  # what the checks objected to when it was signed all the same
    override_reason = models.TextField(blank=True, default="")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "language"], name="text_one_per_language")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.language}"


class Prepared(models.Model):
    """A notice whose sentences were signed beforehand; only its slots are filled on the day."""

    key = models.CharField(max_length=48, primary_key=True)
    edition = models.DateField()  # of the reference file it was loaded from
    severity = models.CharField(max_length=10)
    topic = models.CharField(max_length=32)
    slots = models.JSONField(default=dict)  # name → type

    def __str__(self) -> str:
        return self.key


class PreparedText(models.Model):
    """One language of a prepared notice. Unsigned, it is a proposal and does not leave."""

    prepared = models.ForeignKey(Prepared, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    signed_by = models.CharField(max_length=64, blank=True, default="")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prepared", "language"], name="prepared_one_per_language")]

    def __str__(self) -> str:
        return f"{self.prepared_id} {self.language}"
