"""Who a message is for, as one SQL condition over persons; and which language each chain of languages gets.

Four kinds: a *question* asked of the people room; those *waiting* for a language; the *holders* of an earlier message;
one *address*.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from portlight.delivery import sql
from portlight.delivery.models import Message, Rendition
from portlight.kernel.people.queries import audience as people
from portlight.kernel.people.rules import Question
from portlight.toolkit.languages import language_for


@dataclass(frozen=True, kw_only=True)
class Audience:
    """A stored value: `to_json` goes into the message."""

    kind: str  # question | waiting | holders | address
    question: Question | None = None
    code: str = ""  # of the message whose thread is meant: waiting, holders
    language: str = ""  # waiting
    address: int = 0
    except_holders: str = ""  # question: leave out those who hold this code's message or what it replaced

    def to_json(self) -> dict[str, Any]:
        asked = {"question": self.question.to_json()} if self.question is not None else {}
        rest = {name: getattr(self, name) for name in ("code", "language", "address", "except_holders")}
        return {"kind": self.kind, **asked, **{name: value for name, value in rest.items() if value}}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Audience:
        rest = dict(stored)
        question = rest.pop("question", None)
        return cls(question=None if question is None else Question.from_json(question), **rest)


def asked(question: Question, *, except_holders: str = "") -> Audience:
    return Audience(kind="question", question=question, except_holders=except_holders)


def holders(code: str) -> Audience:
    """Those who hold, or may hold, that message or one it replaced, on the channels they hold it on."""
    return Audience(kind="holders", code=code)


@dataclass(frozen=True)
class Where:
    """A condition on persons `p`, one on addresses `a`, and their parameters."""

    person: str
    person_parameters: list[Any] = field(default_factory=list)
    address: str = "1 = 1"
    address_parameters: list[Any] = field(default_factory=list)
    chosen_only: bool = False  # a chain without a language is outside the audience, not excluded from it
    narrow: bool = False  # a part of the city, found by an index: a page is so many of them, not of everybody


_HELD = (
    "SELECT 1 FROM delivery_delivery d JOIN delivery_result r ON r.delivery_id = d.id"
    " WHERE d.person_id = {person} AND r.outcome IN ('accepted', 'uncertain') AND d.message_id IN ({messages})"
)


def thread_ids(code: str) -> list[int]:
    """The messages of a thread, root first."""
    message = Message.objects.only("id", "thread_id").get(code=code)
    root = message.thread_id or message.id
    return [root, *Message.objects.filter(thread_id=root).order_by("id").values_list("id", flat=True)]


def version_ids(code: str) -> list[int]:
    """The messages of a thread and of everything it replaced: whoever holds one of them holds an old version."""
    found: list[int] = []
    while code:
        thread = thread_ids(code)
        found += thread
        code = Message.objects.filter(id=thread[0]).values_list("replaces__code", flat=True).first() or ""
    return found


def where(audience: Audience) -> Where:
    """The audience as conditions over people_person `p` and people_address `a`."""
    if audience.kind == "question":
        assert audience.question is not None  # noqa: S101
        condition, parameters = people.where(audience.question, alias="p")
        if audience.except_holders:
            ids = version_ids(audience.except_holders)
            condition = f"({condition}) AND NOT EXISTS ({_HELD.format(person='p.id', messages=sql.marks(ids))})"
            parameters = [*parameters, *ids]
        return Where(condition, list(parameters), narrow=bool(audience.question.districts))
    ids = version_ids(audience.code) if audience.kind == "holders" else thread_ids(audience.code)
    held = _HELD.format(person="p.id", messages=sql.marks(ids))
    if audience.kind == "holders":
        same = _HELD.format(person="a.person_id", messages=sql.marks(ids)) + " AND d.channel = a.channel"
        return Where(f"p.erased_at IS NULL AND EXISTS ({held})", ids, f"EXISTS ({same})", ids)
    return _waiting(audience, ids)


def _waiting(audience: Audience, ids: list[int]) -> Where:
    """Those of the thread's audience who would rather have `language`, and got another, or none."""
    messages = sql.marks(ids)
    return Where(
        "p.erased_at IS NULL AND ("
        f"EXISTS (SELECT 1 FROM delivery_delivery d WHERE d.person_id = p.id AND d.message_id IN ({messages}))"
        f" OR EXISTS (SELECT 1 FROM delivery_exclusion e WHERE e.person_id = p.id AND e.message_id IN ({messages})"
        " AND e.reason = 'no-language'))"
        " AND NOT EXISTS (SELECT 1 FROM delivery_delivery d WHERE d.person_id = p.id"
        f" AND d.message_id IN ({messages}) AND d.language = %s)",
        [*ids, *ids, *ids, audience.language],
        chosen_only=True,
    )


@dataclass(frozen=True)
class Choice:
    """What a chain gets: `language` of the text, `wanted` the first of the reader's own."""

    chain: int
    language: str
    wanted: str


def choices(available: Collection[str], *, only: str = "") -> list[Choice]:
    """The language of every chain that gets one of `available`; with `only`, of the chains that get just that one."""
    found = []
    for chain, own in people.chains().items():
        language = language_for(own, available)
        if language is not None and (not only or language == only):
            found.append(Choice(chain, language, own[0] if own else language))
    return found


def choices_of(message: Message, audience: Audience) -> list[Choice]:
    if audience.kind != "waiting":
        return choices(set(Rendition.objects.filter(message=message).values_list("language", flat=True)))
    earlier = Rendition.objects.filter(message__in=thread_ids(audience.code)).values_list("language", flat=True)
    return choices({*earlier, audience.language}, only=audience.language)
