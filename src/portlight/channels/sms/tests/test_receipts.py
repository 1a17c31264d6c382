"""What is said to us: the payloads the vendors document, and what nobody should take."""

from __future__ import annotations

import json
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.channels.sms import inbox
from portlight.channels.sms.aliyun.receipts import reference
from portlight.channels.sms.channel import Sms
from portlight.channels.sms.smpp import pdu
from portlight.channels.sms.smpp import receipts as smpp
from portlight.channels.sms.smpp.pdu import Delivered
from portlight.channels.sms.tests.outside import AT
from portlight.delivery import spool
from portlight.delivery.port import Call, Event, Listening, Receipt

TOKEN = "a-long-secret-token"
DATES = "submit date:2602171405 done date:2602171406"
# help.aliyun.com, SmsReport
ALIYUN = [
    {
        "phone_number": "13811110000", "send_time": "2026-02-17 14:05:00", "report_time": "2026-02-17 14:05:07",
        "success": True, "err_code": "DELIVERED", "err_msg": "用户接收成功", "sms_size": "1",
        "biz_id": "900619746936498440^0", "out_id": "K7F3-9QXM.1f",
    },
    {
        "phone_number": "8613811110001", "send_time": "2026-02-17 14:05:00", "report_time": "2026-02-17 14:05:09",
        "success": False, "err_code": "MK:0001", "err_msg": "空号", "sms_size": "1",
        "biz_id": "900619746936498440^0", "out_id": "K7F3-9QXM.1f",
    },
]  # fmt: skip
ALIYUN_ABROAD = [
    {"To": "85290000001", "Status": 1, "MessageId": "900619746936498441^0", "TaskId": "K7F3-9QXM.20"},
    {"To": "85290000002", "Status": "2", "ErrorCode": "UNDELIV", "MessageId": "900619746936498441^0", "TaskId": "x"},
    {"To": "85290000003", "Status": 6, "MessageId": "900619746936498441^0", "TaskId": "x"},
]
# cloud.tencent.com/document/product/382/59178
TENCENT = [
    {
        "user_receive_time": "2026-02-17 14:05:07", "nationcode": "86", "mobile": "13811110000",
        "report_status": "SUCCESS", "errmsg": "DELIVRD", "description": "用户短信送达成功",
        "sid": "2:358572261615997100000000000", "ext": "K7F3-9QXM",
    },
    {
        "user_receive_time": "2026-02-17 14:05:08", "nationcode": "852", "mobile": "90000001",
        "report_status": "FAIL", "errmsg": "UNDELIV", "description": "失败", "sid": "2:2", "ext": "",
    },
]  # fmt: skip


def call(rest: str, body: bytes, *, method: str = "POST") -> Call:
    return Call(rest=rest, method=method, query={}, headers={}, body=body, at=AT)


def kept(rest: str, payload: object, settings: Any) -> list[Receipt | Event]:
    settings.SMS_RECEIPT_TOKEN = TOKEN
    heard = Sms().hear(call(rest, json.dumps(payload, ensure_ascii=False).encode()))
    assert (heard.status, heard.refusal) == (200, "")
    return list(Sms().read(heard.keep))


def test_it_can_be_spoken_to() -> None:
    assert isinstance(Sms(), Listening)


def test_aliyuns_reports_are_answered_as_it_wants_and_matched_by_call_and_number(settings: Any) -> None:
    first, second = kept(f"aliyun/{TOKEN}", ALIYUN, settings)
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert first.outcome == "delivered"
    assert first.reference == reference("900619746936498440^0", "13811110000")
    assert len(first.reference) <= 40
    assert first.reference.isascii()
    assert "13811110000" not in first.reference
    assert (first.address, first.echo) == ("+8613811110000", "K7F3-9QXM")
    assert first.at is not None
    assert first.at.isoformat() == "2026-02-17T14:05:07+08:00"
    assert (second.outcome, second.code, second.address) == ("failed", "MK:0001", "+8613811110001")
    assert second.reference == reference("900619746936498440^0", "13811110001"), "however the number is spelt"
    answer = Sms().hear(call(f"aliyun/{TOKEN}", json.dumps(ALIYUN).encode())).body
    assert json.loads(answer)["code"] == 0


def test_aliyuns_international_reports_have_a_form_of_their_own(settings: Any) -> None:
    told = kept(f"aliyun/{TOKEN}", ALIYUN_ABROAD, settings)
    assert [(one.outcome, one.address, one.code) for one in told if isinstance(one, Receipt)] == [
        ("delivered", "+85290000001", ""),
        ("failed", "+85290000002", "UNDELIV"),
    ]
    assert isinstance(told[0], Receipt)
    assert told[0].echo == "K7F3-9QXM"


