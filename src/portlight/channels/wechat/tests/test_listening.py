from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from portlight.channels.wechat.channel import Wechat
from portlight.channels.wechat.listening import Ear
from portlight.channels.wechat.mass import WechatMass
from portlight.channels.wechat.tests.outside import AES_KEY, account, ask, door, grant
from portlight.delivery.port import Call, Event, Listening, Receipt
from portlight.delivery.tests.contract import TestDesk, carry

AT = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)
ANNA = "oAnna_FpruAK8D-E6EfStSYonYSBZ8"
# As the vendor's pages print them (基础消息能力, 订阅通知, 模板消息, 群发接口), names changed.
HEAD = f"<ToUserName><![CDATA[gh_7f083739789a]]></ToUserName><FromUserName><![CDATA[{ANNA}]]></FromUserName>"
HEAD += "<CreateTime>1610969440</CreateTime><MsgType><![CDATA[event]]></MsgType>"


def event(name: str, inner: str = "") -> bytes:
    return f"<xml>{HEAD}<Event><![CDATA[{name}]]></Event>{inner}</xml>".encode()


@pytest.fixture(autouse=True)
def _account(settings: Any) -> None:
    settings.WECHAT_CALLBACK_TOKEN, settings.WECHAT_APPID = "callback token", "wx0123456789abcdef"


def call(body: bytes = b"", *, method: str = "POST", stamp: datetime = AT, at: datetime = AT, **query: str) -> Call:
    when, nonce = str(int(stamp.timestamp())), "1372623149"
    given = "".join(sorted(("callback token", when, nonce)))
    signed = {"signature": hashlib.sha1(given.encode()).hexdigest(), "timestamp": when, "nonce": nonce}  # noqa: S324
    return Call(rest="", method=method, query={**signed, **query}, headers={}, body=body, at=at)


def test_it_proves_itself_when_the_address_is_first_entered() -> None:
    told = Ear().hear(call(method="GET", echostr="4375120948345356249"))
    assert (told.status, told.body, told.keep) == (200, b"4375120948345356249", b"")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"signature": "0" * 40}, "wrong-signature"), ({"signature": ""}, "wrong-signature"),
        ({"signature": "é"}, "wrong-signature"), ({"nonce": "other"}, "wrong-signature"),
        ({"timestamp": "0"}, "wrong-signature"),
    ],
)  # fmt: skip
def test_it_refuses_a_wrong_signature(changed: dict[str, str], refusal: str) -> None:
    for method in ("GET", "POST"):
        told = Ear().hear(call(event("subscribe"), method=method, **changed))
        assert (told.status, told.refusal, told.keep) == (403, refusal, b"")


@pytest.mark.parametrize("minutes", [-6, 6, 600])
def test_it_refuses_what_was_signed_too_long_ago_or_not_yet(minutes: int) -> None:
    told = Ear().hear(call(event("subscribe"), at=AT + timedelta(minutes=minutes)))
    assert (told.status, told.refusal, told.keep) == (403, "too-old", b"")


