"""Personal values at rest: AES-256-GCM under a numbered key, bound to their table, column and row.

Stored bytes = key number (1) · nonce (12) · ciphertext and tag. The associated text is `table.column:seal`, where
`seal` is a UUID column filled when the row is made: a value copied into another row or column never opens.
A column read through the ORM holds a `Sealed` value, which prints as `•••`. Opening costs about 2 µs.
"""

from __future__ import annotations

import base64
import hmac
import os
import unicodedata
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from portlight.toolkit.keys import Ring

MASK = "•••"
_NONCE = 12


class Sealed:
    """A sealed value as it is stored: it can be carried about and compared with None, never read by accident."""

    __slots__ = ("column", "stored")

    def __init__(self, stored: bytes, column: str) -> None:
        self.stored = stored
        self.column = column

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return MASK

    def __bytes__(self) -> bytes:
        return self.stored


class Column(NamedTuple):
    """A column of sealed values, as rotation finds them; `seal` is the column they are bound to besides its name."""

    table: str
    key: str
    name: str
    seal: str = "seal"


_others: dict[str, Column] = {}
_fields: list[tuple[type[models.Model], models.Field[Any, Any]]] = []


def register(column: Column) -> None:
    """A column that holds sealed values and is no `SealedField`."""
    _others[f"{column.table}.{column.name}"] = column


def columns() -> tuple[Column, ...]:
    """Every column that holds sealed values."""
    of_fields = (Column(model._meta.db_table, model._meta.pk.column, field.column) for model, field in _fields)
    return (*of_fields, *_others.values())


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A nullable or empty column of sealed bytes. Assign what `seal` returns; read a `Sealed`."""

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if cls.__module__ != "__fake__":  # the models of migrations
            _fields.append((cls, self))

    def _sealed(self, value: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value), f"{self.model._meta.db_table}.{self.column}")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return self._sealed(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(value.stored if isinstance(value, Sealed) else value, connection, prepared)


class SealedRow(models.Model):
    """A row with sealed columns. `seal` is made with the row and never changes."""

    seal = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        abstract = True


_ring: Ring | None = None
_ciphers: dict[int, AESGCM] = {}


def _cipher(number: int) -> AESGCM:
    global _ring
    if settings.KEYS is not _ring:
        _ring = settings.KEYS
        _ciphers.clear()
    if number not in _ciphers:
        _ciphers[number] = AESGCM(settings.KEYS.sealing(number))
    return _ciphers[number]


def _bound(column: str, seal: UUID | str) -> bytes:
    return f"{column}:{seal.hex if isinstance(seal, UUID) else seal.replace('-', '')}".encode()


def seal(text: str, *, column: str, seal: UUID | str) -> bytes:
    """`text` sealed for `column` (`table.column`) of the row whose `seal` this is, under the ring's current key.

    Nonces are random: one key stays good for 2³² values.
    """
    return seal_bytes(text.encode(), column=column, seal=seal)


def seal_bytes(content: bytes, *, column: str, seal: UUID | str) -> bytes:
    """As `seal`, for bytes: a file is bound to the place it is kept for as a value is to its column and row."""
    number = settings.KEYS.current
    nonce = os.urandom(_NONCE)
    return bytes((number,)) + nonce + _cipher(number).encrypt(nonce, content, _bound(column, seal))


def number_of(stored: bytes | memoryview) -> int:
    """The number of the key under which a value was sealed."""
    return bytes(stored[:1])[0]


def open_sealed(stored: bytes | memoryview | Sealed, *, column: str, seal: UUID | str) -> str:
    """The text under a seal. InvalidTag when row or column is another one; KeyError when the ring lacks the key.

    Whoever shows what this returns to a person notes the reading in the timeline (`people.queries.opened`); the sending
    path, which shows it to nobody, calls it directly. `seal` may be the UUID or its text, as raw SQL returns it.
    """
    return open_bytes(stored, column=column, seal=seal).decode()


def open_bytes(stored: bytes | memoryview | Sealed, *, column: str, seal: UUID | str) -> bytes:
    """The bytes under a seal; as `open_sealed`, InvalidTag also for what was cut off."""
    raw = bytes(stored)
    if len(raw) <= _NONCE:
        raise InvalidTag
    return _cipher(raw[0]).decrypt(raw[1 : 1 + _NONCE], raw[1 + _NONCE :], _bound(column, seal))


def normalise(kind: str, text: str) -> str:
    """The one spelling under which `text` is looked up: `email` folds case, `sms` is E.164, `paper` drops spaces.

    Never shown and never sent to: only compared.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if kind == "email":
        return plain.lower()
    if kind == "sms":
        return ("+" if plain.startswith("+") else "") + "".join(c for c in plain if c.isdigit())
    if kind == "paper":
        return "".join(c for c in plain.upper() if c.isalnum())
    return plain


def blind_bytes(content: bytes, *, purpose: str) -> str:
    """The blind index of a file: 43 characters, equal for equal bytes of one `purpose`, telling nothing else."""
    digest = hmac.digest(settings.KEYS.index, purpose.encode() + b"\0" + content, "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def blind(text: str, *, purpose: str) -> str:
    """The blind index of a whole value: 43 characters, equal for equal values of one `purpose`, telling nothing else.

    `purpose` is `<what>.<kind>`, e.g. `address.email`; its last word chooses the spelling (`normalise`).
    """
    spelt = normalise(purpose.rpartition(".")[2], text)
    return blind_bytes(spelt.encode(), purpose=purpose)
