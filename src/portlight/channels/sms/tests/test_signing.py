"""Our signatures against those of the vendors' own SDKs."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from alibabacloud_tea_openapi.utils import Utils
from hypothesis import given, settings
from hypothesis import strategies as st
from tencentcloud.common.abstract_client import AbstractClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.http.request import RequestInternal
from tencentcloud.common.profile.client_profile import ClientProfile

from portlight.channels.sms import signing

AT = datetime(2026, 2, 17, 6, 5, 9, tzinfo=UTC)
VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1, max_size=40)


class Asked:
    method, pathname = "POST", "/"

    def __init__(self, query: dict[str, str], headers: dict[str, str]) -> None:
        self.query, self.headers = query, headers


@given(st.dictionaries(st.sampled_from(["OutId", "TemplateCode", "SignName", "A~b"]), VALUES), st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_acs3_is_what_the_sdk_signs(query: dict[str, str], body: bytes) -> None:
    headers = signing.acs3(
        key="key", secret="secret", host="dysmsapi.aliyuncs.com", action="SendBatchSms", version="2017-05-25",
        query=query, body=body, content_type="application/x-www-form-urlencoded", at=AT, nonce="n-1",
    )  # fmt: skip
    plain = {name: value for name, value in headers.items() if name != "Authorization"}
    digest = hashlib.sha256(body).hexdigest()
    theirs = Utils.get_authorization(Asked(query, plain), "ACS3-HMAC-SHA256", digest, "key", "secret")
    assert headers["Authorization"] == theirs
    assert headers["x-acs-date"] == "2026-02-17T06:05:09Z"
    assert headers["x-acs-content-sha256"] == digest


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_tc3_is_what_the_sdk_signs(body: bytes) -> None:
    headers = signing.tc3(
        key="id", secret="secret", host="sms.tencentcloudapi.com", action="SendSms", version="2021-01-11",
        region="ap-guangzhou", service="sms", body=body, at=AT,
    )  # fmt: skip
    client = AbstractClient(Credential("id", "secret"), "ap-guangzhou", ClientProfile())
    asked: Any = RequestInternal("sms.tencentcloudapi.com", "POST", "/")
    asked.header |= {
        "Content-Type": headers["Content-Type"], "Host": headers["Host"], "X-TC-Timestamp": headers["X-TC-Timestamp"],
    }  # fmt: skip
    asked.data = body
    signature = client._get_tc3_signature({}, asked, "2026-02-17", "sms", "secret")
    assert headers["Authorization"].endswith(f"Signature={signature}")


@pytest.mark.parametrize(("secret", "host"), [("other", "sms.tencentcloudapi.com"), ("secret", "evil.example")])
def test_another_secret_or_host_is_another_signature(secret: str, host: str) -> None:
    def sign(secret: str, host: str) -> str:
        return signing.tc3(
            key="id", secret=secret, host=host, action="SendSms", version="2021-01-11", region="", service="sms",
            body=b"{}", at=AT,
        )["Authorization"]  # fmt: skip

    assert sign(secret, host) != sign("secret", "sms.tencentcloudapi.com")
