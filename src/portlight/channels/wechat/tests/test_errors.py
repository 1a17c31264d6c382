"""Every code of the vendor's pages, as its answer comes over the line (HTTP 200 throughout)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portlight.channels.wechat.calls import NotSent, Unanswered, said
from portlight.channels.wechat.errors import MEANINGS, Meaning, meaning, rest

RECORDED = [
    (b'{"errcode":0,"errmsg":"ok"}', "taken"),
    (b'{"errcode":0,"errmsg":"ok","msgid":200228332}', "taken"),
    (b'{"access_token":"ACCESS_TOKEN","expires_in":7200}', "taken"),
    (b'{"errcode":-1,"errmsg":"system error"}', "later"),
    (b'{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest rid: 61"}', "token"),
    (b'{"errcode":40002,"errmsg":"invalid grant_type"}', "account"),
    (b'{"errcode":40003,"errmsg":"invalid openid rid: 5f7d9c4e-2b8d9f7a-0a1b2c3d"}', "dead"),
    (b'{"errcode":40013,"errmsg":"invalid appid rid: 61"}', "account"),
    (b'{"errcode":40014,"errmsg":"invalid access_token rid: 61"}', "token"),
    (b'{"errcode":40037,"errmsg":"invalid template_id rid: 61"}', "account"),
    (b'{"errcode":40125,"errmsg":"invalid appsecret, view more at http://t.cn/RAEkdVq rid: 61"}', "account"),
    (b'{"errcode":40164,"errmsg":"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist"}', "account"),
    (b'{"errcode":40243,"errmsg":"appsecret is frozen"}', "account"),
    (b'{"errcode":41001,"errmsg":"access_token missing rid: 61"}', "token"),
    (b'{"errcode":42001,"errmsg":"access_token expired rid: 61"}', "token"),
    (b'{"errcode":43004,"errmsg":"require subscribe rid: 61"}', "consent"),
    (b'{"errcode":43019,"errmsg":"require remove blacklist rid: 61"}', "refused"),
    (b'{"errcode":43101,"errmsg":"user refuse to accept the msg rid: 64229bc2-48d0e8b1-2008ed9b"}', "consent"),
    (b'{"errcode":43107,"errmsg":"subscribe message is banned"}', "account"),
    (b'{"errcode":43108,"errmsg":"concurrent message to the same user"}', "later"),
    (b'{"errcode":45009,"errmsg":"reach max api daily quota limit rid: 61"}', "day"),
    (b'{"errcode":45011,"errmsg":"api minute-quota reach limit  mustslower  retry next minute"}', "minute"),
    (b'{"errcode":45015,"errmsg":"response out of time limit or subscription is canceled"}', "refused"),
    (b'{"errcode":45168,"errmsg":"sensitive words"}', "refused"),
    (b'{"errcode":47001,"errmsg":"data format error rid: 61"}', "refused"),
    (b'{"errcode":47003,"errmsg":"argument invalid! data.thing1.value invalid rid: 6718a6a7"}', "refused"),
    (b'{"errcode":48001,"errmsg":"api unauthorized rid: 61"}', "account"),
    (b'{"errcode":48004,"errmsg":"api forbidden for irregularities, view detail on mp.weixin.qq.com"}', "account"),
    (b'{"errcode":50002,"errmsg":"user limited rid: 61"}', "account"),
    (b'{"errcode":61004,"errmsg":"access clientip is not registered"}', "account"),
    (b'{"errcode":89503,"errmsg":"request ip need confirm by administrator"}', "account"),
    (b'{"errcode":99999,"errmsg":"a code nobody has written down"}', "refused"),
    (b'{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":3147483654}', "refused"),  # mass sends look at it first
]


@pytest.mark.parametrize(("raw", "expected"), RECORDED)
def test_what_a_recorded_answer_means(raw: bytes, expected: str) -> None:
    assert meaning(said(200, raw).code) == expected


def test_every_code_we_know_has_a_recorded_answer() -> None:
    assert set(MEANINGS) <= {said(200, raw).code for raw, _ in RECORDED}


@pytest.mark.parametrize("raw", [b"", b"<html>502", b"[]", b"null", b'{"errcode":"x"}', b"\xff\xfe", b"1"])
def test_what_is_no_answer_of_the_interface_leaves_a_doubt(raw: bytes) -> None:
    with pytest.raises(Unanswered):
        said(200, raw)


def test_a_gateway_in_between_is_told_apart() -> None:
    with pytest.raises(Unanswered, match="http-502"):
        said(502, b'{"errcode":0}')
    with pytest.raises(NotSent, match="http-404"):
        said(404, b"not here")


def test_a_limit_is_over_at_the_next_minute_or_at_midnight_in_shanghai() -> None:
    at = datetime(2026, 2, 10, 15, 30, tzinfo=UTC)  # 23:30 there
    assert rest(45011, at) == 60.0
    assert rest(45009, at) == 1800.0
    assert rest(45009, datetime(2026, 2, 10, 16, 0, tzinfo=UTC)) == 86_400.0
    assert Meaning("day") is Meaning.DAY
