"""What green lanes declare of themselves: the request of an institution (单位需求) as a kind of case."""

from datetime import time

from django.utils.translation import gettext_noop

from portlight.kernel.cases.rules import CaseKind, Effect, Move, Step
from portlight.kernel.clocks.rules import ClockRule
from portlight.toolkit.workdays import Term

ANSWER = ClockRule(
    name="lanes.answer", kind="promised", term=Term(2, "working-days"), cut_off=time(16, 30),
    source=gettext_noop("the office's own promise: what an institution asks is answered within two working days"),
)  # fmt: skip

REQUEST = CaseKind(
    name="lanes-request", version=1, letter="G", title=gettext_noop("Request of an institution"),
    steps=(
        Step(name="asked", label=gettext_noop("With the office")),
        Step(name="answered", label=gettext_noop("Answered"), ends=True),
    ),
    moves=(
        Move(name="answer", sources=("asked",), to="answered", label=gettext_noop("Answer"), who=("staff",),
             may="lanes.answer"),
    ),
    clocks=(ANSWER,),
    opening=(Effect(act="start", clock="lanes.answer"),),
    kept_days=365,
    kept_because="a correspondence, not a decision: one year, until counsel has set another term",
)  # fmt: skip
