"""Which language a reader gets."""

from __future__ import annotations

import pytest
from django.test import Client

from portlight.faces import languages
from portlight.toolkit.languages import CODES


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"), ("fr-CA,fr;q=0.8", "fr"), ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-TW", "zh-Hans"), ("pt-BR,es;q=0.5", "es"),
        ("pt", "en"), ("ar-EG", "ar"), ("de;q=0.1,ja;q=0.9", "ja"), ("*", "en"), ("nonsense;;q", "en"),
    ],
)  # fmt: skip
def test_the_browsers_wish_is_heard(header: str, code: str) -> None:
    assert languages.wished(header) == code


def test_the_same_page_in_another_language() -> None:
    assert languages.same_page("/ar/notices/n-1/", "zh-Hans") == "/zh-Hans/notices/n-1/"
    assert languages.same_page("/", "fr") == "/fr/"


@pytest.mark.django_db
def test_the_root_leads_to_the_readers_language() -> None:
    answer = Client().get("/", headers={"Accept-Language": "ko-KR,ko"})
    assert (answer.status_code, answer["Location"]) == (302, "/ko/")
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["/zh-hans/", "/zh/", "/ZH-HANS/"])
def test_a_misspelled_language_leads_to_the_right_one(wrong: str) -> None:
    assert Client().get(wrong + "?a=1")["Location"] == "/zh-Hans/?a=1"


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_the_page_says_its_language_and_direction(code: str) -> None:
    answer = Client().get(f"/{code}/")
    assert answer["Content-Language"] == code
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in answer.content.decode()


@pytest.mark.django_db
def test_the_language_menu_names_each_language_in_itself_and_keeps_the_page() -> None:
    page = Client().get("/ar/verify/?code=K7F3-9QXM").content.decode()
    assert '<a href="/ja/verify/?code=K7F3-9QXM" lang="ja" dir="ltr" hreflang="ja">日本語</a>' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/verify/?code=x", "/en/verify/?code=x"), ("/verify?code=x", "/en/verify/?code=x"),
        ("/ar/verify", "/ar/verify/"),
        ("/ar", "/ar/"), ("/desk", "/desk/"),
    ],
)  # fmt: skip
def test_an_address_without_language_or_slash_leads_to_its_page(path: str, to: str) -> None:
    assert Client().get(path)["Location"] == to


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere", "/ar/nowhere", "/xx/verify/", "/\\evil.example"])
def test_an_address_that_means_nothing_is_not_sent_on(path: str) -> None:
    assert Client().get(path).status_code == 404
