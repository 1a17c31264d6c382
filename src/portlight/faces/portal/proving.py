"""Proving an address by a code: what is asked, sent and checked. A stranger gets the same answer as a known person."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from portlight.delivery.commands import lift, tell_code
from portlight.faces.languages import active
from portlight.faces.portal.persons import PORTAL
from portlight.faces.throttle import too_often
from portlight.faces.words import in_all
from portlight.kernel.people import commands, queries
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind

CODES_AN_HOUR = 5  # for one address, whether we know it or not
CODE = (
    gettext_noop("Your code: {code}"),
    gettext_noop(
        "{code} is your code for the pages of this office. It is good for ten minutes. Nobody from this office will "
        "ever ask you for it. If you did not ask for a code, you need do nothing."
    ),
)


def send_code(*, channel: str, value: str) -> int:
    """Sends a code to an address and returns its number. Somebody new is met here: she too can begin at this office.

    Whether we knew the address is not shown. Refused: faces.code-throttled, before it is looked up whose it is;
    people.address-odd.
    """
    _count(channel, value)
    at = timezone.now()
    met = commands.meet(channel=channel, value=value, languages=(active().code,), by=PORTAL, at=at)
    try:
        code = commands.ask_proof(address=met.address, by=PORTAL, at=at)
    except Refused:  # the kernel counts too; a stranger would not be told, so nobody is
        return met.address
    tell_code(
        address_id=met.address, code=code, texts=in_all(*CODE), about=f"address:{met.address}",
        kind="faces.code-sent", by=PORTAL, at=at,
    )  # fmt: skip
    return met.address


def send_own_code(*, address: int) -> None:
    """Sends a code to an address of the person who is signed in: a second proof before what cannot be taken back.

    Refused: people.proofs-too-many, people.address-unknown.
    """
    at, found = timezone.now(), queries.address(address)
    if found is None:
        raise Refused("people.address-unknown")
    code = commands.ask_proof(address=address, by=PORTAL, at=at)
    tell_code(
        address_id=address, code=code, texts=in_all(*CODE), about=f"person:{found.person}", kind="faces.code-sent",
        by=PORTAL, at=at,
    )  # fmt: skip


def check_code(*, address: int, code: str) -> UUID:
    """The person whose address it is. Refused as `people.prove`; for a stranger's address always people.proof-wrong."""
    if not address:
        raise Refused("people.proof-wrong", field="code")
    at = timezone.now()
    key = commands.prove(address=address, code=code, by=PORTAL, at=at)
    lift(address_id=address, by=PORTAL, at=at)  # it works again: somebody has just read a code there
    return key


def _count(channel: str, value: str) -> None:
    if too_often(f"codes:{blind(value, purpose=f'address.{channel}')}", most=CODES_AN_HOUR):
        raise Refused("faces.code-throttled", field="address")
