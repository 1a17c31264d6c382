"""The declaration of accommodation as a kind of case (境外人员住宿登记)."""

from datetime import time

from django.utils.translation import gettext_noop

from portlight.kernel.cases.rules import CaseKind, Effect, Move, Step
from portlight.kernel.clocks.rules import ClockRule
from portlight.toolkit.workdays import Term

CHECK = ClockRule(
    name="lodging.check", kind="promised", term=Term(1, "working-days"), cut_off=time(16, 30),
    source=gettext_noop(
        "the office's own promise: a declaration that an officer must see is answered by the next working day"
    ),
)  # fmt: skip
COMPLETE = ClockRule(
    name="lodging.complete", kind="promised", term=Term(3, "working-days"), then="lodging.complete-late",
    source=gettext_noop("register first, complete within three working days (as Changsha and Xiamen publish it)"),
)  # fmt: skip

LODGING = CaseKind(
    name="lodging", version=1, letter="R", title=gettext_noop("Accommodation registration"),
    steps=(
        Step(name="declared", label=gettext_noop("Received")),
        Step(name="checking", label=gettext_noop("With the police station")),
        Step(name="asked", label=gettext_noop("We need something from you")),
        Step(name="completing", label=gettext_noop("Registered; some particulars are still missing")),
        Step(name="registered", label=gettext_noop("Registered"), ends=True),
        Step(name="rejected", label=gettext_noop("Not registered"), ends=True),
        Step(name="withdrawn", label=gettext_noop("Withdrawn by the person"), ends=True),
    ),
    moves=(
        Move(name="register", sources=("declared",), to="registered", label=gettext_noop("Register"),
             who=("machine",)),
        Move(name="register-first", sources=("declared",), to="completing",
             label=gettext_noop("Register now, complete later"), who=("machine",),
             effects=(Effect(act="start", clock="lodging.complete"),)),
        Move(name="refer", sources=("declared",), to="checking", label=gettext_noop("Pass to the police station"),
             who=("machine",), effects=(Effect(act="start", clock="lodging.check"),)),
        Move(name="accept", sources=("checking", "asked", "completing"), to="registered",
             label=gettext_noop("Accept and register"), who=("staff",), may="lodging.check"),
        Move(name="ask", sources=("checking",), to="asked", label=gettext_noop("Ask for what is missing, once"),
             who=("staff",), may="lodging.check", reason=True,
             effects=(Effect(act="stop", clock="lodging.check"), Effect(act="start", clock="lodging.complete"))),
        Move(name="answer", sources=("asked",), to="checking", label=gettext_noop("Send what was asked for"),
             who=("person", "staff"), may="lodging.assist",
             effects=(Effect(act="stop", clock="lodging.complete"), Effect(act="start", clock="lodging.check"))),
        Move(name="complete", sources=("completing",), to="registered", label=gettext_noop("Complete"),
             who=("person", "staff", "machine"), may="lodging.assist"),
        Move(name="reject", sources=("checking", "asked", "completing"), to="rejected",
             label=gettext_noop("Reject, with the reason"), who=("staff",), may="lodging.check", reason=True,
             refuses=True),
        Move(name="withdraw", sources=("checking", "asked", "completing"), to="withdrawn",
             label=gettext_noop("Withdraw"), who=("person", "staff"), may="lodging.assist"),
    ),
    clocks=(CHECK, COMPLETE),
    kept_days=5 * 365,
    kept_because="no period was found in the published texts: five years, until counsel has set one",
)  # fmt: skip
