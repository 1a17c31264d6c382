"""What each server's bounce means: the address, the moment, or us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portlight.channels.email import reports, rules
from portlight.channels.email.rules import Kind
from portlight.channels.email.tests import recorded
from portlight.channels.email.tests.recorded import one, report

AT = datetime(2026, 2, 17, 6, 5, tzinfo=UTC)
FAILED = [
    ("POSTFIX_UNKNOWN", Kind.DEAD, "5.1.1"), ("POSTFIX_FULL", Kind.FULL, "5.2.2"),
    ("POSTFIX_EXPIRED", Kind.DELAYED, "4.4.1"), ("POSTFIX_NO_DOMAIN", Kind.FULL, "5.4.4"),
    ("EXIM", Kind.DEAD, "5.1.1"), ("EXCHANGE_UNKNOWN", Kind.DEAD, "5.1.10"),
    ("EXCHANGE_POLICY", Kind.REPUTATION, "5.7.515"), ("GMAIL_UNKNOWN", Kind.DEAD, "5.1.1"),
    ("GMAIL_FULL", Kind.FULL, "5.2.2"), ("GMAIL_UNAUTHENTICATED", Kind.REPUTATION, "5.7.26"),
    ("QQ_UNKNOWN", Kind.DEAD, "5.0.0"), ("QQ_UNCLEAR", Kind.FULL, "5.0.0"), ("QQ_CONTENT", Kind.REPUTATION, "5.0.0"),
    ("QQ_FREQUENCY", Kind.REPUTATION, "5.0.0"), ("NETEASE_UNKNOWN", Kind.DEAD, "5.0.0"),
    ("NETEASE_SPAM", Kind.REPUTATION, "5.0.0"), ("SENDER_REFUSED", Kind.REPUTATION, "5.1.8"),
    ("TOO_LARGE", Kind.CONTENT, "5.3.4"), ("FAILED_WITH_COMMENT", Kind.DEAD, "5.1.1"),
    ("BOTH_FAILED", Kind.FULL, "5.2.2"), ("IN_UTF8", Kind.DEAD, "5.1.1"), ("EXIM_OLD", Kind.DEAD, "5.0.0"),
    ("QMAIL", Kind.DEAD, "5.1.1"), ("IN_CHINESE", Kind.DEAD, "5.0.0"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "code"), FAILED)
def test_what_came_back_says_why(name: str, kind: Kind, code: str) -> None:
    found = reports.read(getattr(recorded, name))
    assert (found.outcome, found.kind, found.code) == ("failed", kind, code)


@pytest.mark.parametrize("name", ["POSTFIX_DELAYED", "RELAYED", "VACATION", "VACATION_OLD"])
def test_what_decides_nothing_changes_nothing(name: str) -> None:
    assert reports.read(getattr(recorded, name)) == reports.NOTHING


@pytest.mark.parametrize("name", ["DELIVERED", "ONE_OF_TWO_ARRIVED"])
def test_what_arrived_is_a_receipt(name: str) -> None:
    assert reports.read(getattr(recorded, name)).outcome == "delivered"


@pytest.mark.parametrize("feedback", ["abuse", "opt-out", "fraud", "other"])
def test_a_complaint_is_one(feedback: str) -> None:
    assert reports.read(recorded.complaint("b@x", feedback)).outcome == "complaint"


def test_what_is_no_complaint_of_the_reader_is_none() -> None:
    assert reports.read(recorded.complaint("b@x", "not-spam")) == reports.NOTHING
    assert reports.read(recorded.complaint("b@x", "auth-failure")).kind is Kind.REPUTATION


@pytest.mark.parametrize(
    "raw",
    [
        recorded.REPLY, b"", b"\r\n\r\n", b"From: MAILER-DAEMON@x\r\n\r\nSomething is wrong.\r\n",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n--x--",
        b"Content-Type: multipart/mixed; boundary=" + b"a" * 900_000 + b"\r\n\r\n",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3_000)),
        b"Content-Type: text/plain; charset=no-such-thing\r\n\r\nhello",
    ],
)  # fmt: skip
def test_what_nobody_understands_is_left_to_a_person(raw: bytes) -> None:
    with pytest.raises(ValueError):
        reports.read(raw)


@settings(deadline=None, max_examples=200)
@given(some.binary(max_size=2_000), some.integers(0, 3_000), some.sampled_from([name for name, *_ in FAILED]))
def test_a_broken_report_is_read_or_refused_and_never_breaks(noise: bytes, where: int, name: str) -> None:
    raw = getattr(recorded, name)
    try:
        found = reports.read(raw[:where] + noise + raw[where:])
    except ValueError:
        return
    assert found.outcome in {"delivered", "failed", "complaint", "nothing"}


@pytest.mark.parametrize(
    ("status", "diagnostic", "kind"),
    [
        ("5.1.0", "550 5.1.0 Address rejected", Kind.FULL), ("5.2.1", "account disabled", Kind.FULL),
        ("5.2.3", "too long", Kind.CONTENT), ("5.6.0", "bad content", Kind.CONTENT), ("5.7.1", "no", Kind.REPUTATION),
        ("", "smtp; 550 unknown user", Kind.DEAD), ("", "smtp; 450 come again", Kind.DELAYED), ("", "", Kind.FULL),
        ("5.0.0", "550 on a block list, user unknown", Kind.REPUTATION), ("5.5.0", "552 over quota", Kind.FULL),
        ("5.1.11", "what", Kind.FULL), ("5.11.1", "what", Kind.FULL), ("4.2.2", "full", Kind.DELAYED),
    ],
)  # fmt: skip
def test_each_class_has_its_meaning(status: str, diagnostic: str, kind: Kind) -> None:
    assert rules.kind_of(status, diagnostic)[0] is kind


@pytest.mark.parametrize(
    ("days", "proved", "dead"),
    [
        ((1, 2), None, False), ((1, 2, 3), None, True), ((1, 2, 31), None, False), ((1, 2, 30), None, True),
        ((1, 2, 3), 2.5, False), ((1, 2, 3), 40, True), ((-1, 1, 2), None, False), ((), None, False),
    ],
)  # fmt: skip
def test_a_full_mailbox_is_dead_when_it_stays_so(days: tuple[float, ...], proved: float | None, dead: bool) -> None:
    came_back = [AT - timedelta(days=one) for one in days]
    proved_at = None if proved is None else AT - timedelta(days=proved)
    assert rules.is_dead(came_back, proved_at=proved_at, at=AT) is dead


def test_a_report_of_many_recipients_is_read_whole() -> None:
    many = [one("failed", "5.1.1", "smtp; 550 no", to=f"p{number}@example.org") for number in range(500)]
    assert reports.read(report(*many)).kind is Kind.DEAD
