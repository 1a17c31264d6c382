"""What holds for every plain page of the portal."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db


def test_home_costs_two_queries_at_most_and_sets_no_cookie(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = Client()
    with django_assert_max_num_queries(2):
        answer = browser.get("/en/")
    assert answer.status_code == 200
    assert not answer.cookies


def test_every_answer_carries_the_policy_without_unsafe_words() -> None:
    for path in ("/en/", "/en/nowhere/", "/desk/", "/desk/sign-in/", "/api/health"):
        answer = Client().get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_has_a_style_attribute_or_a_script_inside() -> None:
    for path in ("/en/", "/ar/verify/", "/en/nowhere/", "/desk/sign-in/"):
        page = Client().get(path).content.decode()
        assert " style=" not in page
        assert "<script>" not in page


@pytest.mark.parametrize("code", CODES)
def test_a_missing_page_says_so_in_the_readers_language_with_a_next_step(code: str) -> None:
    answer = Client().get(f"/{code}/nowhere/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f'href="/{code}/"' in page
    assert "tel:" in page
    assert ("There is no page" in page) == (code == "en")


def test_an_address_without_a_language_that_leads_nowhere_is_404() -> None:
    assert Client().get("/nowhere/").status_code == 404


def test_the_desk_page_is_kept_in_no_cache() -> None:
    assert Client().get("/desk/sign-in/")["Cache-Control"].find("no-store") >= 0


def test_the_broken_page_needs_no_database(client: Client) -> None:
    from django.test import RequestFactory

    from portlight.faces.errors import broken

    page = broken(RequestFactory().get("/fr/x/")).content.decode()
    assert "021-5550" in page
    assert '<html lang="fr"' in page


@pytest.mark.parametrize(
    ("short", "long"),
    [("/s/AAAAAAAAAAAAAAAAAAAAAAAA", "/fr/notices/seen/AAAAAAAAAAAAAAAAAAAAAAAA/"), ("/v", "/fr/verify/"),
     ("/v?code=K7F3-9QXM", "/fr/verify/?code=K7F3-9QXM")],
)  # fmt: skip
def test_short_addresses_of_text_messages_lead_to_the_readers_language(client: Client, short: str, long: str) -> None:
    answer = client.get(short, headers={"accept-language": "fr"})
    assert (answer.status_code, answer.headers["Location"]) == (302, long)


def test_a_short_address_of_nothing_is_no_page(client: Client) -> None:
    assert client.get("/s/a/b/c").status_code == 404