def test_tencents_reports_are_matched_by_serial_number(settings: Any) -> None:
    first, second = kept(f"tencent/{TOKEN}", TENCENT, settings)
    assert first == Receipt(
        "delivered", "2:358572261615997100000000000", "+8613811110000", "K7F3-9QXM", "DELIVRD", False, first.at  # type: ignore[union-attr]
    )  # fmt: skip
    assert isinstance(second, Receipt)
    assert (second.outcome, second.address, second.code) == ("failed", "+85290000001", "UNDELIV")
    answer = Sms().hear(call(f"tencent/{TOKEN}", json.dumps(TENCENT).encode())).body
    assert json.loads(answer) == {"result": 0, "errmsg": "OK"}


@pytest.mark.parametrize(
    ("rest", "body", "method", "status", "refusal"),
    [
        ("aliyun/wrong", b"[]", "POST", 404, "sms.wrong-token"),
        ("aliyun", b"[]", "POST", 404, "sms.wrong-token"),
        ("aliyun/тайна", b"[]", "POST", 404, "sms.wrong-token"),
        (f"nobody/{TOKEN}", b"[]", "POST", 404, "sms.unknown-provider"),
        (f"aliyun/{TOKEN}", b"[]", "GET", 405, "sms.not-posted"),
        (f"aliyun/{TOKEN}", b"{not json", "POST", 400, "sms.malformed"),
        (f"tencent/{TOKEN}", b"\xff\xfe", "POST", 400, "sms.malformed"),
        (f"tencent/{TOKEN}", b"[" * 200_000, "POST", 400, "sms.malformed"),
        (f"aliyun/{TOKEN}", b'{"phone_number": "1"}', "POST", 400, "sms.misshapen"),
        (f"aliyun/{TOKEN}", b"[1, 2]", "POST", 400, "sms.misshapen"),
    ],
)
def test_what_nobody_should_take_is_refused_with_a_code_and_nothing_kept(
    rest: str, body: bytes, method: str, status: int, refusal: str, settings: Any
) -> None:
    settings.SMS_RECEIPT_TOKEN = TOKEN
    heard = Sms().hear(call(rest, body, method=method))
    assert (heard.status, heard.refusal, heard.keep) == (status, refusal, b"")


def test_without_a_token_of_the_office_nothing_is_taken(settings: Any) -> None:
    settings.SMS_RECEIPT_TOKEN = ""
    assert Sms().hear(call("aliyun/", b"[]")).status == 404


def test_a_megabyte_is_the_most() -> None:
    assert Sms.most_bytes == 1024 * 1024


@pytest.mark.parametrize(
    "odd",
    [
        b"aliyun\n" + json.dumps([{"phone_number": "13811110000"}]).encode(),
        b"aliyun\n" + json.dumps([{"success": True, "biz_id": "1"}]).encode(),
        b"aliyun\n" + json.dumps([{"To": "852", "Status": 9, "MessageId": "1"}]).encode(),
        b"tencent\n" + json.dumps([{"mobile": "1", "report_status": "SUCCESS"}]).encode(),
        b"tencent\n" + json.dumps([{"mobile": "1", "sid": "1", "report_status": "ODD"}]).encode(),
        b"smpp\n\x00\x00\x00\x09abc",
        b"smpp\n\x00\x00",
        b"smpp\n" + struct.pack(">L", 3) + b"abc",
        b"nobody\n[]",
        b"",
    ],
)
def test_a_record_nobody_understands_says_so(odd: bytes) -> None:
    with pytest.raises(ValueError):
        list(Sms().read(odd))


def test_one_odd_report_never_holds_up_its_neighbours_and_is_not_lost(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.SPOOL = tmp_path / "spool"
    odd = {"phone_number": "13811110002"}
    told = kept(f"aliyun/{TOKEN}", [ALIYUN[0], odd, ALIYUN[1]], settings)
    assert len(told) == 2
    (left,) = spool.waiting()
    assert left.kept == b"aliyun\n" + json.dumps([odd]).encode()
    with pytest.raises(ValueError):
        Sms().read(left.kept)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "phone_number",
    "success",
    "biz_id",
    "out_id",
    "err_code",
    "report_time",
    "To",
    "Status",
    "MessageId",
    "TaskId",
]
FIELDS += ["nationcode", "mobile", "report_status", "sid", "ext", "errmsg", "user_receive_time"]


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8), min_size=1, max_size=1))
@hypothesis.settings(max_examples=300, deadline=None)
def test_no_report_whatever_breaks_the_reading(reports: list[dict[str, Any]]) -> None:
    for route in (b"aliyun", b"tencent"):
        with suppress(ValueError):
            inbox.read(route + b"\n" + json.dumps(reports).encode())


