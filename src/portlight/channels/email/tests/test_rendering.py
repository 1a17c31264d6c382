"""A person's copy is a whole, valid message, whatever the language and however it was encoded."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import pytest

from portlight.channels.email.rendering import lay_out
from portlight.delivery import tokens
from portlight.delivery.tests.contract import copy
from portlight.toolkit.languages import CODES

TEXTS = {
    "en": "Stay at home.\n\n.A line that begins with a dot.\n\n- one\n- two\n\nCall **021-5550 0160**.",
    "zh-Hans": "本局照常办公。\n\n请致电 021-5550 0160。" * 20,
    "ru": "Управление продолжает работу.\n\nЗвоните 021-5550 0160." * 20,
    "ar": "تواصل الإدارة عملها.\n\n021-5550 0160" * 20,
}


def _received(wire: bytes) -> EmailMessage:
    """What a mail server hands on: dots unstuffed, the closing dot taken off."""
    assert wire.endswith(b"\r\n.\r\n")
    body = re.sub(rb"(?m)^\.", b"", wire[:-3])
    assert not re.search(rb"(?<!\r)\n", body)
    assert max(map(len, body.split(b"\r\n"))) <= 998
    return cast(EmailMessage, message_from_bytes(body, policy=cast(Any, default)))


def _composed(language: str, **changes: object) -> EmailMessage:
    text = TEXTS.get(language, TEXTS["en"])
    template = lay_out(copy(language=language, wanted=changes.pop("wanted", language), text=text, **changes))
    return _received(template.compose(b"anna@example.org", 4711, 99))


def _parts(mail: EmailMessage) -> tuple[str, str]:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


@pytest.mark.parametrize("language", CODES)
def test_it_is_the_text_in_two_forms_with_the_readers_own_links(language: str) -> None:
    mail = _composed(language)
    seen, out = tokens.token(tokens.SEEN, 4711), tokens.token(tokens.OUT, 99)
    for part in _parts(mail):
        assert "021-5550 0160" in part
        assert f"/{seen}/" in part
        assert f"/{out}/" in part
        assert "K7F3 9QXM" in part
        assert not re.search("[\x01-\x08]", part)
    assert f'lang="{language}"' in _parts(mail)[1]
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in _parts(mail)[1]


def test_the_headers_are_those_of_a_list_one_can_leave_with_one_click() -> None:
    mail = _composed("en")
    assert mail["To"] == "anna@example.org"
    assert mail["Message-ID"] == "<K7F3-9QXM.4711@exit-entry.example>"
    assert mail["Portlight-Delivery"] == "4711"
    assert mail["List-Unsubscribe"] == f"<http://localhost:8000/en/subscribing/out/{tokens.token(tokens.OUT, 99)}/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<notices.exit-entry.example>"
    assert mail["Content-Language"] == "en"


def test_the_same_delivery_has_the_same_message_id_at_every_attempt() -> None:
    assert _composed("en")["Message-ID"] == _composed("en")["Message-ID"]


def test_what_one_person_asked_for_is_no_list() -> None:
    mail = _composed("en", kind="tell")
    assert mail["List-Unsubscribe"] is None
    assert tokens.token(tokens.OUT, 99) not in _parts(mail)[0]


def test_a_subject_in_any_script_is_whole() -> None:
    title = "关于疫情防控期间出入境管理六项措施的通知：请务必仔细阅读并转告您的家人和朋友"
    assert _composed("zh-Hans", title=title)["Subject"] == title


def test_who_gets_another_language_is_told_so_in_her_own() -> None:
    template = lay_out(copy(language="en", wanted="fr"))
    mail = _received(template.compose(b"anna@example.org", 1, 1))
    assert '<p lang="fr" dir="ltr">' in _parts(mail)[1]
    assert "<p lang=" not in _parts(_composed("en"))[1]


def test_a_drill_says_so_first() -> None:
    mail = _composed("en", drill=True)
    assert mail["Subject"] == "EXERCISE: Six measures"
    assert _parts(mail)[0].lstrip().startswith("This is an exercise.")


def test_a_line_that_begins_with_a_dot_keeps_it() -> None:
    assert "\n.A line that begins with a dot." in _parts(_composed("en"))[0].replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("language", "encoding"), [("en", "quoted-printable"), ("ru", "base64"), ("zh-Hans", "base64")]
)
def test_each_part_takes_the_shorter_encoding(language: str, encoding: str) -> None:
    assert {str(part["Content-Transfer-Encoding"]) for part in _composed(language).iter_parts()} == {encoding}


@pytest.mark.parametrize("length", range(1, 7))
def test_holes_fall_right_whatever_stands_before_them(length: int) -> None:
    """Base64 counts in threes: every remainder must be padded."""
    template = lay_out(copy(language="ru", wanted="ru", title="Ж" * length, text="я" * (40 + length)))
    mail = _received(template.compose(b"anna@example.org", 7, 8))
    for part in _parts(mail):
        assert tokens.token(tokens.SEEN, 7) in part
        assert tokens.token(tokens.OUT, 8) in part
