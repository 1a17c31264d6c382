"""Papers of an application: handed in and put in line to be opened, taken out again, used once more, told when one of
them could not be kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portlight.capabilities.permits.commands import rows
from portlight.capabilities.permits.commands.telling import Texts, tell
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.papers import code_of, slot_of
from portlight.kernel.documents import commands as documents
from portlight.kernel.documents import queries as papers_in
from portlight.toolkit.actor import Actor, machine

_BY = machine("permits")


def hand_in(
    which: str, contents: Iterable[bytes], *, about: str, owner: UUID | None = None, by: Actor, at: datetime
) -> None:
    """Each file is kept as it came and opened by a process of its own; what could not be opened of this paper before
    makes room for it. Refused: as documents.receive; what came before the refused file is kept."""
    slot = slot_of(which)
    for content in contents:
        documents.receive(content, slot=slot, about=about, owner=owner, by=by, at=at)
    for card in papers_in.of(about):
        if code_of(card.slot) == which and card.refused:
            documents.drop(card.key, about=about, by=by, at=at)


def read_passport(
    content: bytes, which: str, *, about: str, before: int | None = None, by: Actor, at: datetime
) -> int | None:
    """The photo becomes a piece of the paper `which` and is put in line to be read; returns its number there. It takes
    the place of the one that had the number `before`.

    None: nothing will be read of it, a PDF or one that waits for the scanner. Call it outside of a transaction.
    Refused: as documents.take.
    """
    taken = documents.take(content, slot=slot_of(which), about=about, by=by, at=at)
    worse = papers_in.reading(before).document if before else taken.key
    if worse != taken.key:
        documents.drop(worse, about=about, by=by, at=at)
    if taken.state == "visible" and taken.kind == "image/jpeg":
        return documents.ask_reading(taken.key, by=by, at=at)
    return None


def take_out(key: UUID, *, about: str, by: Actor, at: datetime) -> bool:
    """A wrong one, before the application is filed; False when it was not there."""
    return documents.drop(key, about=about, by=by, at=at)


def use_again(key: UUID, slot: str, *, about: str, owner: UUID, by: Actor, at: datetime) -> None:
    """A paper of hers that serves for another application as well. Refused: as documents.use."""
    documents.use(key, about=about, slot=slot, owner=owner, by=by, at=at)


def paper_refused(*, document: UUID, about: str, slot: str, reason: str, at: datetime, texts: Texts) -> None:
    """A paper of a filed application could not be kept: whoever gets its messages is told that there is news."""
    _, _, case = about.partition("case:")
    if not case or not Application.objects.filter(pk=int(case)).exists():
        return
    _, card = rows.application(int(case))
    if card.closed_at is None:
        tell(card, "paper-unread", texts=texts, by=_BY, at=at)