def test_it_refuses_everything_while_it_has_no_token(settings: Any) -> None:
    settings.WECHAT_CALLBACK_TOKEN = ""
    given = "".join(sorted(("", str(int(AT.timestamp())), "1")))
    signed = {"signature": hashlib.sha1(given.encode()).hexdigest(), "nonce": "1"}  # noqa: S324
    assert Ear().hear(call(event("subscribe"), **signed)).refusal == "no-callback-token"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", "not-xml"), (b"<xml>", "not-xml"), (b"{}", "not-xml"), (b"\xff\xfe<\x00x\x00", "not-utf-8"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><xml>&b;</xml>', "document-type"),
        (b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><xml>&c;</xml>', "document-type"),
        (b"<xml>&undeclared;</xml>", "not-xml"),
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_plain_xml(body: bytes, refusal: str) -> None:
    told = Ear().hear(call(body))
    assert (told.status, told.refusal, told.keep) == (400, refusal, b"")


@given(any_.binary(max_size=300))
def test_no_bytes_break_it(body: bytes) -> None:
    told = Ear().hear(call(body))
    assert told.keep == b""
    with pytest.raises(ValueError):
        list(Ear().read(body))


def test_a_megabyte_is_not_even_read() -> None:
    for channel in (Wechat(), WechatMass()):
        assert isinstance(channel, Listening)
        assert channel.most_bytes <= 64 * 1024


def test_what_people_write_to_the_account_is_answered_and_not_kept() -> None:
    text = f"<xml>{HEAD.replace('event', 'text')}<Content>my number is 1380000</Content></xml>".encode()
    for body in (text, event("VIEW"), event("LOCATION", "<Latitude>23.1</Latitude>")):
        told = Ear().hear(call(body))
        assert (told.status, told.body, told.keep) == (200, b"success", b"")


def popup(name: str, *said: tuple[str, str]) -> bytes:
    inner = "".join(
        f"<List><TemplateId><![CDATA[{template}]]></TemplateId>"
        f"<SubscribeStatusString><![CDATA[{status}]]></SubscribeStatusString><PopupScene>2</PopupScene></List>"
        for template, status in said
    )
    return event(f"subscribe_msg_{name.lower()}_event", f"<SubscribeMsg{name}Event>{inner}</SubscribeMsg{name}Event>")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (event("subscribe"), []),
        (event("subscribe", "<EventKey><![CDATA[qrscene_TOKEN]]></EventKey>"), [Event("bound", ANNA, "TOKEN")]),
        (event("SCAN", "<EventKey><![CDATA[TOKEN]]></EventKey>"), [Event("bound", ANNA, "TOKEN")]),
        (event("unsubscribe", "<EventKey><![CDATA[]]></EventKey>"), [Event("gone", ANNA)]),
        (popup("Popup", ("A", "accept"), ("B", "reject")), [Event("agreed", ANNA, detail="A")]),
        (popup("Popup", ("A", "accept"), ("B", "accept")),
         [Event("agreed", ANNA, detail="A"), Event("agreed", ANNA, detail="B")]),
        (popup("Popup", ("A", "reject")), [Event("stopped", ANNA, detail="A")]),
        (popup("Change", ("A", "reject")), [Event("stopped", ANNA, detail="A")]),
        (event("TEMPLATESENDJOBFINISH", "<MsgID>200163836</MsgID><Status><![CDATA[success]]></Status>"),
         [Receipt("delivered", "200163836", ANNA, code="success", at=datetime(2021, 1, 18, 11, 30, 40, tzinfo=UTC))]),
        (event("TEMPLATESENDJOBFINISH", "<MsgID>200163840</MsgID><Status><![CDATA[failed:user block]]></Status>"),
         [Receipt("failed", "200163840", ANNA, code="user-block", at=datetime(2021, 1, 18, 11, 30, 40, tzinfo=UTC)),
          Event("stopped", ANNA)]),
        (event("TEMPLATESENDJOBFINISH", "<MsgID>1</MsgID><Status><![CDATA[failed: system failed]]></Status>"),
         [Receipt("failed", "1", ANNA, code="system-failed", at=datetime(2021, 1, 18, 11, 30, 40, tzinfo=UTC))]),
    ],
)  # fmt: skip
def test_what_a_recorded_event_says(body: bytes, expected: list[object]) -> None:
    told = Ear().hear(call(body))
    assert (told.status, told.keep) == (200, body)
    assert list(Ear().read(told.keep)) == expected


def sent(number: str) -> bytes:
    inner = (
        f"<TemplateId>T</TemplateId><MsgID>{number}</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus>"
    )
    whole = f"<SubscribeMsgSentEvent><List>{inner}</List></SubscribeMsgSentEvent>"
    return event("subscribe_msg_sent_event", whole)


def test_an_event_about_no_message_of_ours_is_kept_as_a_loose_receipt(db: object) -> None:
    (one,) = Ear().read(sent("1700827132819554304"))
    assert isinstance(one, Receipt)
    assert (one.outcome, one.reference, one.delivery) == ("delivered", "event-1700827132819554304", 0)


@pytest.mark.parametrize("inner", ["", "<MsgID></MsgID>", "<MsgID>1</MsgID><Status>success</Status>"])
def test_an_event_that_lacks_what_it_is_about_stays_for_the_operator(inner: str, db: object) -> None:
    moment = "<CreateTime>1610969440</CreateTime>"
    lame = event("MASSSENDJOBFINISH", inner).replace(moment.encode(), b"<CreateTime>soon</CreateTime>")
    for body in (lame, event("NEW"), event("TEMPLATESENDJOBFINISH", "<Status>success</Status>")):
        with pytest.raises(ValueError):
            list(Ear().read(body))


