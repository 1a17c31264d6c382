"""Who acts. A value, so that the lowest rooms can record it without knowing accounts or people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    STAFF = "staff"  # a named account of the office
    PERSON = "person"  # somebody at the portal, who proved an address
    CLIENT = "client"  # a program of an institution, which a named officer admitted
    MACHINE = "machine"  # a tick, a worker, an import; never refuses or punishes (PIPL art. 24)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """`key` is the UUID of the account, person or program, or the name of the machine part; never a personal name."""

    kind: ActorKind
    key: str


def machine(name: str) -> Actor:
    return Actor(kind=ActorKind.MACHINE, key=name)


def staff(key: object) -> Actor:
    return Actor(kind=ActorKind.STAFF, key=str(key))


def person(key: object) -> Actor:
    return Actor(kind=ActorKind.PERSON, key=str(key))


def client_program(key: object) -> Actor:
    return Actor(kind=ActorKind.CLIENT, key=str(key))
