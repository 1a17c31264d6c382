"""A WeChat official account that keeps count and can misbehave: `python wechat --record FILE` prints its port.

Written from the vendor's pages (developers.weixin.qq.com/doc/service); it shares no code with the sender, not even an
import. Every answer is HTTP 200 with an `errcode`, as there. An openid that begins with `o` follows and has agreed to
every template until told otherwise at `/sim/act`, which also sends the event to `--callback`, rightly signed.
One line of the record per message taken: kind, openid, reference, hash of the text, moment. `count(FILE)` adds them up.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import itertools
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

# The two other files of this folder, found beside this one: it is run as a program and imports nothing of the product.
from memory import DAY, Account, Follower, Said, fields  # type: ignore[import-not-found]
from pushing import Callback, xml  # type: ignore[import-not-found]

from portlight.simulator.outside.serving import for_ever, listening, until_stopped


def count(file: Path | str) -> dict[str, int]:
    """What a record holds: messages, distinct openids, and how many messages repeat an earlier reference."""
    seen: Counter[tuple[str, str]] = Counter()
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            _, openid, reference, *_ = line.split("\t")
            seen[openid, reference] += 1
    people = {openid for openid, _ in seen}
    return {"messages": seen.total(), "people": len(people), "duplicates": seen.total() - len(seen)}


class Outside:
    """The HTTP side: one coroutine per documented address."""

    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.account = Account(how)
        self.back = Callback(how)
        self.drafts = itertools.count(1)

    async def stable_token(self, request: web.Request) -> dict[str, Any]:
        return dict(self.account.token(await told(request)))

    async def bizsend(self, request: web.Request) -> dict[str, Any]:
        return await self._message(request, "notice")

    async def template(self, request: web.Request) -> dict[str, Any]:
        return await self._message(request, "template")

    async def _message(self, request: web.Request, kind: str) -> dict[str, Any]:
        account, how = self.account, self.how
        account.opened(request.query.get("access_token"))
        body = await told(request)
        if how.kind != "service":
            raise Said(48001, "api unauthorized")
        account.limits()
        if how.drop_before and account.sends == how.drop_before:
            hang_up(request)
        openid, template = str(body.get("touser", "")), str(body.get("template_id", ""))
        known = account.follower(openid)
        text = fields(body, how.templates, strict=kind == "notice")
        if kind == "notice" and known.refused & {template, "*"}:
            raise Said(43101, "user refuse to accept the msg")
        own = str(body.get("client_msg_id", ""))
        earlier = account.once.get((openid, own)) if own else None
        if earlier and account.now() - earlier[1] < 600:
            return {"errcode": 0, "errmsg": "ok", "msgid": earlier[0]}
        msgid = next(account.numbers)
        if own:
            account.once[openid, own] = (msgid, account.now())
        account.keep(kind, openid, own or f"{template}:{hashlib.sha256(text.encode()).hexdigest()[:8]}", text, body)
        await self._receipt(kind, openid, template, msgid)
        if how.drop_after and account.sends == how.drop_after:
            hang_up(request)
        if how.stall_after and account.sends == how.stall_after:
            await asyncio.sleep(DAY)
        # bizsend's answer carries no number (developers' complaint); template/send's does.
        return {"errcode": 0, "errmsg": "ok", **({"msgid": msgid} if kind == "template" else {})}

    async def _receipt(self, kind: str, openid: str, template: str, msgid: int) -> None:
        bad = next((status for word, status in self.how.fail if word in openid), "")
        if kind == "notice":
            inner = xml(TemplateId=template, MsgID=msgid, ErrorCode=1 if bad else 0, ErrorStatus=bad or "success")
            event = xml(Event="subscribe_msg_sent_event") + f"<SubscribeMsgSentEvent><List>{inner}</List>"
            event += "</SubscribeMsgSentEvent>"
        else:
            event = xml(Event="TEMPLATESENDJOBFINISH", MsgID=msgid, Status=f"failed:{bad}" if bad else "success")
        await self.back.event(openid, event)

    async def sendall(self, request: web.Request) -> dict[str, Any]:
        account, how = self.account, self.how
        account.opened(request.query.get("access_token"))
        body = await told(request)
        account.limits()
        own, now = str(body.get("clientmsgid", "")), account.now()
        if len(own.encode()) > 32:
            raise Said(45067, "clientmsgid length exceed limit")
        if own and own in account.mass:
            msg_id, then = account.mass[own]
            if now - then < how.hot:
                raise Said(45066, "same clientmsgid retry too fast")
            raise Said(45065, "clientmsgid exist", msg_id=msg_id)
        filtering = body.get("filter", {})
        tag = None if filtering.get("is_to_all") else filtering.get("tag_id")
        if tag is not None and tag not in how.tags:
            raise Said(45159, "invalid tag id")
        kind = body.get("msgtype")
        if kind == "mpnews" and body.get("mpnews", {}).get("media_id") not in account.media:
            raise Said(40007, "invalid media_id")
        text = body.get("text", {}).get("content", "") if kind == "text" else body["mpnews"]["media_id"]
        if kind == "text" and len(text.encode()) > 2048:
            raise Said(45002, "content size out of limit")
        day = time.strftime("%Y-%m-%d", time.gmtime(now + 8 * 3600))
        if how.kind == "subscription" and account.mass_days[day]:
            raise Said(45028, "has no masssend quota")
        account.mass_days[day] += 1
        msg_id = next(account.numbers)
        account.mass[own or str(msg_id)] = (msg_id, now)
        account.keep("mass", f"tag:{tag}" if tag is not None else "all", own, text, body)
        await self.back.event("mass", self._finished(tag, msg_id, day[:7]))
        if how.stall_after and account.sends == how.stall_after:
            await asyncio.sleep(DAY)
        return {"errcode": 0, "errmsg": "send job submission success", "msg_id": msg_id, "msg_data_id": msg_id + 7}

    def _finished(self, tag: int | None, msg_id: int, month: str) -> str:
        """Who follows, minus those who had their four this month."""
        mine = [one for one in self.account.followers.values() if one.follows and (tag is None or tag in one.tags)]
        may = [one for one in mine if one.month[month] < 4]
        for one in may:
            one.month[month] += 1
        good = self.how.mass_status == "send success"
        event: str = xml(
            Event="MASSSENDJOBFINISH", MsgID=msg_id, Status=self.how.mass_status, TotalCount=len(mine),
            FilterCount=len(may), SentCount=len(may) if good else 0, ErrorCount=0 if good else len(may),
        )  # fmt: skip
        return event

    async def delete(self, request: web.Request) -> dict[str, Any]:
        self.account.opened(request.query.get("access_token"))
        body = await told(request)
        if body.get("msg_id") not in {number for number, _ in self.account.mass.values()}:
            raise Said(40007, "invalid msg_id")
        self.account.keep("delete", "all", str(body["msg_id"]), "", body)
        return {"errcode": 0, "errmsg": "ok"}

    async def draft(self, request: web.Request) -> dict[str, Any]:
        self.account.opened(request.query.get("access_token"))
        body = await told(request)
        for article in body.get("articles", []):
            if not self.how.cover or article.get("thumb_media_id") != self.how.cover:
                raise Said(40007, "invalid media_id")
            longest = (("title", 64, 45003), ("digest", 120, 45004), ("content", 20_000, 45002), ("author", 16, 45003))
            for name, most, code in longest:
                if len(article.get(name, "")) > most:
                    raise Said(code, f"{name} size out of limit")
        media = f"draft-{next(self.drafts)}"
        self.account.media.add(media)
        self.account.keep("draft", "all", media, body["articles"][0]["content"], body)
        return {"media_id": media, "item": []}

    async def tag(self, request: web.Request) -> dict[str, Any]:
        self.account.opened(request.query.get("access_token"))
        body = await told(request)
        if body.get("tagid") not in self.how.tags:
            raise Said(45159, "invalid tag id")
        if len(body.get("openid_list", [])) > 50:
            raise Said(40032, "invalid openid list size, openid list size must between 1~50")
        people = [self.account.follower(openid) for openid in body["openid_list"]]
        taking = request.path.endswith("/batchuntagging")
        if not taking and any(len(one.tags | {body["tagid"]}) > 20 for one in people):
            raise Said(45059, "can not add more tags to user")
        for one in people:
            (one.tags.discard if taking else one.tags.add)(body["tagid"])
        return {"errcode": 0, "errmsg": "ok"}

    async def qrcode(self, request: web.Request) -> dict[str, Any]:
        self.account.opened(request.query.get("access_token"))
        body = await told(request)
        if self.how.kind != "service":
            raise Said(48001, "api unauthorized")
        scene, seconds = (
            body.get("action_info", {}).get("scene", {}).get("scene_str", ""),
            body.get("expire_seconds", 60),
        )
        if body.get("action_name") != "QR_STR_SCENE" or not 1 <= len(scene) <= 64 or not 1 <= seconds <= 30 * DAY:
            raise Said(40053, "invalid action info")
        ticket = base64.urlsafe_b64encode(hashlib.sha256(scene.encode()).digest()).decode()
        return {"ticket": ticket, "expire_seconds": seconds, "url": f"http://weixin.qq.com/q/{ticket[:22]}"}

    async def act(self, request: web.Request) -> dict[str, Any]:
        """What a person does on her telephone: follow, leave, scan, accept, reject, change. For tests and the demo."""
        body = await told(request)
        openid, what, template = body["openid"], body["what"], body.get("template", "*")
        person = self.account.followers.setdefault(openid, Follower())
        if what in {"follow", "leave"}:
            person.follows = what == "follow"
            key = f"qrscene_{body['scene']}" if body.get("scene") else ""
            event = xml(Event="subscribe" if person.follows else "unsubscribe", EventKey=key)
        elif what == "scan":
            event = xml(Event="SCAN", EventKey=body["scene"], Ticket="t")
        else:
            (person.refused.discard if what == "accept" else person.refused.add)(template)
            name = "Change" if what == "change" else "Popup"
            inner = xml(TemplateId=template, SubscribeStatusString="accept" if what == "accept" else "reject")
            event = xml(Event=f"subscribe_msg_{name.lower()}_event")
            event += f"<SubscribeMsg{name}Event><List>{inner}</List></SubscribeMsg{name}Event>"
        return {"errcode": 0, "status": await self.back.event(openid, event, wait=True)}

    async def state(self, request: web.Request) -> dict[str, Any]:
        account = self.account
        tags = {openid: sorted(one.tags) for openid, one in account.followers.items()}
        return {"calls": account.calls, "forced": len(account.forced), "tags": tags, "answers": self.back.answers}


async def told(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise Said(47001, "data format error") from None
    if not isinstance(body, dict):
        raise Said(47001, "data format error")
    return body


def hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError("as asked")


def answering(outside: Outside, say: Callable[[web.Request], Awaitable[dict[str, Any]]]) -> Any:
    async def answer(request: web.Request) -> web.Response:
        outside.account.calls[request.path] += 1
        if outside.how.slow:
            await asyncio.sleep(outside.how.slow / 1000)
        try:
            body = await say(request)
        except Said as said:
            body = said.body
        return web.Response(text=json.dumps(body, ensure_ascii=False), content_type="application/json")

    return answer


ADDRESSES = {
    "/cgi-bin/stable_token": Outside.stable_token,
    "/cgi-bin/message/subscribe/bizsend": Outside.bizsend,
    "/cgi-bin/message/template/send": Outside.template,
    "/cgi-bin/message/mass/sendall": Outside.sendall,
    "/cgi-bin/message/mass/delete": Outside.delete,
    "/cgi-bin/draft/add": Outside.draft,
    "/cgi-bin/tags/members/batchtagging": Outside.tag,
    "/cgi-bin/tags/members/batchuntagging": Outside.tag,
    "/cgi-bin/qrcode/create": Outside.qrcode,
    "/sim/act": Outside.act,
}


def pair(text: str) -> tuple[str, int]:
    word, _, code = text.partition("=")
    return word, int(code)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    take = parser.add_argument
    take("--port", type=int, default=0)
    take("--record", type=Path)
    take("--bodies", type=Path, help="every message taken, as JSON, one a line")
    take("--kind", choices=("service", "subscription"), default="service")
    take("--appid", default="wx0123456789abcdef")
    take("--secret", default="a secret of the tests")
    take("--template", action="append", default=[], metavar="ID=FIELD,FIELD", help="a template and its fields")
    take("--tag", dest="tags", type=int, action="append", default=[])
    take("--cover", default="", help="media id of the picture that articles must name")
    take("--callback", default="", help="address of the account's own server")
    take("--token", default="callback token")
    take("--aes-key", default="", help="EncodingAESKey: events are sent in safe mode")
    take("--answer", type=pair, action="append", default=[], metavar="WORD=CODE", help="to an openid with this word")
    take("--fail", action="append", default=[], metavar="WORD=STATUS", help="taken, then reported as failed")
    take("--mix", action="append", default=[], metavar="N=CODE", help="every n-th message is answered with CODE")
    take("--not-listed", action="store_true", help="40164: this server's address is not on the list")
    take("--token-seconds", type=int, default=7200)
    take("--token-lost", type=int, default=0, help="at the n-th message the token has become worthless")
    take("--speed", type=float, default=1.0, help="its clock against ours")
    take("--minute-limit", type=int, default=0)
    take("--day-limit", type=int, default=0)
    take("--hot", type=float, default=0.0, help="seconds in which a repeated clientmsgid is answered with 45066")
    take("--mass-status", default="send success")
    take("--slow", type=int, default=0, help="milliseconds before every answer")
    take("--drop-before", type=int, default=0, help="cut the connection at the n-th message, unrecorded")
    take("--drop-after", type=int, default=0, help="record the n-th message, then cut")
    take("--stall-after", type=int, default=0, help="the n-th message is recorded, never answered")
    take("--receipts", choices=("plain", "doubled", "reordered", "early"), default="plain")
    take("--stale", type=int, default=0, help="seconds by which the stamps of events are old")
    take("--forged", action="store_true", help="events carry a wrong signature")
    how = parser.parse_args(given)
    how.templates = {name: names.split(",") for name, _, names in (one.partition("=") for one in how.template)}
    how.fail = [(word, status) for word, _, status in (one.partition("=") for one in how.fail)]
    how.mix = [(int(every), int(code)) for every, _, code in (one.partition("=") for one in how.mix)]
    return how


async def serve(how: argparse.Namespace) -> None:
    outside = Outside(how)
    app = web.Application(client_max_size=4 * 1024 * 1024)
    for path, say in ADDRESSES.items():
        app.router.add_post(path, answering(outside, say.__get__(outside)))
    app.router.add_get("/sim/state", answering(outside, outside.state))
    await listening(app, how.port)
    await for_ever()


if __name__ == "__main__":
    until_stopped(serve(arguments()))
