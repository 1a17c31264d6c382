"""Receipts doubled, reordered, early, unknown; the spool and the inbox before them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from portlight.delivery import inbox, port, queries, receipts, spool
from portlight.delivery.models import Doubt, Inbound, LooseReceipt, Receipted, Suppression, Tally
from portlight.delivery.port import Call, Event, Heard, Receipt, accepted, uncertain
from portlight.delivery.tests import make
from portlight.kernel.people import queries as people
from portlight.toolkit.sealed import blind


class Talking(make.Pigeon):
    """A channel that is spoken to: a list of receipts or events as JSON; `signed=yes` in the query is its signature."""

    receipts, most_bytes = True, 1000

    async def carry(self, desk: Any) -> None:
        while (parcel := desk.next()) is not None:
            desk.intend(parcel)
            desk.settle(parcel, self.answers.get(parcel.address, accepted(f"ref-{parcel.address}")))

    def hear(self, call: Call) -> Heard:
        if call.query.get("signed") != "yes":
            return Heard(status=403, refusal="signature")
        return Heard(body=b"taken", keep=call.body)

    def read(self, kept: bytes) -> Iterable[Receipt | Event]:
        for one in json.loads(kept):
            yield Event(**one) if "what" in one else Receipt(**one)


@pytest.fixture
def channel(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> Talking:
    shutil.rmtree(spool.folder(), ignore_errors=True)
    spool._refusals.clear()
    talking = Talking("pigeon")
    make.pigeons(monkeypatch, talking)
    return talking


def said(*records: dict[str, Any]) -> None:
    spool.put("pigeon", json.dumps(records).encode(), at=make.AT)


def taken_in() -> None:
    while inbox.take_in(make.AT) + inbox.read_new(make.AT):
        pass


def sums(code: str) -> dict[str, int]:
    names = ("planned", "accepted", "delivered", "failed", "uncertain", "refused")
    rows = Tally.objects.filter(message__code=code).values_list(*names)
    return dict(zip(names, map(sum, zip(*rows, strict=True)), strict=True))


def sent(*addresses: str, folder: Path, **changes: Any) -> str:
    make.people(*(make.person("en", pigeon=address) for address in addresses))
    code = make.announce(**changes)
    make.run(folder)
    return code


def test_a_receipt_says_that_it_arrived_and_whose_it_was(channel: Talking, tmp_path: Path) -> None:
    code = sent("roof", "tower", folder=tmp_path)
    said({"outcome": "delivered", "reference": "ref-roof"}, {"outcome": "failed", "reference": "ref-tower"})
    taken_in()
    told = sums(code)
    assert (told["accepted"], told["delivered"], told["failed"]) == (2, 1, 1)
    assert queries.reach(code=code).confirmed == 1


def test_doubled_and_reordered_receipts_count_once_and_only_go_forward(channel: Talking, tmp_path: Path) -> None:
    code = sent("roof", folder=tmp_path)
    delivered, failed = ({"outcome": what, "reference": "ref-roof"} for what in ("delivered", "failed"))
    said(failed, delivered, delivered)
    taken_in()
    said(failed)
    said(delivered, failed)
    taken_in()
    told = sums(code)
    assert (told["delivered"], told["failed"]) == (1, 0)
    assert Receipted.objects.get().rank == 2


def test_the_same_call_twice_is_one_record(channel: Talking, tmp_path: Path) -> None:
    for _ in range(3):
        said({"outcome": "delivered", "reference": "ref-roof"})
    taken_in()
    assert Inbound.objects.count() == 1


def test_a_receipt_that_comes_before_our_own_flush_waits_and_finds_its_delivery(
    channel: Talking, tmp_path: Path
) -> None:
    make.people(make.person("en", pigeon="roof"))
    code = make.announce()
    said({"outcome": "delivered", "reference": "ref-roof"})
    taken_in()
    assert LooseReceipt.objects.count() == 1
    make.run(tmp_path)
    with transaction.atomic():
        assert receipts.try_loose(make.AT + timedelta(seconds=5)) == 1
    assert sums(code)["delivered"] == 1
    assert not LooseReceipt.objects.exists()


def test_an_unknown_reference_is_tried_for_days_and_then_left_for_the_operator(channel: Talking) -> None:
    said({"outcome": "delivered", "reference": "ref-nobody"})
    taken_in()
    at = make.AT
    for _ in receipts.TRIES:
        at += timedelta(days=3)
        with transaction.atomic():
            receipts.try_loose(at)
    assert LooseReceipt.objects.get().due_at is None


def test_a_receipt_ends_a_doubt_by_message_and_address(channel: Talking, tmp_path: Path) -> None:
    channel.answers = {"roof": uncertain("no-answer")}
    code = sent("roof", folder=tmp_path)
    assert sums(code)["uncertain"] == 1
    said({"outcome": "delivered", "echo": code, "address": "roof"})
    taken_in()
    assert Doubt.objects.get().how == "receipt"
    told = sums(code)
    assert (told["accepted"], told["uncertain"], told["delivered"]) == (1, 0, 1)
    assert queries.reach(code=code).addressed == 1


def test_a_dead_address_is_never_written_to_again(channel: Talking, tmp_path: Path) -> None:
    sent("roof", folder=tmp_path)
    said({"outcome": "failed", "reference": "ref-roof", "dead": True, "code": "gone"})
    taken_in()
    assert Suppression.objects.get().value_index == blind("roof", purpose="address.pigeon")


def test_who_stops_over_there_is_left_alone(channel: Talking) -> None:
    make.people(make.person("en", pigeon="roof"))
    said({"what": "stopped", "address": "roof"}, {"what": "stopped", "address": "stranger"})
    taken_in()
    assert [one.in_use for one in people.recognise("pigeon", "roof")] == [False]
    said({"what": "agreed", "address": "roof"})
    taken_in()
    assert [one.in_use for one in people.recognise("pigeon", "roof")] == [True]


def test_who_left_and_agrees_again_is_reached_again(channel: Talking) -> None:
    make.people(make.person("en", pigeon="roof"))
    said({"what": "gone", "address": "roof"})
    taken_in()
    assert Suppression.objects.count() == 1
    said({"what": "agreed", "address": "roof"})
    taken_in()
    assert not Suppression.objects.exists()
    assert [one.in_use for one in people.recognise("pigeon", "roof")] == [True]


def test_who_scans_the_code_our_page_shows_is_bound(channel: Talking) -> None:
    from portlight.delivery import tokens

    (number,) = make.people(make.person("en"))
    said({"what": "bound", "address": "sky", "token": tokens.token(tokens.BIND, number)})
    said({"what": "bound", "address": "thief", "token": tokens.token(tokens.SEEN, number)})
    taken_in()
    assert [one.in_use for one in people.recognise("pigeon", "sky")] == [True]
    assert people.recognise("pigeon", "thief") == []


def test_what_cannot_be_read_stays_and_is_shown(channel: Talking) -> None:
    spool.put("pigeon", b'[{"outcome": "maybe"}]', at=make.AT)
    spool.put("pigeon", b"\xff\x00 not json", at=make.AT)
    said({"outcome": "delivered", "reference": "ref-nobody"})
    taken_in()
    rows = Inbound.objects.filter(state="unread").order_by("id")
    assert [inbox.opened(row) for row in rows] == [b'[{"outcome": "maybe"}]', b"\xff\x00 not json"]
    assert LooseReceipt.objects.count() == 1


def test_nothing_personal_stands_in_the_spool_or_the_inbox(channel: Talking) -> None:
    said({"outcome": "delivered", "echo": "K7F3-9QXM", "address": "+8613800138000"})
    (file,) = spool.folder().iterdir()
    assert b"13800138000" not in file.read_bytes()
    taken_in()
    assert b"13800138000" not in bytes(Inbound.objects.get().raw or b"")
    assert LooseReceipt.objects.get().address_index == blind("+8613800138000", purpose="address.pigeon")


def test_a_record_that_cannot_be_opened_is_put_aside_and_holds_up_nothing(channel: Talking) -> None:
    said({"outcome": "delivered", "reference": "ref-roof"})
    (spool.folder() / "1").write_bytes(b"torn")
    taken_in()
    assert Inbound.objects.count() == 1
    assert (spool.folder() / ".unread-1").exists()


# Through the door


def test_the_door_hears_keeps_and_answers(channel: Talking, client: Client) -> None:
    answer = client.post("/hooks/pigeon/cb?signed=yes", b"[]", content_type="application/json")
    assert (answer.status_code, answer.content) == (200, b"taken")
    assert len(list(spool.waiting())) == 1


def test_the_door_refuses_and_keeps_nothing(channel: Talking, client: Client) -> None:
    assert client.post("/hooks/pigeon/cb", b"[]", content_type="application/json").status_code == 403
    assert client.post("/hooks/nobody/cb", b"[]", content_type="application/json").status_code == 404
    large = client.post("/hooks/pigeon/cb?signed=yes", b"x" * 1001, content_type="application/json")
    assert large.status_code == 413
    assert all(record.refusal for record in spool.waiting())
    inbox.take_in(make.AT)
    assert set(Inbound.objects.values_list("state", flat=True)) == {"refused"}


def test_the_door_asks_no_database(channel: Talking, client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.post("/hooks/pigeon/cb?signed=yes", b"[]", content_type="application/json")


def test_a_channel_that_listens_is_found(channel: Talking) -> None:
    assert set(port.listening()) == {"pigeon"}
