"""Which providers this office has, in which order, from the settings."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from portlight.channels.sms.rules import Reach, in_order


def configured() -> tuple[str, ...]:
    """The routes that have what it takes to be used."""
    there = {
        "sms.aliyun": settings.ALIYUN_KEY and settings.ALIYUN_SECRET,
        "sms.tencent": settings.TENCENT_KEY and settings.TENCENT_SECRET and settings.TENCENT_SMS_APP,
        "sms.smpp": settings.SMPP_HOST,
    }
    return tuple(route for route, able in there.items() if able)


def order(reach: Reach) -> tuple[str, ...]:
    """The routes for mainland or other numbers, the office's first choice first."""
    wanted = settings.SMS_MAINLAND if reach == "mainland" else settings.SMS_ABROAD
    return in_order(wanted, configured())


def pairs() -> Iterator[tuple[str, Reach]]:
    """Every (route, reach) that needs texts."""
    for reach in ("mainland", "abroad"):
        for route in order(reach):
            yield route, reach


def price_each(route: str, reach: str) -> float:
    """Of one part, in hundredths of the currency; 0 when the office has not said."""
    prices = dict(pair.partition("=")[::2] for pair in settings.SMS_PRICES)
    name = route.removeprefix("sms.")
    told = prices.get(f"{name}-{reach}") or prices.get(name) or "0"
    return float(told)
