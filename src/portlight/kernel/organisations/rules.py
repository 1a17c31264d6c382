"""What an institution is, what its code says of itself, and who of its people may do what. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

Kind = Literal["university", "school", "company", "research", "hospital", "hotel", "service-provider", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Role = Literal["officer", "deputy", "viewer"]
ROLES: tuple[Role, ...] = get_args(Role)
Act = Literal["see", "file", "invite"]

INVITATION_LASTS = timedelta(days=7)
LONGEST = 120
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: I, O, S, V and Z could be misread
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ACTS: dict[Role, frozenset[Act]] = {
    "officer": frozenset({"see", "file", "invite"}),
    "deputy": frozenset({"see", "file"}),
    "viewer": frozenset({"see"}),
}


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """`code` is the unified social credit code; `zh` its registered name, `en` how it calls itself abroad."""

    kind: str
    zh: str
    en: str
    code: str


def may(role: Role, act: Act) -> bool:
    """Whether somebody of this role may do this for the institution."""
    return act in _ACTS[role]


def code_read(text: str) -> str:
    """The unified social credit code that was typed, in its one spelling; empty when it is none, or mistyped.

    GB 32100-2015, 4: eighteen signs, the last a check of the others by powers of three modulo 31.
    """
    code = "".join(text.split()).upper()
    if len(code) != 18 or any(sign not in _SIGNS for sign in code):
        return ""
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(code, _WEIGHTS, strict=False))
    return code if code[17] == _SIGNS[-total % 31] else ""


def code_of(body: str) -> str:
    """Seventeen signs with their check: for codes of invented institutions."""
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return body + _SIGNS[-total % 31]
