"""What the platform remembers of the account: tokens, followers, quotas, what it took. Part of the program here."""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# Longest value by kind of field ("订阅通知参数值内容限制"): letters of any script.
LIMITS = {"thing": 20, "letter": 32, "number": 32, "symbol": 5, "character_string": 32, "phone_number": 17, "name": 20,
          "phrase": 5, "time": 32, "date": 32, "const": 20}  # fmt: skip
FIELD = re.compile(r"([a-z_]+?)(\d+)\Z")
DAY, MINUTE = 86_400, 60


class Said(Exception):
    """An answer with an errcode."""

    def __init__(self, code: int, text: str = "", **more: Any) -> None:
        super().__init__(code)
        self.body = {"errcode": code, "errmsg": text or f"refused as documented rid: {code}", **more}


@dataclass
class Follower:
    follows: bool = True
    refused: set[str] = field(default_factory=set)  # templates she rejected; "*": all
    tags: set[int] = field(default_factory=set)
    month: Counter[str] = field(default_factory=Counter)


class Account:
    """The other side's memory."""

    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.tokens: dict[str, float] = {}  # token → good until
        self.current = ""
        self.forced: list[float] = []
        self.followers: dict[str, Follower] = {}
        self.mass: dict[str, tuple[int, float]] = {}  # clientmsgid → msg_id, when
        self.mass_days: Counter[str] = Counter()
        self.once: dict[tuple[str, str], tuple[int, float]] = {}  # (openid, client_msg_id) → msgid, when
        self.media: set[str] = {how.cover} if how.cover else set()
        self.calls: Counter[str] = Counter()
        self.minute: Counter[int] = Counter()
        self.sends = 0
        self.numbers = itertools.count(200_000_001)
        self.started = time.time()
        self.record = how.record.open("a", encoding="utf-8") if how.record else None
        self.bodies = how.bodies.open("a", encoding="utf-8") if how.bodies else None

    def now(self) -> float:
        """Its clock runs `--speed` times as fast as ours: two hours of a token pass in a test."""
        return self.started + (time.time() - self.started) * float(self.how.speed)

    def token(self, secret: dict[str, Any]) -> dict[str, Any]:
        now, how = self.now(), self.how
        if secret.get("grant_type") != "client_credential":
            raise Said(40002, "invalid grant_type")
        if secret.get("appid") != how.appid:
            raise Said(40013, "invalid appid")
        if secret.get("secret") != how.secret:
            raise Said(40125, "invalid appsecret, view more at http://t.cn/RAEkdVq")
        if how.not_listed:
            raise Said(40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist")
        if secret.get("force_refresh") is True:
            if self.forced and now - self.forced[-1] < 30:
                raise Said(45011, "api minute-quota reach limit  mustslower  retry next minute")
            if len([then for then in self.forced if now - then < DAY]) >= 20:
                raise Said(45009, "reach max api daily quota limit")
            self.forced.append(now)
            self.tokens.clear()  # a forced one makes the old one worthless at once
            self.current = ""
        until = self.tokens.get(self.current, 0.0)
        if until - now <= 300:
            self.current = "".join(hashlib.sha256(os.urandom(8)).hexdigest() for _ in range(8))  # 512 characters
            self.tokens[self.current] = until = now + how.token_seconds
        return {"access_token": self.current, "expires_in": int(until - now)}

    def opened(self, token: str | None) -> None:
        if not token:
            raise Said(41001, "access_token missing")
        until = self.tokens.get(token)
        if until is None:
            raise Said(40001, "invalid credential, access_token is invalid or not latest")
        if until <= self.now():
            raise Said(42001, "access_token expired")

    def follower(self, openid: str) -> Follower:
        for word, code in self.how.answer:
            if word in openid:
                raise Said(code)
        if not re.fullmatch(r"o[\w-]{5,63}", openid):
            raise Said(40003, "invalid openid")
        known = self.followers.setdefault(openid, Follower())
        if not known.follows:
            raise Said(43004, "require subscribe")
        return known

    def limits(self) -> None:
        """Quotas and tempers that hold for every message, before it is looked at."""
        how, minute = self.how, int(self.now()) // MINUTE
        self.sends += 1
        self.minute[minute] += 1
        if how.token_lost and self.sends == how.token_lost:
            self.tokens.pop(self.current, None)
            self.current = ""
            raise Said(40001, "invalid credential, access_token is invalid or not latest")
        if how.day_limit and self.sends > how.day_limit:
            raise Said(45009, "reach max api daily quota limit")
        if how.minute_limit and self.minute[minute] > how.minute_limit:
            raise Said(45011, "api minute-quota reach limit  mustslower  retry next minute")
        for every, code in how.mix:
            if self.sends % every == 0:
                raise Said(code, "system error" if code == -1 else "")

    def keep(self, kind: str, openid: str, reference: str, text: str, body: Any) -> None:
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        if self.record:
            self.record.write(f"{kind}\t{openid}\t{reference}\t{digest}\t{time.time():.3f}\n")
            self.record.flush()
        if self.bodies:
            self.bodies.write(json.dumps({"kind": kind, "body": body}, ensure_ascii=False) + "\n")
            self.bodies.flush()


def fields(body: dict[str, Any], templates: dict[str, list[str]], *, strict: bool) -> str:
    """The text of a message; what a template does not take is refused as there. Returns the values, one a line."""
    names = templates.get(str(body.get("template_id")), [] if templates else None)
    if names == []:
        raise Said(40037, "invalid template_id")
    given = body.get("data")
    if not isinstance(given, dict) or not given:
        raise Said(47003, "argument invalid! data is empty")
    for name in names or given:
        value = given.get(name, {}).get("value") if isinstance(given.get(name), dict) else None
        kind = FIELD.match(name)
        if not isinstance(value, str) or not value:
            raise Said(47003, f"argument invalid! data.{name}.value is empty")
        longest = LIMITS.get(kind[1] if kind else "", 200)
        plain = kind and kind[1] in {"character_string", "letter", "number"} and not value.isascii()
        if strict and (len(value) > longest or "\n" in value or plain):
            raise Said(47003, f"argument invalid! data.{name}.value invalid")
    return "\n".join(given[name]["value"] for name in given)
