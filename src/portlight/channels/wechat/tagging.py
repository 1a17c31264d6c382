"""Followers known to us carry the tag of their language, so that each gets a mass send in one she reads."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.conf import settings

from portlight.channels.wechat import calls
from portlight.channels.wechat.calls import NotSent, Unanswered
from portlight.channels.wechat.errors import Meaning, meaning
from portlight.channels.wechat.holder import NoToken
from portlight.channels.wechat.mass import tags
from portlight.channels.wechat.models import Tagged, Token
from portlight.channels.wechat.tokening import ask
from portlight.kernel.people import queries as people
from portlight.kernel.people.queries import Reachable
from portlight.toolkit.languages import language_for

_PAGE = 500
_A_CALL = 50  # openids (batchtagging)


def keep_tags(at: datetime) -> int:
    """One page of addresses compared with the tags they were given; returns how many were changed.

    The place to go on from is kept in the token's row, so that every address is looked at in turn and a restart loses
    nothing. A person's language is the first of her own that has a tag; else English's or the Chinese one's.
    """
    known = tags()
    if settings.WECHAT_ACCOUNT != "service" or not known:
        return 0
    row, _ = Token.objects.get_or_create(appid=settings.WECHAT_APPID)
    page = people.reachable("wechat", after=row.tags_upto, size=_PAGE)
    upto = page[-1].number if len(page) == _PAGE else 0
    had = dict(Tagged.objects.filter(address__in=[one.number for one in page]).values_list("address", "language"))
    moved: dict[tuple[str, str], list[Reachable]] = defaultdict(list)
    for one in page:
        wanted = language_for((one.language,), known) or ""
        if wanted and had.get(one.number, "") != wanted:
            moved[had.get(one.number, ""), wanted].append(one)
    try:
        changed = sum(_move(group, old, new, known, at) for (old, new), group in sorted(moved.items()))
    except (NoToken, NotSent, Unanswered):
        return 0  # tagging again does no harm: the same page is looked at next time
    Token.objects.filter(pk=row.pk).update(tags_upto=upto)
    return changed


def _move(group: list[Reachable], old: str, new: str, known: dict[str, int], at: datetime) -> int:
    """From the tag of one language to that of another, fifty at a time. One bad openid spoils its fifty: singly."""
    done = 0
    for start in range(0, len(group), _A_CALL):
        some = group[start : start + _A_CALL]
        good = some if _told(some, old, new, known) else [one for one in some if _told([one], old, new, known)]
        Tagged.objects.bulk_create(
            [Tagged(address=one.number, language=new, at=at) for one in good],
            update_conflicts=True, unique_fields=["address"], update_fields=["language", "at"],
        )  # fmt: skip
        done += len(good)
    return done


def _told(some: list[Reachable], old: str, new: str, known: dict[str, int]) -> bool:
    openids = [one.value for one in some]
    said = ask(calls.TAG, {"openid_list": openids, "tagid": known[new]})
    if said.code == 0 and old in known:
        ask(calls.UNTAG, {"openid_list": openids, "tagid": known[old]})
    if meaning(said.code) in {Meaning.LATER, Meaning.MINUTE, Meaning.DAY, Meaning.ACCOUNT, Meaning.TOKEN}:
        raise NotSent(str(said.code))
    return said.code == 0
