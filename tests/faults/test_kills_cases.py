"""`kill -9` in the middle of an act on a case: nothing is half done, and the same request again does it once."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from portlight.capabilities.permits import commands, queries, words
from portlight.capabilities.permits.rules.making import Made
from portlight.capabilities.permits.tests.given import AT, EXTENSION, file
from portlight.capabilities.permits.ticks import remind_of_stays
from portlight.delivery.models import Message
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.papers import queries as papers
from portlight.kernel.policies import commands as policies
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import machine
from tests.cast import Cast, make
from tests.together import at_once

pytestmark = pytest.mark.faults
_FILE = """
import django; django.setup()
from uuid import UUID
from django.utils import timezone
from portlight.capabilities.permits import commands, words
from portlight.capabilities.permits.rules.applied import Applied
from portlight.capabilities.permits.tests.given import EXTENSION
from portlight.toolkit.actor import person
key = UUID({key!r})
filed = commands.Filed(language="fr", person=key, contact={contact})
commands.file(EXTENSION, filed=filed, texts=words.message, by=person(key), at={at}, request_id=UUID({request!r}))
"""
_ACCEPT = """
import django; django.setup()
from uuid import UUID
from portlight.capabilities.permits import commands, words
from portlight.capabilities.permits.tests.given import AT
from portlight.toolkit.actor import staff
by, request = staff(UUID({key!r})), UUID({request!r})
commands.accept({case}, passport_held=True, texts=words.message, by=by, at=AT, request_id=request)
"""
_AT = "__import__('portlight.capabilities.permits.tests.given', fromlist=['AT']).AT"


@pytest.fixture(autouse=True)
def people_here(fresh_db: object) -> Cast:
    made = make()
    policies.load_tables(by=machine("tests"), at=timezone.now())
    return made


def run(code: str, env: dict[str, str], *, kill_at: str = "") -> int:
    """The act in a process of its own, killed at a named point or not at all; its exit code."""
    env = {**env, **({"PORTLIGHT_POINTS": kill_at} if kill_at else {})}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, timeout=60, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()[-2000:]
    return done.returncode


def filed(cast: Cast) -> list[queries.ApplicationCard]:
    return list(queries.filed_by(cast.anna.key).rows)


@pytest.mark.parametrize("point", ["cases.opened", "papers.issued"])
def test_a_killed_filing_is_nothing_and_the_same_again_is_one_case(
    point: str, people_here: Cast, child_env: dict[str, str]
) -> None:
    anna, request = people_here.anna, str(uuid4())
    code = _FILE.format(key=str(anna.key), contact=anna.address, at=_AT, request=request)
    assert run(code, child_env, kill_at=point) == -signal.SIGKILL
    assert filed(people_here) == []
    for _ in range(2):
        assert run(code, child_env) == 0
    (one,) = filed(people_here)
    slip = papers.card(one.slip)
    assert slip is not None
    assert slip.about == one.case.about
    kinds = [event.kind for event in timeline.about(one.case.about).rows]
    assert kinds.count("permits.filed") == kinds.count("cases.opened") == 1


@pytest.mark.parametrize("point", ["papers.issued"])
def test_a_killed_acceptance_leaves_no_receipt_and_the_same_again_leaves_one(
    point: str, people_here: Cast, child_env: dict[str, str]
) -> None:
    case, request = file(EXTENSION, people_here.anna).case, str(uuid4())
    code = _ACCEPT.format(case=case, key=str(people_here.chen.key), request=request)
    assert run(code, child_env, kill_at=point) == -signal.SIGKILL
    (one,) = filed(people_here)
    assert (one.case.step, one.receipt, one.accepted_at) == ("filed", "", None)
    for _ in range(2):
        assert run(code, child_env) == 0
    (one,) = filed(people_here)
    assert one.case.step == "accepted"
    assert len([paper for paper in papers.of(one.case.about) if paper.kind == "permits.receipt"]) == 1
    assert len([clock for clock in clocks.running(one.case.about) if clock.name == "permits.decide-visa"]) == 1


def test_the_button_pressed_twelve_times_at_once_is_one_case(people_here: Cast) -> None:
    """Every request of one draft in threads of their own, as a network that resends."""
    anna, request = people_here.anna, uuid4()
    done = at_once(*[lambda: file(EXTENSION, anna, request_id=UUID(str(request)))] * 12)
    assert len({one.case for one in done if isinstance(one, commands.Done)}) == 1, done
    assert not [one for one in done if isinstance(one, Exception)], done
    assert len(filed(people_here)) == 1


_FILE_LIST = """
import django; django.setup()
from portlight.journeys.roster_batch import commands
from tests.cast import AT
commands.go_on(key={key!r}, facts={facts!r}, at=AT)
"""


def test_a_worker_killed_in_the_middle_of_a_list_files_each_person_once(
    people_here: Cast, child_env: dict[str, str]
) -> None:
    """Between the case and the draft that it came from: neither stands, and the next worker begins again."""
    from portlight.capabilities.green_lanes.tests.given import agreed, drafted, ending, text

    dora = people_here.dora
    found = drafted(text(*(ending(number) for number in range(5))), agreed(people_here), dora.actor)
    facts = {"by": str(dora.key), "language": "de", "contact": dora.address, "after": 0}
    code = _FILE_LIST.format(key=str(found.number), facts=facts)
    assert run(code, child_env, kill_at="roster_batch.filed:3") == -signal.SIGKILL
    assert len(queries.filed_by(dora.key).rows) == 2
    assert run(code, child_env) == 0
    filed = queries.filed_by(dora.key).rows
    assert len(filed) == len({one.slip for one in filed}) == 5


_REMIND = """
import django; django.setup()
from datetime import datetime
from portlight.capabilities.permits.ticks import remind_of_stays
print(remind_of_stays(datetime.fromisoformat({at!r})))
"""


def granted(cast: Cast) -> int:
    """What Anna was granted until 20 April: she is told on 21 March, and a week before."""
    case = file(EXTENSION, cast.anna).case
    told = {"by": cast.chen.actor, "at": AT, "texts": words.message}
    commands.accept(case, passport_held=False, **told)
    commands.grant(case, until=date(2026, 4, 20), **told)
    commands.issue(case, Made(number="AB123456", issued_on=AT.date(), until=date(2026, 4, 20)), **told)
    return case


def reminders(case: int) -> int:
    return [event.kind for event in timeline.about(f"case:{case}").rows].count("permits.reminded")


@pytest.mark.parametrize("point", ["permits.reminding", "permits.reminded"])
def test_a_worker_killed_while_it_reminds_tells_nobody_twice_and_nobody_never(
    point: str, people_here: Cast, child_env: dict[str, str]
) -> None:
    """Between the mark and the message, and after both before the commit: neither stands, and the next one tells."""
    case = granted(people_here)
    before = Message.objects.filter(about=f"case:{case}").count()
    code = _REMIND.format(at="2026-03-21T12:00:00+08:00")
    assert run(code, child_env, kill_at=point) == -signal.SIGKILL
    assert reminders(case) == 0
    for _ in range(2):
        assert run(code, child_env) == 0
    assert reminders(case) == 1
    assert Message.objects.filter(about=f"case:{case}").count() == before + 1


def test_four_workers_at_once_remind_once(people_here: Cast) -> None:
    case = granted(people_here)
    noon = datetime(2026, 3, 21, 4, tzinfo=UTC)
    assert sum(at_once(*[lambda: remind_of_stays(noon)] * 4)) == 1
    assert reminders(case) == 1
