"""An answer as the pages show it: whole sentences in the reader's language, the Chinese term beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from portlight.capabilities.permits.queries import EndsCard, Onward, WayCard
from portlight.capabilities.permits.rules.articles import Article
from portlight.capabilities.permits.rules.deadlines import Deadline, Decided
from portlight.capabilities.permits.rules.fees import Fee, Unknown
from portlight.capabilities.permits.rules.limits import Longest
from portlight.capabilities.permits.rules.matters import MATTERS, Matter
from portlight.capabilities.permits.words import codes
from portlight.capabilities.permits.words.filed import named
from portlight.faces import telling
from portlight.faces.words import in_words, told


def matters_told() -> list[dict[str, str]]:
    """Everything one can apply for, each with the term of the law."""
    return [named(one) for one in MATTERS]


def way_told(card: WayCard) -> dict[str, Any]:
    """The answer; of a matter of this office, everything that follows from it."""
    shown: dict[str, Any] = {
        "way": card.way, "said": gettext(codes.WAYS.get(card.way, card.way)), "because": in_words(card.source),
        "version": card.version, "last_day": card.last_day, "left": _left(card.days_left),
        "over": card.days_left is not None and card.days_left < 0,
    }  # fmt: skip
    if card.onward is None:
        return {**shown, "what": gettext(codes.WHAT_TO_DO[card.way])}
    matter = card.onward.matter
    return {
        **shown, "zh": matter.zh, "onward": onward_told(card.onward), "who": gettext(codes.WHO[matter.agents]),
        "papers": [gettext(codes.PAPERS[one]) for one in matter.papers],
        "then": gettext(codes.THEN[matter.code]) if matter.code in codes.THEN else "",
        "office": _office(matter, card.decided), "provisional": bool(card.decided and card.decided.provisional),
        "longest": _longest(card.longest), "fees": list(_fees(card.fees)), "articles": articles(matter.source),
    }  # fmt: skip


def ends_told(card: EndsCard) -> dict[str, Any]:
    """The three dates, and what comes next by when."""
    return {
        "card": card, "left": _left(card.days_left), "over": card.days_left is not None and card.days_left < 0,
        "onward": [onward_told(one) for one in card.onward], "line": _line(card),
    }  # fmt: skip


def onward_told(onward: Onward) -> dict[str, Any]:
    """By when one applies. Where no day is counted: the sentence that says why."""
    return {
        **named(onward.matter.code), "due": onward.due, "go_by": onward.go_by, "state": onward.state,
        "now": gettext(codes.STATES[onward.state]) if onward.state in codes.STATES else "",
        "term": "" if onward.due else _no_day(onward.matter),
        "articles": articles(onward.due.source) if onward.due else "",
    }  # fmt: skip


def articles(source: Sequence[Article]) -> str:
    return telling.several([_article(one) for one in source])


def _article(article: Article) -> str:
    number = told("article", article.number)
    if article.text == "LAW":
        return gettext("Exit and Entry Administration Law, article {article}").format(article=number)
    if article.text == "REG":
        return gettext("Regulations on Entry and Exit of Foreigners, article {article}").format(article=number)
    return gettext("Nationality Law, article {article}").format(article=number)


def _left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return ngettext("over since {n} day", "over since {n} days", -days).format(n=told("n", -days))
    return ngettext("{n} day left", "{n} days left", days).format(n=told("n", days))


def _no_day(matter: Matter) -> str:
    if matter.term == "at-once":
        return gettext("At once; the law counts no days.")
    if matter.term == "no-term":
        return gettext("The law sets no day. Come while your stay lasts.")
    if isinstance(matter.term, Deadline) and matter.term.event == "entry":
        return gettext("Within 30 days of entry, where your visa says that a residence permit must follow.")
    return gettext("Before your stay ends. With your dates in the first step we count the day.")


def _office(matter: Matter, decided: Decided | None) -> str:
    if matter.decided is None or decided is None:
        return gettext("The law sets no term for it; the counter tells you.")
    return gettext(
        "{days} working days at most from the day your application is accepted: if that were today, until {until}."
    ).format(days=told("days", matter.decided.amount), until=told("until", decided.by))


def _longest(found: Longest | None) -> str:
    if found is None:
        return ""
    facts = {"days": told("days", found.days), "years": told("years", found.years), "until": told("until", found.until)}
    sentence = codes.LONGEST["until" if found.until else found.code]
    return gettext(sentence).format(**facts)


def _fees(found: Sequence[Fee | Unknown]) -> Iterator[dict[str, Any]]:
    for one in found:
        row: dict[str, Any] = {"label": gettext(codes.FEES[one.item]) if one.item in codes.FEES else ""}
        if isinstance(one, Unknown):
            yield {**row, "said": gettext(codes.WHY_NO_FEE[one.reason])}
            continue
        amount = told("amount", one.fen // 100 if one.fen % 100 == 0 else one.fen / 100)
        said = gettext("{amount} yuan").format(amount=amount) if one.fen else gettext("free of charge")
        yield {**row, "said": said, "since": one.since, "source": one.source, "doubtful": one.confidence != "high"}


def _line(card: EndsCard) -> dict[str, float] | None:
    """Where today and the last day to apply stand between entry and the last lawful day, in percent."""
    began, ends = card.stay.entered_on, card.last_day
    if began is None or ends is None or ends <= began:
        return None
    by = next((one.due.by for one in card.onward if one.due), None)
    whole = (ends - began).days
    line = {"percent": 100 * (card.today - began).days / whole}
    return {**line, "mark": 100 * (by - began).days / whole} if by and began <= by <= ends else line
