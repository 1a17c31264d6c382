"""The table at the desk: among the decision tables, with its cases all right, for those who may see them."""

from __future__ import annotations

import html

import pytest
from django.utils import timezone, translation

from portlight.capabilities.permits.words.tables import QUESTIONS, SOURCES
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.faces.languages import django_code
from portlight.kernel.policies import commands as policies
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "/desk/office/policies/permits_which/1/"


@pytest.fixture(autouse=True)
def _tables(db: object) -> None:
    policies.load_tables(by=machine("tests"), at=timezone.now())


def test_a_supervisor_reads_every_row_with_its_reason_and_every_case_comes_out_right(cast: Cast) -> None:
    browser = signed_in(cast.holding("supervisor").key)
    assert "permits_which" in browser.get("/desk/office/policies/").content.decode()
    text = html.unescape(browser.get(PAGE).content.decode())
    assert all(said in text for said in (*SOURCES, *QUESTIONS))
    assert "> wrong<" not in text
    assert "chinese-child" in text


def test_eve_sees_no_table(cast: Cast) -> None:
    assert signed_in(cast.eve.key).get(PAGE).status_code == 403


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_what_stands_in_the_table_is_said_in_every_language(language: str) -> None:
    with translation.override(django_code(language)):
        assert not [said for said in (*SOURCES, *QUESTIONS) if translation.gettext(said) == said]
