"""Others' programs against our simulators: where both agree, neither is only right in its own eyes."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
import smpplib.client
import smpplib.consts
import smpplib.gsm

from portlight.channels.sms import segments
from portlight.channels.sms.smpp import pdu
from portlight.channels.sms.tests import outside

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_aliyuns_own_sdk_is_taken_by_the_simulator(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from alibabacloud_dysmsapi20170525.client import Client
        from alibabacloud_dysmsapi20170525.models import QuerySendDetailsRequest, SendBatchSmsRequest, SendSmsRequest
        from alibabacloud_tea_openapi.models import Config

    with outside.run("aliyun_sms", tmp_path) as vendor:
        place = f"127.0.0.1:{vendor.port}"
        way = {"access_key_id": "simulated-key", "endpoint": place, "protocol": "HTTP"}
        client = Client(Config(**way, access_key_secret="simulated-secret"))
        alike = SendSmsRequest(
            phone_numbers="13800000001,13800000002", sign_name="出入境管理局", template_code="SMS_1",
            template_param='{"code":"K7F3-9QXM"}', out_id="K7F3-9QXM.1",
        )  # fmt: skip
        assert client.send_sms(alike).body.code == "OK"
        each = SendBatchSmsRequest(
            phone_number_json=json.dumps(["13800000003"]), sign_name_json=json.dumps(["出入境"], ensure_ascii=False),
            template_code="SMS_1", template_param_json=json.dumps([{"code": "中文 & + %"}]), out_id="K7F3-9QXM.2",
        )  # fmt: skip
        assert client.send_batch_sms(each).body.code == "OK"
        asked = QuerySendDetailsRequest(
            phone_number="13800000003", send_date=_today(), page_size=10, current_page=1
        )  # fmt: skip
        (detail,) = client.query_send_details(asked).body.sms_send_detail_dtos.sms_send_detail_dto
        assert (detail.out_id, detail.send_status) == ("K7F3-9QXM.2", 3)
        wrong = Client(Config(**way, access_key_secret="no"))
        with pytest.raises(Exception, match="SignatureDoesNotMatch"):
            wrong.send_sms(alike)
    assert [line[0] for line in vendor.lines()] == ["13800000001", "13800000002", "13800000003"]


def _today() -> str:
    from datetime import UTC, datetime

    from portlight.channels.sms.verdicts import CHINA

    return datetime.now(UTC).astimezone(CHINA).strftime("%Y%m%d")


def test_tencents_own_sdk_is_taken_by_the_simulator(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.sms.v20210111.models import PullSmsSendStatusRequest, SendSmsRequest
        from tencentcloud.sms.v20210111.sms_client import SmsClient

    with outside.run("tencent_sms", tmp_path) as vendor:
        profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=f"127.0.0.1:{vendor.port}"))
        client = SmsClient(Credential("simulated-key", "simulated-secret"), "ap-guangzhou", profile)
        request = SendSmsRequest()
        request.from_json_string(json.dumps({
            "PhoneNumberSet": ["+8613800000001", "+8612"], "SmsSdkAppId": "1400006666", "TemplateId": "1",
            "SignName": "出入境管理局", "TemplateParamSet": ["K7F3-9QXM"], "SessionContext": "K7F3-9QXM",
        }))  # fmt: skip
        statuses = client.SendSms(request).SendStatusSet
        assert [one.Code for one in statuses] == ["Ok", "InvalidParameterValue.IncorrectPhoneNumber"]
        pull = PullSmsSendStatusRequest()
        pull.from_json_string(json.dumps({"Limit": 10, "SmsSdkAppId": "1400006666"}))
        (report,) = client.PullSmsSendStatus(pull).PullSmsSendStatusSet
        assert (report.SerialNo, report.SessionContext) == (statuses[0].SerialNo, "K7F3-9QXM")
        wrong = SmsClient(Credential("simulated-key", "no"), "ap-guangzhou", profile)
        with pytest.raises(TencentCloudSDKException, match="SignatureFailure"):
            wrong.SendSms(request)
    assert vendor.shown()[0]["text"] == '【出入境管理局】["K7F3-9QXM"]'


@pytest.mark.parametrize("text", ["Exit-Entry € [office]", "出入境" * 50, "a" * 200, "Управление 😀"])
def test_smpplib_as_a_client_is_understood_by_the_simulated_centre(text: str, tmp_path: Path) -> None:
    with outside.run("smsc", tmp_path, "--receipt", "both") as centre:
        client = smpplib.client.Client("127.0.0.1", centre.port, allow_unknown_opt_params=True, timeout=5)
        heard: list[Any] = []
        client.set_message_sent_handler(lambda pdu: heard.append(pdu))
        receipts: list[Any] = []
        client.set_message_received_handler(lambda pdu: receipts.append(pdu) or 0)
        client.connect()
        client.bind_transceiver(system_id="office", password="secret")
        parts, coding, esm = smpplib.gsm.make_parts(text)
        for part in parts:
            client.send_message(
                source_addr_ton=smpplib.consts.SMPP_TON_ALNUM, source_addr="OFFICE", dest_addr_ton=1, dest_addr_npi=1,
                destination_addr="85290000001", short_message=part, data_coding=coding, esm_class=esm,
                registered_delivery=True,
            )  # fmt: skip
        while len(heard) < len(parts) or len(receipts) < len(parts):
            client.read_once()
        client.unbind()
        client.disconnect()
    assert [each["text"] for each in centre.shown()] == [text]
    assert centre.lines()[0][1] == heard[-1].message_id.decode()
    assert receipts[-1].receipted_message_id.rstrip(b"\0") == heard[-1].message_id


@pytest.mark.parametrize("text", ["Exit-Entry office", "€" * 70, "出入境" * 50, "a" * 500, "Grüße von der Spree, é"])
def test_smpplib_cuts_and_encodes_as_we_do(text: str) -> None:
    parts, coding, _ = smpplib.gsm.make_parts(text)
    division = segments.divide(text)
    assert coding == {"gsm7": 0, "ucs2": 8}[division.coding]
    ours = [segments.encoded(text[a:b], division.coding) for a, b in division.spans]
    theirs = [part[6:] if len(parts) > 1 else part for part in parts]
    assert b"".join(theirs) == b"".join(ours)


def test_smpplib_reads_what_we_write() -> None:
    envelope = pdu.Envelope(
        source="OFFICE", esm_class=0, priority=1, valid_until="260218073005000+", receipt=True, coding=8
    )
    body = envelope.body(b"85290000001", "出入境".encode("utf-16-be"), 4711)
    written = pdu.write(pdu.SUBMIT_SM, 7, body)
    import smpplib.smpp

    client = smpplib.client.Client("127.0.0.1", 1, allow_unknown_opt_params=True)
    read = smpplib.smpp.parse_pdu(written, client=client, allow_unknown_opt_params=True)
    assert read.command == "submit_sm"
    assert read.sequence == 7
    assert read.source_addr == b"OFFICE"
    assert read.destination_addr == b"85290000001"
    assert (read.source_addr_ton, read.dest_addr_ton, read.dest_addr_npi) == (5, 1, 1)
    assert read.validity_period == b"260218073005000+"
    assert (read.registered_delivery, read.data_coding, read.priority_flag) == (1, 8, 1)
    assert read.short_message.decode("utf-16-be") == "出入境"
    assert read.user_message_reference == 4711
    bound = smpplib.smpp.parse_pdu(
        pdu.bind_transceiver(1, system_id="office", password="secret"), client=client, allow_unknown_opt_params=True
    )
    assert (bound.system_id, bound.password, bound.interface_version) == (b"office", b"secret", 0x34)
