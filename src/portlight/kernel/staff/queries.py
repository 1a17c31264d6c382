"""Who works here, and who may do what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from portlight.kernel.staff.models import Account, Post
from portlight.toolkit.nameplate import plates


@dataclass(frozen=True)
class StaffCard:
    key: UUID
    name: str
    email: str
    language: str
    roles: tuple[str, ...]
    active: bool = True


def roles_of(key: UUID | str) -> frozenset[str]:
    """The roles an active account holds now; none for a key that is no account's."""
    try:
        account = UUID(str(key))
    except ValueError:
        return frozenset()
    held = Post.objects.filter(account_id=account, account__is_active=True, until=None)
    return frozenset(held.values_list("role", flat=True))


def may(key: UUID | str, permission: str) -> bool:
    """Whether the account (or the actor whose key it is) holds `permission` through a role. Unknown ones: nobody."""
    wanted = _roles_with(permission)
    return bool(wanted) and not wanted.isdisjoint(roles_of(key))


def permissions_of(key: UUID | str) -> frozenset[str]:
    """All permissions of one account, in one query: for menus and pages with many buttons."""
    held = roles_of(key)
    return frozenset(
        permission for plate in plates() for permission, roles in plate.permissions if not held.isdisjoint(roles)
    )


def holders(permission: str) -> list[StaffCard]:
    """The active accounts that hold `permission`, by name."""
    found = Post.objects.filter(role__in=_roles_with(permission), until=None, account__is_active=True)
    return _cards(Account.objects.filter(id__in=found.values("account_id")).order_by("name", "id"))


def card(key: UUID | str) -> StaffCard | None:
    try:
        account = UUID(str(key))
    except ValueError:
        return None
    return next(iter(_cards(Account.objects.filter(id=account))), None)


def teams_of(key: UUID | str, *, role: str) -> tuple[str, ...]:
    """The codes of the teams in which an active account holds this role now."""
    if not _is_key(str(key)):
        return ()
    posts = Post.objects.filter(account_id=str(key), account__is_active=True, role=role, until=None, team__isnull=False)
    return tuple(posts.order_by("team__code").values_list("team__code", flat=True))


def names(keys: Iterable[UUID | str]) -> dict[str, str]:
    """Key → name, for those that are accounts' keys; one query, for pages that show many hands."""
    wanted = [key for key in map(str, keys) if _is_key(key)]
    return {str(key): name for key, name in Account.objects.filter(id__in=wanted).values_list("id", "name")}


def by_email(email: str) -> StaffCard | None:
    return next(iter(_cards(Account.objects.filter(email=email.strip().lower()))), None)


def everyone() -> list[StaffCard]:
    """All accounts, those who left last."""
    return _cards(Account.objects.order_by("-is_active", "name", "id"))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _roles_with(permission: str) -> frozenset[str]:
    return frozenset(
        role for plate in plates() for name, roles in plate.permissions if name == permission for role in roles
    )


def _cards(accounts: Iterable[Account]) -> list[StaffCard]:
    found = list(accounts)
    posts = Post.objects.filter(account__in=[row.pk for row in found], until=None).order_by("role")
    roles: dict[UUID, list[str]] = {}
    for account, role in posts.values_list("account_id", "role"):
        if role not in roles.setdefault(account, []):
            roles[account].append(role)
    return [
        StaffCard(row.pk, row.name, row.email, row.language, tuple(roles.get(row.pk, ())), row.is_active)
        for row in found
    ]
