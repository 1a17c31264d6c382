"""What was handed to WeChat, noted before it leaves: its events name person and template, never the message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from portlight.channels.wechat.models import Handed
from portlight.channels.wechat.rendering import Laid
from portlight.delivery import port
from portlight.delivery.port import Answer, Parcel, Question
from portlight.kernel.people import commands as people
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind

_BY = machine("wechat")


def index_of(openid: str) -> str:
    return blind(openid, purpose="handed.wechat")


def note(rows: Iterable[tuple[Parcel, Laid, str]], *, at: datetime) -> None:
    """One statement for a hundred. A delivery that is tried again keeps its first row and so its place in the order."""
    Handed.objects.bulk_create(
        [
            Handed(
                delivery=parcel.delivery, openid_index=index_of(parcel.address), template_id=laid.template_id,
                way=laid.way, reference=own, at=at,
            )
            for parcel, laid, own in rows
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def drop(deliveries: Sequence[int]) -> None:
    """They were not taken: an event of another message must not be taken for theirs."""
    if deliveries:
        Handed.objects.filter(delivery__in=deliveries, msg_id="").delete()


def withdraw(address: int, *, at: datetime) -> None:
    """WeChat says that she has not agreed, or has left: nothing more is sent there until she agrees again.

    Not a dead address: following or agreeing anew (an event `agreed`) makes it good.
    """
    try:
        people.withdraw(address=address, by=_BY, at=at)
    except Refused:
        return  # erased meanwhile


def ask(questions: Sequence[Question], *, safe_since: datetime) -> Mapping[int, Answer]:
    """Delivery → what can be said of a doubt. Template messages since `safe_since` are recognised when repeated."""
    rows = {row.delivery: row for row in Handed.objects.filter(delivery__in=[one.delivery for one in questions])}
    found: dict[int, Answer] = {}
    for question in questions:
        row = rows.get(question.delivery)
        if row is None:
            continue
        if row.msg_id:
            good = row.status == "success"
            found[question.delivery] = port.accepted(row.reference) if good else port.refused(row.status or "failed")
        elif row.way == "template" and question.since >= safe_since:
            found[question.delivery] = port.later("recognised")
    return found
