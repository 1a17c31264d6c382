"""The operator's hand on a channel: pause, resume, pace."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from django.db import transaction

from portlight.delivery import port, providers
from portlight.delivery.commands.writing import key_of
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


def pause(*, channel: str, by: Actor, at: datetime) -> None:
    """Nothing leaves on this channel, route of one or outlet until it is resumed. Refused: delivery.unknown-channel."""
    _known(channel, {*port.routes(), *port.public()})
    with transaction.atomic():
        providers.pause(channel, by=key_of(by), at=at)
        timeline.record("delivery.paused", about=f"channel:{channel}", by=by, at=at)


def resume(*, channel: str, by: Actor, at: datetime) -> None:
    """Goes on; an open circuit is closed. Refused: delivery.unknown-channel."""
    _known(channel, {*port.routes(), *port.public()})
    with transaction.atomic():
        providers.resume(channel)
        timeline.record("delivery.resumed", about=f"channel:{channel}", by=by, at=at)


def pace(*, channel: str, rate: int, by: Actor, at: datetime) -> None:
    """At most `rate` messages a second over all workers; 0: as fast as they are taken. Refused: unknown-channel."""
    _known(channel, port.routes())
    with transaction.atomic():
        providers.set_pace(channel, rate=max(rate, 0))
        timeline.record("delivery.paced", about=f"channel:{channel}", by=by, at=at, facts={"rate": max(rate, 0)})


def _known(channel: str, among: Container[str]) -> None:
    if channel not in among:
        raise Refused("delivery.unknown-channel", channel=channel)
