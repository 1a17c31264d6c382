"""Everything that is asked about people. Audiences are in `queries.audience`."""

from portlight.kernel.people.queries import audience
from portlight.kernel.people.queries.cards import (
    AddressCard,
    OpenedPerson,
    PersonCard,
    Reachable,
    Recognised,
    address,
    addresses,
    keys,
    number,
    opened,
    person,
    reachable,
    recognise,
    recognise_paper,
    sealed_addresses,
    sharing,
)
from portlight.kernel.people.queries.papers import reached_by_papers
from portlight.kernel.people.queries.sessions import session_person

__all__ = [
    "AddressCard",
    "OpenedPerson",
    "PersonCard",
    "Reachable",
    "Recognised",
    "address",
    "addresses",
    "audience",
    "keys",
    "number",
    "opened",
    "person",
    "reachable",
    "reached_by_papers",
    "recognise",
    "recognise_paper",
    "sealed_addresses",
    "session_person",
    "sharing",
]
