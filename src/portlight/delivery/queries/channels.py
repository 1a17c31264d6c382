"""The channels: what is switched on, what works, since when it last did."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Max

from portlight.delivery import port, quiet
from portlight.delivery.models import Posting, Provider, Push
from portlight.delivery.queries.cards import ChannelCard


def quiet_hours() -> dict[str, tuple[time, time]]:
    """Severity → begin and end of its quiet hours on the office's wall clock; equal ones mean none."""
    return quiet.hours()


def channels(*, at: datetime) -> tuple[ChannelCard, ...]:
    """Every channel that is switched on, personal ones first."""
    providers = {provider.kind: provider for provider in Provider.objects.all()}
    last = dict(Posting.objects.filter(state="published").values_list("outlet").annotate(Max("at")))
    last |= dict(Push.objects.values_list("outlet").annotate(Max("at")))
    found: list[tuple[port.Channel, bool]] = [(channel, True) for channel in port.personal().values()]
    found += [(channel, False) for channel in port.public().values()]
    return tuple(_card(channel, personal, providers, last, at) for channel, personal in found)


def _card(
    channel: port.Channel, personal: bool, providers: dict[str, Provider], last: dict[str, datetime], at: datetime
) -> ChannelCard:
    provider = providers.get(channel.kind, Provider(kind=channel.kind))
    resting = provider.open_until is not None and provider.open_until > at
    return ChannelCard(
        kind=channel.kind, label=channel.label, personal=personal,
        inside=personal and bool(getattr(channel, "inside", False)), works=provider.paused_at is None and not resting,
        paused_at=provider.paused_at, open_until=provider.open_until if resting else None, failures=provider.failures,
        last_error=provider.last_error if provider.failures else "", rate=provider.rate,
        last_at=last.get(channel.kind),
    )  # fmt: skip
