"""Applications for visas and permits as two kinds of case: the ordinary way, and the same-day lane."""

from datetime import time

from django.utils.translation import gettext_noop

from portlight.kernel.cases.rules import CaseKind, Effect, Move, Step
from portlight.kernel.clocks.rules import ClockRule
from portlight.toolkit.workdays import Term

_TERM = {"visa": Term(7, "working-days"), "residence": Term(15, "working-days")}
_LAW = {
    "visa": gettext_noop("Regulations on Administration of Entry and Exit of Foreigners (2013), arts. 13, 36"),
    "residence": gettext_noop("Exit and Entry Administration Law (2012), art. 30; Regulations (2013), arts. 18, 36"),
}
LOOK = ClockRule(
    name="permits.look", kind="promised", term=Term(1, "working-days"), cut_off=time(16, 30),
    source=gettext_noop("the office's own promise: an officer looks at what was filed by the next working day"),
)  # fmt: skip
# Of the first look at what an institution's list filed, where its agreement promises a number of working days.
AGREED = gettext_noop(
    "the agreement with the institution: an officer looks at what its list filed within the agreed days"
)
# The same name: the moves of both ways are the same, and only how long somebody waits for the first look differs.
SAME_DAY = ClockRule(
    name="permits.look", kind="promised", term=Term(8, "hours"), then="permits.same-day-late",
    source=gettext_noop("the office's own promise: an urgent application is answered within eight hours"),
)  # fmt: skip
ANSWER = ClockRule(
    name="permits.answer", kind="internal", term=Term(10, "working-days"),
    source=gettext_noop("no term in the law: the office asks by telephone when nothing has come"),
)  # fmt: skip
REPLY = ClockRule(
    name="permits.reply", kind="promised", term=Term(5, "working-days"), then="permits.reply-over",
    source=gettext_noop("the office's own promise: nobody is refused before she could answer the reasons"),
)  # fmt: skip
# What the law gives the office, from acceptance on. It knows no pause: what is missing is asked for before.
DECIDE = {
    which: ClockRule(name=f"permits.decide-{which}", kind="legal", term=term, source=_LAW[which])
    for which, term in _TERM.items()
}
# The receipt stands in for the passport and ends with the term: an officer is told while there is time to act.
RECEIPT_ENDS = {
    which: ClockRule(
        name=f"permits.receipt-{which}",
        kind="internal",
        term=Term(term.amount - 2, "working-days"),
        then="permits.receipt-ending",
        source=gettext_noop("two working days before the receipt ends: decide, or hand out the next one"),
    )
    for which, term in _TERM.items()
}

_HANDLE = "permits.handle"
_OPEN = ("filed", "asked", "answered")
_ACCEPTED = ("accepted", "intended", "replied")

_LOOKED, _TOLD = Effect(act="stop", clock=LOOK.name), Effect(act="stop", clock=ANSWER.name)
# The grant is the decision: how long the making takes is no part of the law's term. What is made replaces the receipt.
_DECIDED = tuple(Effect(act="stop", clock=rule.name) for rule in DECIDE.values())
_MADE = tuple(Effect(act="stop", clock=rule.name) for rule in RECEIPT_ENDS.values())
_STEPS = (
    Step(name="filed", label=gettext_noop("Filed; an officer looks at it")),
    Step(name="asked", label=gettext_noop("We need something from you")),
    Step(name="answered", label=gettext_noop("You have answered; an officer looks at it")),
    Step(name="accepted", label=gettext_noop("Accepted; it is being decided")),
    Step(name="intended", label=gettext_noop("We intend to refuse; you can answer")),
    Step(name="replied", label=gettext_noop("You have answered the reasons; it is being decided")),
    Step(name="granted", label=gettext_noop("Granted; it is being made")),
    Step(name="issued", label=gettext_noop("Ready for you")),
    Step(name="handed-over", label=gettext_noop("Handed over"), ends=True),
    Step(name="refused", label=gettext_noop("Refused"), ends=True),
    Step(name="not-accepted", label=gettext_noop("Not accepted"), ends=True),
    Step(name="withdrawn", label=gettext_noop("Withdrawn by the person"), ends=True),
)
_MOVES = (
    Move(name="ask", sources=("filed",), to="asked", label=gettext_noop("Ask for what is missing, once"),
         who=("staff",), may=_HANDLE, reason=True, effects=(_LOOKED, Effect(act="start", clock=ANSWER.name))),
    Move(name="answer", sources=("asked",), to="answered", label=gettext_noop("Send what was asked for"),
         who=("person", "staff"), may=_HANDLE, effects=(_TOLD, Effect(act="start", clock=LOOK.name))),
    Move(name="accept", sources=_OPEN, to="accepted", label=gettext_noop("Accept, and hand out the receipt"),
         who=("staff",), may=_HANDLE, named=True, effects=(_LOOKED, _TOLD)),
    Move(name="not-accept", sources=_OPEN, to="not-accepted", label=gettext_noop("Do not accept, with the reason"),
         who=("staff",), may=_HANDLE, reason=True, refuses=True),
    Move(name="intend", sources=("accepted",), to="intended", label=gettext_noop("Tell that a refusal is intended"),
         who=("staff",), may=_HANDLE, reason=True, named=True, effects=(Effect(act="start", clock=REPLY.name),)),
    Move(name="reply", sources=("intended",), to="replied", label=gettext_noop("Answer the reasons"),
         who=("person", "staff"), may=_HANDLE, effects=(Effect(act="stop", clock=REPLY.name),)),
    Move(name="grant", sources=_ACCEPTED, to="granted", label=gettext_noop("Grant"), who=("staff",),
         may="permits.decide", named=True, effects=(Effect(act="stop", clock=REPLY.name), *_DECIDED)),
    Move(name="refuse", sources=("intended", "replied"), to="refused", label=gettext_noop("Refuse"), who=("staff",),
         may="permits.decide", reason=True, refuses=True),
    Move(name="issue", sources=("granted",), to="issued", label=gettext_noop("Enter the number of what was made"),
         who=("staff",), may=_HANDLE, effects=_MADE),
    Move(name="hand-over", sources=("issued",), to="handed-over", label=gettext_noop("Hand over"), who=("staff",),
         may=_HANDLE),
    Move(name="withdraw", sources=(*_OPEN, *_ACCEPTED), to="withdrawn", label=gettext_noop("Withdraw"),
         who=("person", "staff"), may=_HANDLE),
)  # fmt: skip
_LATER = (ANSWER, REPLY, *DECIDE.values(), *RECEIPT_ENDS.values())
_BEGIN = (Effect(act="start", clock=LOOK.name),)
_KEPT = 5 * 365
_BECAUSE = "no period was found in the published texts: five years, until counsel has set one"

ORDINARY = CaseKind(
    name="permits", version=2, letter="P", title=gettext_noop("Visas and permits"), steps=_STEPS, moves=_MOVES,
    clocks=(LOOK, *_LATER), opening=_BEGIN, kept_days=_KEPT, kept_because=_BECAUSE,
)  # fmt: skip
URGENT = CaseKind(
    name="permits-urgent", version=2, letter="U", title=gettext_noop("Urgent visas and permits"), steps=_STEPS,
    moves=_MOVES, clocks=(SAME_DAY, *_LATER), opening=_BEGIN, urgent=True, kept_days=_KEPT, kept_because=_BECAUSE,
)  # fmt: skip
KINDS = (ORDINARY, URGENT)
