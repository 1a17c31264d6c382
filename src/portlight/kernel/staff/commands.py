"""Accounts of the office. Signing in belongs to the faces; here stands who works here and in which role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from portlight.kernel.staff.models import Account, Post, Team
from portlight.kernel.staff.rules import ROLES, apart
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def hire(
    *,
    email: str,
    name: str,
    by: Actor,
    at: datetime,
    language: str = "zh-Hans",
    roles: Sequence[str] = (),
    password: str | None = None,
    request_id: UUID | None = None,
) -> UUID:
    """Makes an account with its first roles; returns its key. Without `password` nobody can sign in to it yet.

    Refused: staff.email-odd, staff.email-taken, staff.name-empty, staff.language-unknown, staff.role-unknown,
    staff.roles-apart.
    """
    email, name = email.strip().lower(), name.strip()
    if not _EMAIL.fullmatch(email):
        raise Refused("staff.email-odd", field="email", email=email)
    if not name:
        raise Refused("staff.name-empty", field="name")
    _known_language(language)
    _fitting(roles)
    given = {"email": email, "name": name, "language": language, "roles": sorted(roles)}
    with transaction.atomic():
        earlier = resent(by=by, request_id=request_id, given=given)
        if earlier is not None:
            return UUID(earlier)
        account = Account(email=email, name=name, language=language, password=make_password(password))
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError:
            raise Refused("staff.email-taken", field="email") from None
        Post.objects.bulk_create([Post(account=account, role=role, since=at) for role in dict.fromkeys(roles)])
        record(
            "staff.hired", about=f"staff:{account.pk}", by=by, at=at, facts={"roles": list(roles)},
            request_id=request_id, given=given, result=str(account.pk),
        )  # fmt: skip
    return account.pk


def post(
    *, account: UUID, role: str, by: Actor, at: datetime, team: str | None = None, request_id: UUID | None = None
) -> int:
    """Gives an account a role, from now on; returns the post's number.

    Refused: staff.account-unknown, staff.left, staff.role-unknown, staff.roles-apart, staff.team-unknown,
    staff.post-held.
    """
    given = {"account": str(account), "role": role, "team": team}
    with transaction.atomic():
        earlier = resent(by=by, request_id=request_id, given=given)
        if earlier is not None:
            return int(earlier)
        row = _locked(account)
        _fitting([role, *Post.objects.filter(account=row, until=None).values_list("role", flat=True)])
        try:
            with transaction.atomic():
                made = Post.objects.create(account=row, role=role, team=_team(team), since=at)
        except IntegrityError:
            raise Refused("staff.post-held", field="role") from None
        record(
            "staff.posted", about=f"staff:{account}", by=by, at=at, facts={"role": role, "team": team or ""},
            request_id=request_id, given=given, result=str(made.pk),
        )  # fmt: skip
    return made.pk


def relieve(*, account: UUID, role: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """Ends the role of an account, in every team. Refused: staff.account-unknown, staff.left, staff.post-not-held."""
    given = {"account": str(account), "relieved-of": role}
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        if not Post.objects.filter(account=_locked(account), role=role, until=None).update(until=at):
            raise Refused("staff.post-not-held", field="role")
        record(
            "staff.relieved", about=f"staff:{account}", by=by, at=at, facts={"role": role},
            request_id=request_id, given=given,
        )  # fmt: skip


def leave(*, account: UUID, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The person has left: no sign-in, no roles, from this moment. What she did stays hers.

    Refused: staff.account-unknown, staff.left.
    """
    given = {"account": str(account), "leaves": True}
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        row = _locked(account)
        Post.objects.filter(account=row, until=None).update(until=at)
        Account.objects.filter(pk=row.pk).update(is_active=False, password=make_password(None))
        record("staff.left", about=f"staff:{account}", by=by, at=at, request_id=request_id, given=given)


def set_language(*, account: UUID, language: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The language of the account's desk. Refused: staff.account-unknown, staff.left, staff.language-unknown."""
    _known_language(language)
    given = {"account": str(account), "language": language}
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        Account.objects.filter(pk=_locked(account).pk).update(language=language)
        record(
            "staff.language-set", about=f"staff:{account}", by=by, at=at, facts={"language": language},
            request_id=request_id, given=given,
        )  # fmt: skip


def set_password(*, account: UUID, password: str, by: Actor, at: datetime) -> None:
    """A new password; whether it is good enough, the face asked before. Refused: staff.account-unknown, staff.left."""
    with transaction.atomic():
        row = _locked(account)
        Account.objects.filter(pk=row.pk).update(password=make_password(password))
        record("staff.password-set", about=f"staff:{account}", by=by, at=at)


def form_team(*, code: str, name: Mapping[str, str], by: Actor, at: datetime) -> None:
    """A team of the office, or its new name. `name` is by language."""
    with transaction.atomic():
        Team.objects.update_or_create(code=code, defaults={"name": dict(name)})
        record("staff.team-formed", about=f"team:{code}", by=by, at=at)


def _locked(account: UUID) -> Account:
    """The account, held until the transaction ends: two roles given at once are weighed one after the other."""
    row = Account.objects.select_for_update().filter(pk=account).first()
    if row is None:
        raise Refused("staff.account-unknown")
    if not row.is_active:
        raise Refused("staff.left")
    return row


def _team(code: str | None) -> Team | None:
    if code is None:
        return None
    found = Team.objects.filter(code=code).first()
    if found is None:
        raise Refused("staff.team-unknown", field="team", team=code)
    return found


def _known_language(language: str) -> None:
    if language not in LANGUAGES:
        raise Refused("staff.language-unknown", field="language", language=language)


def _fitting(roles: Sequence[str]) -> None:
    for role in roles:
        if role not in ROLES:
            raise Refused("staff.role-unknown", field="role", role=role)
    held_apart = apart(roles)
    if held_apart:
        raise Refused("staff.roles-apart", field="role", roles=", ".join(held_apart))