@pytest.mark.parametrize("how", ["plain", "doubled", "reordered", "early"])
@pytest.mark.parametrize("way", ["notice", "template"])
def test_receipts_find_their_message_however_they_come(
    way: str, how: str, fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    grant(way=way)
    people = [ANNA, "oBlocks_1", ANNA, "oDora_001"]
    with (
        door() as ours,
        account(settings, tmp_path, "--callback", ours.address, "--receipts", how, "--fail", "Blocks=user block"),
    ):
        settings.WECHAT_IN_FLIGHT = 1
        desk = TestDesk(channel := Wechat(), people)
        answers = carry(channel, desk)
        kept = ours.kept(8 if how == "doubled" else 4)
    said = [one for body in kept for one in channel.read(body)]
    receipts = {(one.reference, one.outcome) for one in said if isinstance(one, Receipt)}
    outcomes = {1: "delivered", 2: "failed", 3: "delivered", 4: "delivered"}
    assert receipts == {(answers[number].reference, outcome) for number, outcome in outcomes.items()}
    assert len({reference for reference, _ in receipts}) == 4
    if way == "notice":  # bizsend gave no number: the delivery itself is named
        assert {one.delivery for one in said if isinstance(one, Receipt)} == {1, 2, 3, 4}


def test_a_doubt_is_settled_by_the_event_that_speaks_of_it(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    grant()
    with door() as ours, account(settings, tmp_path, "--callback", ours.address, "--drop-after=1", seconds=1):
        desk = TestDesk(channel := Wechat(), [ANNA])
        assert carry(channel, desk)[1].outcome == "uncertain"
        (body,) = ours.kept(1)
    assert ask(AT) == {}
    (receipt,) = channel.read(body)
    assert isinstance(receipt, Receipt)
    answer = ask(AT)[1]
    assert (answer.outcome, answer.reference) == ("accepted", receipt.reference)


def test_what_a_person_does_on_her_telephone_comes_through_signed(settings: Any, tmp_path: Path) -> None:
    with door() as ours, account(settings, tmp_path, "--callback", ours.address) as outside:
        assert outside.act(ANNA, "follow", scene="TOKEN") == 200
        assert outside.act(ANNA, "scan", scene="TOKEN") == 200
        assert outside.act(ANNA, "accept", template="T") == 200
        assert outside.act(ANNA, "change", template="T") == 200
        assert outside.act(ANNA, "leave") == 200
        kept = ours.kept(5)
    said = [one.what for body in kept for one in Ear().read(body) if isinstance(one, Event)]
    assert said == ["bound", "bound", "agreed", "stopped", "gone"]


@pytest.mark.parametrize(("how", "refusal"), [(("--forged",), "wrong-signature"), (("--stale", "600"), "too-old")])
def test_forged_and_stale_events_are_refused_and_told_again_in_vain(
    how: tuple[str, ...], refusal: str, settings: Any, tmp_path: Path
) -> None:
    with door() as ours, account(settings, tmp_path, "--callback", ours.address, *how) as outside:
        assert outside.act(ANNA, "leave") == 403
        assert ours.kept(3) == [b"", b"", b""]
    assert {told.refusal for told in ours.heard} == {refusal}


def test_safe_mode_is_opened_and_nothing_else_is_believed_then(settings: Any, tmp_path: Path) -> None:
    settings.WECHAT_AES_KEY = AES_KEY
    with door() as ours, account(settings, tmp_path, "--callback", ours.address, "--aes-key", AES_KEY) as outside:
        assert outside.act(ANNA, "leave") == 200
        (body,) = ours.kept(1)
    assert list(Ear().read(body)) == [Event("gone", ANNA)]
    assert Ear().hear(call(event("unsubscribe"))).refusal == "wrong-message-signature"
    settings.WECHAT_APPID = "wx-another"
    (tmp_path / "again").mkdir()
    with door() as ours, account(settings, tmp_path / "again", "--callback", ours.address, "--aes-key", AES_KEY) as out:
        settings.WECHAT_APPID = "wx-another"
        assert out.act(ANNA, "leave") == 400
    assert {told.refusal for told in ours.heard} == {"for-another-account"}
    settings.WECHAT_AES_KEY = AES_KEY[::-1]
    sealed = b"<xml><Encrypt>QUJD</Encrypt></xml>"
    assert Ear().hear(call(sealed)).refusal == "wrong-message-signature"
