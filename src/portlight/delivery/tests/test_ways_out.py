"""Throttling, routes, quiet hours, escalation until confirmed, and doubts the other side clears up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.delivery import commands, queries, quiet, rules
from portlight.delivery.models import Doubt, Provider, Result
from portlight.delivery.port import Answer, Question, accepted, later, refused, uncertain
from portlight.delivery.tests import make

NIGHT = datetime(2026, 2, 17, 15, 30, tzinfo=UTC)  # 23:30 in the office's zone
MORNING = datetime(2026, 2, 17, 23, 30, tzinfo=UTC)  # 7:30


class Choking(make.Pigeon):
    """Takes `takes` messages, then says that it is too fast."""

    takes, seconds = 3, 30.0

    async def carry(self, desk: Any) -> None:
        while (parcel := desk.next()) is not None:
            desk.intend(parcel)
            if len(self.carried) >= self.takes:
                desk.untaken(parcel)
                desk.throttled("45011", self.seconds)
                return
            self.carried.append((parcel.address, ""))
            desk.settle(parcel, accepted("feather"))


def enrolled(count: int, **more: str) -> None:
    make.people(*(make.person("en", pigeon=f"roof {n}", **more) for n in range(count)))


def test_what_was_too_fast_is_tried_again_without_an_attempt_and_slower(
    fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choking = Choking("pigeon")
    make.pigeons(monkeypatch, choking)
    enrolled(5)
    code = make.announce()
    make.run(tmp_path)
    provider = Provider.objects.get(kind="pigeon")
    assert provider.slowed
    assert provider.open_until == make.AT + timedelta(seconds=30)
    assert Result.objects.count() == 3
    choking.takes = 100
    make.run(tmp_path, at=make.AT + timedelta(seconds=31))
    assert len(choking.carried) == 5
    assert set(Result.objects.values_list("attempt", flat=True)) == {0}
    assert queries.progress(code=code).finished


def test_a_spent_quota_parks_the_channel_and_leaves_its_pace(
    fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choking = Choking("pigeon")
    choking.seconds = 8 * 3600.0
    make.pigeons(monkeypatch, choking)
    enrolled(5)
    make.announce()
    make.run(tmp_path)
    assert Provider.objects.get(kind="pigeon").slowed is None
    make.run(tmp_path, at=make.AT + timedelta(hours=7))
    assert len(choking.carried) == 3


@pytest.mark.parametrize(("slowed", "rate", "then"), [(50, 100, 55), (96, 100, None), (10, 0, 11), (499_999, 0, None)])
def test_a_lowered_pace_rises_by_a_twentieth_until_it_is_the_operators(
    slowed: int, rate: int, then: int | None
) -> None:
    assert rules.faster(slowed, rate) == then


@pytest.mark.parametrize(
    ("at", "quiet"),
    [(time(21, 59), False), (time(22, 0), True), (time(0, 0), True), (time(6, 59), True), (time(7, 0), False)],
)
def test_quiet_hours_cross_midnight(at: time, quiet: bool) -> None:
    assert rules.is_quiet(at, time(22, 0), time(7, 0)) is quiet
    assert not rules.is_quiet(at, time(3, 0), time(3, 0))


@pytest.mark.parametrize(("severity", "left"), [("ordinary", 0), ("urgent", 1), ("emergency", 1)])
def test_quiet_hours_hold_back_what_is_not_urgent(
    severity: str, left: int, fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loud = make.Pigeon("pigeon")
    loud.intrusive = True
    make.pigeons(monkeypatch, loud)
    quiet.forget()
    enrolled(1)
    make.announce(severity=severity, not_after=MORNING + timedelta(days=1))
    make.run(tmp_path, at=NIGHT)
    assert len(loud.carried) == left
    make.run(tmp_path, at=MORNING)
    assert len(loud.carried) == 1


def test_the_office_chooses_its_quiet_hours(fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    loud = make.Pigeon("pigeon")
    loud.intrusive = True
    make.pigeons(monkeypatch, loud)
    commands.keep_quiet(severity="urgent", begins=time(23, 0), ends=time(5, 0), by=make.BY, at=make.AT)
    enrolled(1)
    make.announce(severity="urgent", not_after=MORNING + timedelta(days=1))
    make.run(tmp_path, at=NIGHT)
    assert not loud.carried
    commands.keep_quiet(severity="urgent", begins=time(0, 0), ends=time(0, 0), by=make.BY, at=make.AT)
    make.run(tmp_path, at=NIGHT)
    assert len(loud.carried) == 1


def test_whoever_has_not_confirmed_is_tried_on_the_next_channel(
    fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from portlight.delivery import escalation, tokens
    from portlight.delivery.models import Delivery

    pigeon, drum = make.Pigeon("pigeon"), make.Pigeon("drum")
    make.pigeons(monkeypatch, pigeon, drum)
    enrolled(4, drum="hill")
    code = make.announce(channels=("pigeon", "drum"), policy="confirm", wait_minutes=30)
    make.run(tmp_path)
    assert (len(pigeon.carried), len(drum.carried)) == (4, 0)
    first = Delivery.objects.filter(message__code=code).order_by("id").first()
    assert first is not None
    commands.confirm(token=tokens.token(tokens.SEEN, first.id), at=make.AT)
    started = make.AT + timedelta(minutes=29)
    while escalation.escalate_due(started):
        pass
    make.run(tmp_path, at=started)
    assert not drum.carried
    over = make.AT + timedelta(minutes=31)
    while escalation.escalate_due(over):
        pass
    make.run(tmp_path, at=over)
    assert len(drum.carried) == 3
    reach = queries.reach(code=code)
    assert (reach.audience, reach.addressed, reach.messages) == (4, 4, 7)
    assert queries.progress(code=code).finished
    assert not escalation.escalate_due(over + timedelta(days=1))


def test_waiting_for_nothing_is_refused(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from portlight.toolkit.refusals import Refused

    make.pigeons(monkeypatch, make.Pigeon("pigeon"))
    with pytest.raises(Refused, match="wait-odd"):
        make.announce(policy="confirm", wait_minutes=0)


class Knowing(make.Pigeon):
    """Can be asked what became of a message."""

    def __init__(self, answers: dict[str, Answer], knows: dict[str, Answer]) -> None:
        super().__init__("pigeon", answers)
        self.knows = knows
        self.asked: list[Question] = []

    async def ask(self, questions: Sequence[Question]) -> Mapping[int, Answer]:
        self.asked += questions
        return {one.delivery: self.knows[one.address] for one in questions if one.address in self.knows}


def test_the_other_side_clears_up_doubts(fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    doubtful = {f"roof {n}": uncertain("no-answer") for n in range(4)}
    knowing = Knowing(doubtful, {"roof 0": accepted("x"), "roof 1": refused("no"), "roof 2": later("never-seen")})
    make.pigeons(monkeypatch, knowing)
    enrolled(4)
    code = make.announce()
    make.run(tmp_path)
    assert Doubt.objects.filter(resolved_at=None).count() == 4
    knowing.answers = {}
    make.run(tmp_path, at=make.AT + timedelta(seconds=6))
    row = queries.reach(code=code).by_channel[0]
    assert (row.accepted, row.refused, row.uncertain, row.waiting) == (2, 1, 1, 0)
    assert [one.code for one in knowing.asked[:1]] == [code]


def test_an_emergency_is_asked_about_first_and_sent_again_when_nothing_is_known(
    fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    knowing = Knowing({"roof 0": uncertain("no-answer")}, {})
    make.pigeons(monkeypatch, knowing)
    enrolled(1)
    code = make.announce(severity="emergency")
    make.run(tmp_path)
    make.run(tmp_path, at=make.AT + timedelta(seconds=20))
    assert len(knowing.carried) == 1
    assert knowing.asked
    knowing.answers = {}
    make.run(tmp_path, at=make.AT + timedelta(minutes=3))
    make.run(tmp_path, at=make.AT + timedelta(minutes=3, seconds=3))
    assert len(knowing.carried) == 2
    assert Doubt.objects.get().by == "policy"
    assert queries.progress(code=code).finished
