"""What this channel must remember: the account's token, its templates, what was handed over, mass sends."""

from __future__ import annotations

from django.db import models

from portlight.toolkit.sealed import SealedField, SealedRow


class Token(SealedRow):
    """The one access token of an account. Whoever holds the lease fetches the next; the others go on with this one."""

    appid = models.CharField(max_length=64, unique=True)
    value = SealedField(null=True)
    until = models.DateTimeField(null=True)  # as WeChat said
    fence = models.IntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    forced_at = models.DateTimeField(null=True)
    forced_on = models.DateField(null=True)
    forced = models.SmallIntegerField(default=0)  # on that day
    trouble = models.CharField(max_length=24, default="", blank=True)  # why no token could be had
    trouble_said = models.CharField(max_length=200, default="", blank=True)  # names our own address for 40164
    trouble_at = models.DateTimeField(null=True)
    tags_upto = models.BigIntegerField(default=0)  # number of the last address whose tag was compared


class Template(models.Model):
    """A template the account has been granted, and what goes into which of its fields."""

    language = models.CharField(max_length=12)  # "*": for every language
    purpose = models.CharField(max_length=12)  # notice | correction | withdrawal | code | tell
    way = models.CharField(max_length=8)  # notice (bizsend) | template (template/send)
    template_id = models.CharField(max_length=64)
    fields = models.JSONField()  # {"thing1": "title", "character_string2": "code"}
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "purpose"], name="wechat_template_once")]


class Handed(models.Model):
    """A message about to leave. The event that reports on it names person and template, not the message."""

    delivery = models.BigIntegerField(unique=True)
    openid_index = models.CharField(max_length=43)
    template_id = models.CharField(max_length=64)
    way = models.CharField(max_length=8)
    reference = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)
    msg_id = models.CharField(max_length=32, default="", blank=True)  # of the event that was matched to it
    status = models.CharField(max_length=24, default="", blank=True)  # as the event said

    class Meta:
        indexes = [models.Index(fields=["openid_index", "template_id", "id"], name="wechat_handed_to")]


class Scene(SealedRow):
    """The code that binds one person's WeChat: what its picture holds, until when. Sealed: it opens her account."""

    token_hash = models.CharField(max_length=64, unique=True)
    url = SealedField()
    until = models.DateTimeField()


class MassSend(models.Model):
    """One article or text to everybody of a language."""

    clientmsgid = models.CharField(max_length=32, unique=True)
    code = models.CharField(max_length=9)  # of the message
    language = models.CharField(max_length=12)  # of the tag; "*": to all
    what = models.CharField(max_length=10)  # notice | correction | withdrawal
    severity = models.CharField(max_length=10)
    state = models.CharField(max_length=8, default="begun")  # begun | sent | refused | deleted
    media_id = models.CharField(max_length=128, default="", blank=True)  # empty: a text
    msg_id = models.CharField(max_length=32, default="", blank=True)
    at = models.DateTimeField()
    said = models.CharField(max_length=24, default="", blank=True)  # code of a refusal

    class Meta:
        indexes = [
            models.Index(fields=["language", "at"], name="wechat_mass_budget"),
            models.Index(fields=["code"], name="wechat_mass_code"),
        ]


class MassResult(models.Model):
    """What WeChat counted of a mass send, as it came: also before we know its number, and of sends made by hand."""

    msg_id = models.CharField(max_length=32, unique=True)
    status = models.CharField(max_length=40)  # send success, send fail, err(40002) …
    total = models.IntegerField(null=True)
    filtered = models.IntegerField(null=True)  # left to be sent to after the filters
    sent = models.IntegerField(null=True)
    failed = models.IntegerField(null=True)
    at = models.DateTimeField()


class Tagged(models.Model):
    """The language under which the other side knows a follower."""

    address = models.BigIntegerField(unique=True)
    language = models.CharField(max_length=12)
    at = models.DateTimeField()
