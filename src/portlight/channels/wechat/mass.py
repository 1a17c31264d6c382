"""WeChat to everybody who follows: one article or text per language, to the tag of that language.

A service account sends each language to its tag. A subscription account has one send a day, to all: it goes out with
the leading language, names the languages the notice exists in, and counts as brought out in each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from portlight.channels.wechat import articles, budget, calls, words
from portlight.channels.wechat.calls import NotSent, Said, Unanswered
from portlight.channels.wechat.errors import ALREADY, SPENT, TOO_SOON, Meaning, meaning, rest
from portlight.channels.wechat.holder import NoToken
from portlight.channels.wechat.listening import Ear
from portlight.channels.wechat.models import MassSend
from portlight.channels.wechat.tokening import ask
from portlight.delivery import port, tokens
from portlight.delivery.port import Answer, Edition, Limits, Posted, Quota
from portlight.toolkit.languages import OFFICE_CHAIN, SOURCE, language_for


def tags() -> dict[str, int]:
    """Language → number of its tag, from the settings."""
    pairs = (one.partition("=") for one in settings.WECHAT_TAGS)
    return {language.strip(): int(number) for language, _, number in pairs if number.strip().isdecimal()}


class WechatMass(Ear):
    kind = "wechat-mass"
    label = words.MASS_LABEL
    limits = Limits()

    def quotas(self, *, at: datetime) -> Sequence[Quota]:
        return budget.left(settings.WECHAT_ACCOUNT, list(tags()), at=at)

    def publish(self, posted: Posted) -> Answer:
        """Sent once for each message and language, however often this is called."""
        at = timezone.now()
        kind = settings.WECHAT_ACCOUNT
        language = posted.language
        tag: int | None = None
        if kind == "subscription":
            if language != (leading := _leading(posted)) or _went_out(posted):
                return port.accepted("", f"with-{leading}")
        elif (tag := tags().get(language)) is None:
            return port.refused("no-tag")
        edition = posted.texts[language]
        if posted.withdrawn_at is not None:
            return _withdraw(posted, edition, kind, tag, at)
        corrects = any(one.superseded for one in posted.earlier)
        row = _row(posted, edition, "correction" if corrects else "notice", budget.ALL if tag is None else language, at)
        return _send(row, posted, edition, kind, tag, at)


def _leading(posted: Posted) -> str:
    """Of the languages in which the newest version is out: Chinese, else English, else the first."""
    newest = [code for code, one in posted.texts.items() if not one.superseded] or list(posted.texts)
    return language_for((SOURCE, *OFFICE_CHAIN), newest) or newest[0]


def _went_out(posted: Posted) -> bool:
    """Whether this version has gone to all already, led by another language that was there first."""
    codes = {one.code for one in posted.texts.values() if not one.superseded} - {posted.texts[posted.language].code}
    sent = MassSend.objects.filter(code__in=codes, language=budget.ALL, state__in=("begun", "sent", "deleted"))
    return posted.withdrawn_at is None and sent.exclude(what="withdrawal").exists()


def _row(posted: Posted, edition: Edition, what: str, language: str, at: datetime) -> MassSend:
    """Written before anything leaves. Its clientmsgid is made of what goes to whom: a repeat has the same."""
    name = f"{edition.code}\0{language}\0{'withdrawal' if what == 'withdrawal' else 'notice'}"
    row, _ = MassSend.objects.get_or_create(
        clientmsgid=tokens.Maker("mass").mac(name.encode()).hex(),
        defaults={
            "code": edition.code, "language": language, "what": what, "severity": posted.severity[:10], "at": at,
        },
    )  # fmt: skip
    return row


def _send(
    row: MassSend, posted: Posted, edition: Edition, kind: str, tag: int | None, at: datetime
) -> Answer:  # fmt: skip
    if row.state in {"sent", "deleted"}:
        return port.accepted(row.msg_id)
    severity = "urgent" if row.what != "notice" and posted.severity == "ordinary" else posted.severity
    if not budget.allows(kind, row.language, severity, at=at, but=row.clientmsgid):
        MassSend.objects.filter(pk=row.pk).update(state="refused", said="budget-spent")
        if kind == "subscription":
            return port.later("budget-spent", wait=rest(45009, at))
        return port.refused("budget-spent")
    MassSend.objects.filter(pk=row.pk).update(state="begun", at=at)
    try:
        said = _posted(row, posted, edition, tag)
    except (NoToken, NotSent) as error:
        MassSend.objects.filter(pk=row.pk).update(state="refused", said=str(error)[:24])
        return port.later(str(error), wait=60.0)
    except Unanswered as error:
        return port.uncertain(str(error))  # tried again by itself: WeChat knows the clientmsgid
    return _outcome(row, said, at)


def _posted(row: MassSend, posted: Posted, edition: Edition, tag: int | None) -> Said:
    payload: dict[str, object] = {
        "filter": {"is_to_all": tag is None, **({} if tag is None else {"tag_id": tag})},
        "clientmsgid": row.clientmsgid,
    }
    if settings.WECHAT_COVER and row.what != "withdrawal":
        if not row.media_id:
            drafted = ask(calls.DRAFT, {"articles": [articles.article(posted, edition, row.what)]})
            if drafted.code:
                return drafted
            row.media_id = str(drafted.body.get("media_id", ""))[:128]
            MassSend.objects.filter(pk=row.pk).update(media_id=row.media_id)
        payload |= {"msgtype": "mpnews", "mpnews": {"media_id": row.media_id}, "send_ignore_reprint": 1}
    else:
        payload |= {"msgtype": "text", "text": {"content": articles.text(posted, edition, row.what)}}
    return ask(calls.MASS, payload)


def _outcome(row: MassSend, said: Said, at: datetime) -> Answer:
    code = str(said.code)
    mine = MassSend.objects.filter(pk=row.pk)
    if said.code in {0, ALREADY}:
        number = str(said.body.get("msg_id") or row.msg_id)
        mine.update(state="sent", msg_id=number[:32], said="")
        return port.accepted(number, "" if said.code == 0 else code)
    if said.code == TOO_SOON:  # it is theirs already, and they are at it
        return port.later(code, wait=60.0)
    mine.update(state="refused", said=code[:24])
    if said.code == SPENT:
        daily = settings.WECHAT_ACCOUNT == "subscription"
        return port.later(code, wait=rest(45009, at)) if daily else port.refused(code)
    match meaning(said.code):
        case Meaning.LATER | Meaning.TOKEN:
            return port.later(code)
        case Meaning.MINUTE | Meaning.DAY:
            return port.later(code, wait=rest(said.code, at))
        case _:
            return port.refused(code)


def _withdraw(posted: Posted, edition: Edition, kind: str, tag: int | None, at: datetime) -> Answer:
    """An article is deleted where it was sent; a text cannot be, so a second one says that it no longer holds."""
    language = budget.ALL if tag is None else posted.language
    codes = {edition.code, *(one.code for one in posted.earlier)}
    sent = list(MassSend.objects.filter(code__in=codes, language=language, state="sent").exclude(what="withdrawal"))
    for row in [row for row in sent if row.media_id]:
        try:
            said = ask(calls.MASS_DELETE, {"msg_id": int(row.msg_id), "article_idx": 0})
        except (NoToken, NotSent, Unanswered) as error:
            return port.later(str(error), wait=60.0)  # deleting twice does no harm
        if said.code:
            return port.later(str(said.code)) if said.code == -1 else port.refused(str(said.code))
        MassSend.objects.filter(pk=row.pk).update(state="deleted")
    if not any(not row.media_id for row in sent):
        return port.accepted("", "nothing-to-say")
    return _send(_row(posted, edition, "withdrawal", language, at), posted, edition, kind, tag, at)
