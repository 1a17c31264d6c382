"""From a real mail session to what becomes of the address: whose it is says the return path alone."""

from __future__ import annotations

import shutil
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.test import Client

from portlight.channels.email import bounces, findings
from portlight.channels.email.channel import Email
from portlight.channels.email.cli import bounces as command_line
from portlight.channels.email.models import Bounce
from portlight.channels.email.rules import DEAD_AFTER
from portlight.channels.email.tests import recorded
from portlight.delivery import commands, inbox, port, spool, sql, tokens
from portlight.delivery.tests import make
from portlight.kernel.people import queries as people

DOMAIN = "bounces.exit-entry.example"


@pytest.fixture(autouse=True)
def nothing_waits(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.SPOOL = tmp_path / "spool"
    spool._refusals.clear()
    monkeypatch.setattr(port, "_channels", {"email": Email()})


def sent(number: int = 1, *, to: int | None = None) -> tuple[int, int]:
    """A message that left: its delivery and the number of its address."""
    if to is None:
        (anna,) = make.people(make.person("en", email=f"anna{number}@example.org"))
        to = make.address_of(anna, "email")
    commands.tell(address_id=to, texts=make.TEXTS, by=make.BY, at=make.AT, not_after=make.AT + timedelta(days=1))
    return int(sql.select("SELECT max(id) FROM delivery_delivery")[0][0]), to


def back(delivery: int) -> str:
    return f"{tokens.Maker(tokens.RETURN).return_local(delivery).decode()}@{DOMAIN}"


def came(delivery: int, raw: bytes) -> None:
    """It was received, and the worker has read it."""
    assert bounces.keep(back(delivery), raw, at=datetime.now(UTC))
    take_in()


def take_in() -> None:
    while inbox.take_in(datetime.now(UTC)) + inbox.read_new(datetime.now(UTC)):
        pass


def suppressed() -> int:
    return int(sql.select("SELECT count(*) FROM delivery_suppression")[0][0])


def receipt(delivery: int) -> tuple[int, str] | None:
    """Rank (1 failed, 2 delivered) and code."""
    found = sql.select("SELECT rank, code FROM delivery_receipted WHERE delivery_id = %s", [delivery])
    return (found[0][0], found[0][1]) if found else None


def inbound() -> list[tuple[str, str]]:
    """State and error of everything that was said to us."""
    return [(row[0], row[1]) for row in sql.select("SELECT state, error FROM delivery_inbound ORDER BY id")]


@pytest.mark.django_db
def test_no_such_mailbox_is_written_to_no_more() -> None:
    delivery, _ = sent()
    came(delivery, recorded.POSTFIX_UNKNOWN)
    assert receipt(delivery) == (1, "5.1.1")
    assert suppressed() == 1


@pytest.mark.django_db
def test_a_full_mailbox_is_dead_after_three_messages_and_no_message_counts_twice() -> None:
    delivery, address = sent()
    for _ in range(5):
        came(delivery, recorded.POSTFIX_FULL + str(_).encode())
    assert Bounce.objects.count() == 1
    for _ in range(DEAD_AFTER - 1):
        assert suppressed() == 0
        another, _ = sent(to=address)
        came(another, recorded.GMAIL_FULL)
    assert suppressed() == 1


@pytest.mark.django_db
def test_what_is_said_about_us_never_harms_the_address_and_the_operator_hears_of_it() -> None:
    _, address = sent()
    for _ in range(DEAD_AFTER + 1):
        delivery, _ = sent(to=address)
        came(delivery, recorded.QQ_FREQUENCY)
    assert suppressed() == 0
    found = findings.bounces(datetime.now(UTC))
    assert found.state == "warn"
    assert found.said.startswith(f"{DEAD_AFTER + 1} messages")
    assert findings.bounces(datetime.now(UTC) + timedelta(days=2)).state == "ok"


@pytest.mark.django_db
def test_a_delay_changes_nothing_and_an_arrival_is_a_receipt() -> None:
    delivery, _ = sent()
    came(delivery, recorded.POSTFIX_DELAYED)
    assert receipt(delivery) is None
    came(delivery, recorded.DELIVERED)
    assert receipt(delivery) == (2, "2.0.0")
    came(delivery, recorded.POSTFIX_EXPIRED)  # out of order: what arrived has arrived
    assert receipt(delivery) == (2, "2.0.0")
    assert suppressed() == 0


@pytest.mark.django_db
def test_who_calls_it_spam_gets_no_more(caplog: pytest.LogCaptureFixture) -> None:
    delivery, address = sent()
    complaint = recorded.complaint(back(delivery))
    assert bounces.keep(f"complaints@{DOMAIN}", complaint, at=datetime.now(UTC))
    take_in()
    card = people.address(address)
    assert card is not None
    assert not card.in_use
    assert suppressed() == 0  # she may come back
    assert "example.org" not in caplog.text


@pytest.mark.django_db
def test_a_complaint_that_proves_nothing_is_ignored() -> None:
    _, address = sent()
    for forged in ("b+1.0000000000000000@" + DOMAIN, "anna@example.org", ""):
        assert not bounces.keep(f"complaints@{DOMAIN}", recorded.complaint(forged), at=datetime.now(UTC))
    take_in()
    card = people.address(address)
    assert card is not None
    assert card.in_use


@pytest.mark.django_db
def test_a_persons_answer_waits_for_a_person(caplog: pytest.LogCaptureFixture) -> None:
    delivery, _ = sent()
    came(delivery, recorded.REPLY)
    assert inbound() == [("unread", "somebody has answered")]
    assert receipt(delivery) is None


@pytest.mark.django_db
def test_out_of_office_is_nothing() -> None:
    delivery, _ = sent()
    came(delivery, recorded.VACATION)
    assert inbound() == [("read", "")]
    assert not Bounce.objects.exists()
    assert suppressed() == 0


@pytest.mark.django_db
def test_a_delivery_that_is_gone_does_no_harm() -> None:
    came(999_999, recorded.POSTFIX_UNKNOWN)
    came(999_999, recorded.complaint(back(999_999)))
    assert (suppressed(), Bounce.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_it_is_not_spoken_to_by_http() -> None:
    assert Client().post("/hooks/email/anything", b"x", content_type="text/plain").status_code == 404


@pytest.mark.django_db
def test_a_bounce_is_written_once_whoever_is_first() -> None:
    Bounce.objects.create(delivery=1, address=1, kind="full", code="5.2.2", at=make.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bounce.objects.create(delivery=1, address=1, kind="full", code="5.2.2", at=make.AT)


@pytest.mark.django_db
def test_bounces_of_long_ago_are_forgotten() -> None:
    from portlight.channels.email.ticks import forget_bounces

    for days in (1, 89, 91):
        Bounce.objects.create(delivery=days, address=1, kind="full", code="", at=make.AT - timedelta(days=days))
    assert forget_bounces(make.AT) == 1
    assert Bounce.objects.count() == 2


# The command line, as a mail server's pipe uses it


@pytest.mark.parametrize("how", ["--to", "header"])
def test_a_mail_servers_pipe_is_taken(how: str) -> None:
    raw = recorded.POSTFIX_UNKNOWN
    if how == "header":
        raw = f"Return-Path: <>\r\nDelivered-To: {back(7)}\r\n".encode() + raw
    done = CliRunner().invoke(command_line, ["take", "-", *(["--to", back(7).upper()] if how == "--to" else [])], raw)
    assert (done.exit_code, done.output) == (0, "kept\n")
    (record,) = spool.waiting()
    assert record.kept.endswith(raw)


@pytest.mark.parametrize("to", ["b+7.0000000000000000@" + DOMAIN, "anna@" + DOMAIN, "", "b+7@elsewhere.example"])
def test_what_is_not_ours_is_ignored_and_noted_without_its_address(to: str, caplog: pytest.LogCaptureFixture) -> None:
    done = CliRunner().invoke(command_line, ["take", "-", "--to", to], recorded.POSTFIX_UNKNOWN)
    assert done.exit_code == 0
    assert "ignored" in done.output
    (record,) = spool.waiting()
    assert record.refusal == "unknown-return-path"
    assert "@" not in caplog.text


def test_when_nothing_can_be_kept_the_mail_server_is_asked_to_try_again(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file where the folder should be")
    done = CliRunner().invoke(command_line, ["take", "-", "--to", back(7)], recorded.POSTFIX_UNKNOWN)
    assert done.exit_code == 75


# The receiver, as mail servers meet it


@pytest.fixture
def receiver(tmp_path: Path, child_env: dict[str, str]) -> Iterator[int]:
    env = {**child_env, "PORTLIGHT_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "portlight", "bounces", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.kill()


def test_it_takes_what_is_ours_and_refuses_the_rest(receiver: int) -> None:
    delivery, _ = sent()
    with smtplib.SMTP("127.0.0.1", receiver, timeout=10) as mx:
        mx.ehlo("mx.example")
        assert mx.esmtp_features["size"] == str(bounces.MOST_BYTES)
        assert mx.mail("")[0] == 250
        for stranger in (f"anna@{DOMAIN}", f"b+7.{'0' * 16}@{DOMAIN}", back(delivery).replace(DOMAIN, "other.example")):
            code, said = mx.rcpt(stranger)
            assert (code, said.split()[0]) == (550, b"5.1.1")
        assert mx.rcpt(back(delivery).upper())[0] == 250
        assert mx.data(recorded.POSTFIX_UNKNOWN)[0] == 250
        assert [record.kept for record in spool.waiting() if not record.refusal]  # on the disk before the answer
        assert mx.mail("")[0] == 250  # the same line is good for the next
        assert mx.rcpt(f"complaints@{DOMAIN}")[0] == 250
        assert mx.data(recorded.complaint("anna@example.org"))[0] == 550
    take_in()
    assert receipt(delivery) == (1, "5.1.1")
    assert suppressed() == 1
    assert ("refused", "unknown-return-path") in inbound()


def test_every_byte_of_it_is_kept(receiver: int) -> None:
    delivery, _ = sent()
    hard = recorded.REPLY + b".\r\n..\r\n" + bytes(range(128, 256)) + b"\r\n"
    with smtplib.SMTP("127.0.0.1", receiver, timeout=10) as mx:
        mx.sendmail("", [back(delivery)], hard, mail_options=["BODY=8BITMIME"])
    (record,) = spool.waiting()
    assert record.kept.partition(b"\n")[2] == hard


def test_a_megabyte_is_enough(receiver: int) -> None:
    with smtplib.SMTP("127.0.0.1", receiver, timeout=10) as mx:
        mx.ehlo("mx.example")
        assert mx.mail("", [f"SIZE={bounces.MOST_BYTES + 1}"])[0] == 552
        mx.rset()
        assert mx.mail("")[0] == 250
        assert mx.rcpt(back(1))[0] == 250
        assert mx.data(b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * (bounces.MOST_BYTES // 72))[0] == 552
    assert list(spool.waiting()) == []


def test_a_full_disk_is_no_yes(receiver: int, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "spool", ignore_errors=True)
    (tmp_path / "spool").write_text("a file where the folder should be")
    with smtplib.SMTP("127.0.0.1", receiver, timeout=10) as mx:
        mx.ehlo("mx.example")
        mx.mail("")
        mx.rcpt(back(1))
        assert mx.data(recorded.POSTFIX_UNKNOWN)[0] == 451
