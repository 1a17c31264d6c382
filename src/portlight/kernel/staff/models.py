"""The only password accounts of the product, the posts they hold and the teams they hold them in."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)  # always lower case: commands fold it
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=8, default="zh-Hans")
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "staff_account"

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    code = models.CharField(max_length=32, unique=True)
    name = models.JSONField(default=dict)  # language → name

    class Meta:
        db_table = "staff_team"


class Post(models.Model):
    """One account holding one role, from `since` until `until` (exclusive; NULL: still)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="posts")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_post"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=models.Q(until=None, team=None),
                name="staff_post_once",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "team"], condition=models.Q(until=None), name="staff_post_once_in_team"
            ),
        ]
