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
from portlight.kernel.people.queries.papers import paper_indexes, reached_by_papers
from portlight.kernel.people.queries.sessions import session_person
from portlight.kernel.people.queries.shares import (
    CopyCard,
    OpenedShare,
    ShareCard,
    copy_content,
    copy_of,
    copy_wanted,
    shares_of,
)

__all__ = [
    "AddressCard",
    "CopyCard",
    "OpenedPerson",
    "OpenedShare",
    "PersonCard",
    "Reachable",
    "Recognised",
    "ShareCard",
    "address",
    "addresses",
    "audience",
    "copy_content",
    "copy_of",
    "copy_wanted",
    "keys",
    "number",
    "opened",
    "paper_indexes",
    "person",
    "reachable",
    "reached_by_papers",
    "recognise",
    "recognise_paper",
    "sealed_addresses",
    "session_person",
    "shares_of",
    "sharing",
]
