"""The editor: who may change a text, and what a change of the page's language leaves standing."""

from __future__ import annotations

import pytest

from portlight.capabilities.notices import queries
from portlight.capabilities.notices.tests import make
from portlight.faces.desk.tests.test_desk_office import signed_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TYPED = {"title": "改过的标题", "body": make.BODY, "request_id": "b2f5a0d6-6d8a-4f6e-9d0b-3c0e6a3d7f11"}


@pytest.mark.parametrize("role", ["auditor", "approver", "reviewer", "supervisor"])
def test_who_only_reads_a_notice_does_not_change_its_text(cast: Cast, role: str) -> None:
    number = make.written(cast)
    browser = signed_in(cast.holding(role).key)
    path = f"/desk/notices/{number}/text/"
    page = browser.get(path)
    assert page.status_code == 200
    assert 'name="body"' not in page.content.decode()
    revision = queries.editor(number, "zh-Hans").revision
    assert browser.post(path, {**TYPED, "revision": revision}).status_code == 403
    assert queries.editor(number, "zh-Hans").title == make.TITLE


def test_a_change_of_language_keeps_what_was_typed_and_saves_nothing(cast: Cast) -> None:
    number = make.written(cast)
    browser = signed_in(cast.bao.key)
    answer = browser.post(f"/desk/notices/{number}/text/", {**TYPED, "revision": 1, "_language": "en"}, follow=True)
    assert "改过的标题" in answer.content.decode()
    assert queries.editor(number, "zh-Hans").title == make.TITLE
