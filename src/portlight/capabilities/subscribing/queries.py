"""What a person's choices are now. Opens nothing that is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portlight.kernel.people import queries as people
from portlight.kernel.people.queries import AddressCard


@dataclass(frozen=True, kw_only=True)
class Choices:
    first_language: str
    other_languages: tuple[str, ...]
    topics: tuple[str, ...]
    addresses: tuple[AddressCard, ...]


def choices(person: UUID) -> Choices | None:
    """None when the person was erased."""
    card = people.person(person)
    if card is None:
        return None
    first, *others = card.languages or ("",)
    return Choices(
        first_language=first,
        other_languages=tuple(others),
        topics=card.topics,
        addresses=tuple(people.addresses(person)),
    )
