"""Getting the held token, and fetching it when it is our turn: in the sending path, and outside it."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import aiohttp
from django.utils import timezone

from portlight.channels.wechat import calls, holder
from portlight.channels.wechat.calls import NotSent, Said, Unanswered
from portlight.channels.wechat.errors import EXPIRED, Meaning, meaning
from portlight.channels.wechat.holder import Claim, NoToken

_LOOK_AGAIN = 0.2  # seconds, while another process fetches it
_MEMORY = 5.0  # seconds for which a process does not ask the row again


class Known:
    """A process's own memory of the token in the sending path; one look at the row every five seconds."""

    def __init__(self) -> None:
        self.value = ""
        self.good_until = 0.0  # on the monotonic clock
        self.one = asyncio.Lock()

    async def token(self, session: aiohttp.ClientSession, *, broken: str = "", expired: bool = False) -> str:
        """A token that is not `broken`. NoToken."""
        async with self.one:
            if self.value and self.value != broken and time.monotonic() < self.good_until:
                return self.value
            for _ in range(50):
                claim = holder.look(at=timezone.now(), broken=broken, expired=expired)
                value = await _fetched(session, claim) if claim.fence else claim.value
                if value:
                    self._remember(value, claim)
                    return value
                await asyncio.sleep(_LOOK_AGAIN)
        raise NoToken("token-held")

    def _remember(self, value: str, claim: Claim) -> None:
        left = (claim.until - holder.RENEW - timezone.now()) if claim.until else timedelta()
        fresh = value != claim.value
        seconds = _MEMORY if fresh else max(min(left.total_seconds(), _MEMORY), 0.0)
        self.value, self.good_until = value, time.monotonic() + seconds


async def _fetched(session: aiohttp.ClientSession, claim: Claim) -> str:
    try:
        said = await calls.send(session, calls.TOKEN, "", calls.encoded(holder.request(claim)))
    except (NotSent, Unanswered) as error:
        return _not_fetched(claim, error)
    return _kept(claim, said)


def _kept(claim: Claim, said: Said) -> str:
    try:
        return holder.keep(claim, said, at=timezone.now())
    except NoToken:
        if claim.value:  # still good for up to five minutes
            return claim.value
        raise


def _not_fetched(claim: Claim, error: Exception) -> str:
    holder.failed(claim, str(error), "", at=timezone.now())
    if claim.value:
        return claim.value
    raise NoToken(str(error)) from error


def token_now(*, broken: str = "", expired: bool = False) -> str:
    """The same outside the sending path; waits two seconds at most for another process. NoToken."""
    for _ in range(10):
        claim = holder.look(at=timezone.now(), broken=broken, expired=expired)
        if not claim.fence:
            if claim.value:
                return claim.value
            time.sleep(_LOOK_AGAIN)
            continue
        try:
            said = calls.ask(calls.TOKEN, "", holder.request(claim))
        except (NotSent, Unanswered) as error:
            return _not_fetched(claim, error)
        return _kept(claim, said)
    raise NoToken("token-held")


def ask(path: str, payload: dict[str, Any]) -> Said:
    """One call with the held token; a worthless one is replaced once. NoToken, NotSent, Unanswered."""
    token = token_now()
    said = calls.ask(path, token, payload)
    if meaning(said.code) is Meaning.TOKEN:
        said = calls.ask(path, token_now(broken=token, expired=said.code == EXPIRED), payload)
    return said
