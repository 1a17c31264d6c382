"""Weibo, read by the public: one post per notice, Chinese and English together, naming every language there is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from portlight.channels.weibo import budget, posting, words
from portlight.channels.weibo.errors import TAKEN_SLOWLY, Meaning, meaning
from portlight.channels.weibo.models import Post
from portlight.delivery import port
from portlight.delivery.port import Answer, Limits, Posted, Quota
from portlight.toolkit import outcalls

_SHARE = "/2/statuses/share.json"
_SECONDS = 10.0
_UNAUTHORISED_WAIT = 1800.0  # a person must renew it; nothing is lost meanwhile


class Weibo:
    kind = "weibo"
    label = words.LABEL
    limits = Limits()  # a headline too long is cut; the page has the whole

    def quotas(self, *, at: datetime) -> Sequence[Quota]:
        return budget.left(at=at)

    def publish(self, posted: Posted) -> Answer:
        """The leading language posts; the others are brought out by the same post, which names them."""
        lead = posting.leading(posted)
        if posted.language != lead:
            return port.accepted("", f"with-{lead}")
        at = timezone.now()
        row = _row(posted, at)
        return _post(row, posted, at) if row else port.accepted("", "nothing-to-withdraw")


def _row(posted: Posted, at: datetime) -> Post | None:
    """The post that says this version, or that it no longer holds; None when there is nothing to take back.

    A version has several codes when languages came later: whichever of them was posted first stands for all.
    """
    codes = {one.code for one in posted.texts.values() if not one.superseded}
    code = posted.texts[posting.leading(posted)].code
    out = list(Post.objects.filter(about=posted.about).exclude(state="refused").order_by("id"))
    what = "notice"
    if posted.withdrawn_at is not None:
        if not any(one.state != "new" for one in out):
            return None
        what = "withdrawal"
    known = next(
        (one for one in out if one.code in codes and (one.what == "withdrawal") == (what == "withdrawal")), None
    )
    if known is not None:
        return known
    if what == "notice" and any(one.state != "new" for one in out):
        what = "correction"
    row, _ = Post.objects.get_or_create(code=code, what=what, defaults={"about": posted.about, "made_at": at})
    return row


def _post(row: Post, posted: Posted, at: datetime) -> Answer:
    if row.state == "posted":
        return port.accepted(row.number)
    seconds = budget.wait(at=at)
    if seconds:
        return port.later("budget", wait=seconds)
    tried = row.state == "tried"
    if not tried:
        row.text = posting.compose(posted, row.what)
        Post.objects.filter(pk=row.pk).update(state="tried", text=row.text)
    budget.note(at=at)
    try:
        status, body = _share(row.text)
    except outcalls.NotReached:
        return port.uncertain("no-answer")  # tried again by itself: a repeat is recognised by its text
    return _outcome(row, status, body, tried=tried, at=at)


def _share(text: str) -> tuple[int, dict[str, object]]:
    form = {"access_token": settings.WEIBO_TOKEN, "status": text, "rip": settings.WEIBO_IP}
    reply = outcalls.http(
        f"{settings.WEIBO_API}{_SHARE}", seconds=_SECONDS, method="POST", body=urlencode(form).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    try:
        body = json.loads(reply.body)
    except ValueError:
        body = None
    return reply.status, body if isinstance(body, dict) else {}


def _outcome(row: Post, status: int, body: dict[str, object], *, tried: bool, at: datetime) -> Answer:
    """`tried`: an earlier attempt went unanswered, so that *you have said that* means that one."""
    given = str(body.get("error_code", ""))
    code = int(given) if given.isdecimal() else 0
    if (status == 200 and body.get("idstr")) or code == TAKEN_SLOWLY:
        return _posted(row, str(body.get("idstr", "")), given, at)
    if not code:  # not an answer of the interface: nobody knows
        return port.uncertain(f"http-{status}")
    why = meaning(code)
    if why is Meaning.REPEAT and tried:
        return _posted(row, "", given, at)
    again = why in {Meaning.LIMIT, Meaning.LATER, Meaning.TOKEN}
    # A refusal says that nothing was taken; but what an earlier attempt did stays unknown.
    Post.objects.filter(pk=row.pk).update(
        state="tried" if tried else "new" if again else "refused", said=given[:24]
    )  # fmt: skip
    if why is Meaning.LIMIT:
        return port.later(given, wait=budget.next_hour(at))
    if why is Meaning.TOKEN:
        return port.later(given, wait=_UNAUTHORISED_WAIT)
    return port.later(given) if again else port.refused(given)


def _posted(row: Post, number: str, said: str, at: datetime) -> Answer:
    Post.objects.filter(pk=row.pk).update(state="posted", number=number[:32], said=said[:24], posted_at=at)
    return port.accepted(number, said)
