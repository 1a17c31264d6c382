from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as some

from portlight.channels.webpush.subscription import LONGEST, read
from portlight.toolkit.refusals import Refused

SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com")
POINT = (
    ec.generate_private_key(ec.SECP256R1())
    .public_key()
    .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
)


def _url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _sent(endpoint: str = "https://fcm.googleapis.com/fcm/send/abc:APA91b", **keys: Any) -> str:
    own = {"p256dh": _url_safe(POINT), "auth": _url_safe(b"a" * 16), **keys}
    return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": own})


def test_what_a_browser_writes_is_kept_in_one_spelling() -> None:
    found = read(_sent(), services=SERVICES)
    assert "=" not in found.compact()
    assert read(found.compact(), services=SERVICES) == found
    assert found.origin == "https://fcm.googleapis.com"


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/1", "https://fcm.googleapis.com:8443/1", "https://anna@fcm.googleapis.com/1",
        "https://fcm.googleapis.com/ü", "https://fcm.googleapis.com/a b", "http://127.0.0.1:9/1", "ftp://x/1", "", "/1",
        "https://[::1", "https://fcm.googleapis.com/" + "a" * LONGEST,
    ],
)  # fmt: skip
def test_it_refuses_an_endpoint_that_cannot_be_one(endpoint: str) -> None:
    with pytest.raises(Refused, match="subscription-odd"):
        read(_sent(endpoint), services=SERVICES)


@pytest.mark.parametrize(
    "endpoint",
    ["https://127.0.0.1/1", "https://10.0.0.5/1", "https://fcm.googleapis.com.evil.example/", "https://evil.example/1"],
)
def test_it_calls_nobody_but_the_known_services(endpoint: str) -> None:
    with pytest.raises(Refused, match="service-unknown"):
        read(_sent(endpoint), services=SERVICES)


def test_a_service_below_a_known_domain_is_known() -> None:
    assert read(_sent("https://updates.push.services.mozilla.com/wpush/v2/x"), services=SERVICES)


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": _url_safe(POINT[:-1])}, {"p256dh": _url_safe(b"\x04" * 65)}, {"auth": _url_safe(b"a" * 15)},
        {"auth": None}, {"p256dh": 5}, {"auth": "***"}, {"p256dh": _url_safe(POINT).replace("=", "") + "é"},
    ],
)  # fmt: skip
def test_it_refuses_keys_that_are_none(keys: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="subscription-odd"):
        read(_sent(**keys), services=SERVICES)


@given(some.text() | some.binary() | some.just("[" * 5_000) | some.sampled_from(["null", "[]", "3", '{"keys": []}']))
def test_nothing_else_gets_in(given_text: str | bytes) -> None:
    with pytest.raises(Refused, match="subscription-odd"):
        read(given_text, services=SERVICES)
