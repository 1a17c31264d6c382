"""What was posted, and how often we have asked: Weibo counts both."""

from __future__ import annotations

from django.db import models


class Post(models.Model):
    """One post about one message. Written before it leaves: an answer *you have said that* is told apart by it."""

    code = models.CharField(max_length=9)
    what = models.CharField(max_length=10)  # notice | correction | withdrawal
    about = models.CharField(max_length=80)
    state = models.CharField(max_length=8, default="new")  # new | tried | posted | refused
    text = models.TextField(default="", blank=True)  # exactly as sent: a repeat must be the same to be recognised
    number = models.CharField(max_length=32, default="", blank=True)  # Weibo's
    said = models.CharField(max_length=24, default="", blank=True)
    made_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "what"], name="weibo_post_once")]
        indexes = [models.Index(fields=["about"], name="weibo_post_about")]


class Attempt(models.Model):
    """One call of statuses/share, whatever came of it."""

    at = models.DateTimeField(db_index=True)