@given(st.binary(max_size=120))
@hypothesis.settings(max_examples=500, deadline=None)
def test_no_deliver_sm_whatever_breaks_the_reading(body: bytes) -> None:
    with suppress(ValueError):
        inbox.read(b"smpp\n" + struct.pack(">L", len(body)) + body)


def delivered(text: str, *, esm: int = 4, tlvs: dict[int, bytes] | None = None) -> Delivered:
    return Delivered("85290000001", "OFFICE", esm, 0, text.encode("latin-1"), tlvs or {})


@pytest.mark.parametrize(
    ("text", "outcome", "code"),
    [
        (f"id:1234 sub:001 dlvrd:001 {DATES} stat:DELIVRD err:000 text:id:9 stat:EXPIRED", "delivered", "DELIVRD"),
        (f"id:1234 sub:001 dlvrd:000 {DATES}00 stat:UNDELIV err:055 Text:", "failed", "UNDELIV 055"),
        ("ID: 1234 SUB: 001 STAT: EXPIRED ERR: 0", "failed", "EXPIRED"),
        ("id:1234,sub:001,stat:REJECTD,err:00A", "failed", "REJECTD 00A"),
        ("id:0000001234 stat:DELETED err:", "failed", "DELETED"),
        ("1234,001,001,2602171405,2602171406,DELIVRD,000", "delivered", "DELIVRD"),
        ("1234, 001, 000, 260217140500, 260217140600, UNDELIV, 27", "failed", "UNDELIV 27"),
        ("id=1234 stat=UNKNOWN err=1", "failed", "UNKNOWN 1"),
    ],
)  # fmt: skip
def test_the_receipts_of_many_centres_are_read(text: str, outcome: str, code: str) -> None:
    assert smpp.read(delivered(text), ids="auto") == Receipt(outcome, "1234", code=code)


@pytest.mark.parametrize("text", ["id:1 stat:ENROUTE err:000", "id:1 stat:ACCEPTD err:000"])
def test_what_is_under_way_is_no_receipt(text: str) -> None:
    assert smpp.read(delivered(text), ids="auto") is None


@pytest.mark.parametrize("text", ["", "id: stat:DELIVRD", "id:1 stat:NONSENSE", "hello"])
def test_a_receipt_without_sense_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        smpp.read(delivered(text), ids="auto")


def test_tlvs_are_believed_before_the_text() -> None:
    tlvs = {pdu.RECEIPTED_MESSAGE_ID: b"1F4A\0", pdu.MESSAGE_STATE: b"\x05"}
    said = delivered("id:99 stat:DELIVRD err:000", esm=0, tlvs=tlvs)
    assert smpp.is_receipt(said)
    assert smpp.read(said, ids="auto") == Receipt("failed", str(0x1F4A), code="UNDELIV")


@pytest.mark.parametrize(
    ("answer", "receipt", "ids"),
    [
        ("12345678", "12345678", "auto"),
        ("0012345678", "12345678", "auto"),
        ("1F4A", "1f4a", "auto"),
        ("1F4A", "8010", "auto"),
        ("0x1f4a", "8010", "auto"),
        ("8010", "1F4A", "auto"),
        ("12345678", "305419896", "hex-answer"),
        ("305419896", "12345678", "hex-receipt"),
        ("6D2E-uuid-Z", "6d2e-UUID-z\0", "auto"),
    ],
)
def test_both_spellings_of_a_name_are_one(answer: str, receipt: str, ids: str) -> None:
    assert smpp.of_answer(answer, ids) == smpp.of_receipt(receipt, ids)


def test_a_name_longer_than_forty_characters_is_shortened_the_same_way_both_times() -> None:
    assert len(smpp.of_answer("x" * 65, "auto")) == 40
    assert smpp.of_answer("X" * 65, "auto") == smpp.of_receipt("x" * 65, "auto")


@pytest.mark.parametrize(
    ("text", "coding", "said"),
    [
        (b"STOP", 0, [Event("stopped", "+85290000001")]),
        ("退订".encode("utf-16-be"), 8, [Event("stopped", "+85290000001")]),
        (b" td ", 1, [Event("stopped", "+85290000001")]),
        (b"thank you", 0, []),
        (b"STOP", 4, []),
    ],
)
def test_who_answers_stop_is_left_alone(text: bytes, coding: int, said: list[Event]) -> None:
    body = b"\0\x01\x0185290000001\0\x05\0OFFICE\0\0\0\0\0\0\0\0" + bytes((coding, 0, len(text))) + text
    content = struct.pack(">L", len(body)) + body
    assert list(inbox.read(b"smpp\n" + content)) == said
