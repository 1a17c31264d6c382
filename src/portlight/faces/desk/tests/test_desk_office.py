"""The office's own pages at the desk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

import portlight
from portlight.faces.desk.deeds import DEEDS
from portlight.kernel.staff import commands as staff
from portlight.toolkit.actor import machine

pytestmark = pytest.mark.django_db


def hired(email: str, *roles: str) -> UUID:
    return staff.hire(
        email=email, name=f"Name of {roles}", language="en", roles=roles, by=machine("tests"), at=timezone.now()
    )


def signed_in(key: UUID) -> Client:
    """A browser whose session gave password and code."""
    browser = Client()
    account = get_user_model().objects.get(pk=key)
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = HttpRequest()
    request.session = browser.session
    request.user = account
    record_authentication(request, account, "mfa", type="totp")
    request.session.save()
    return browser


def test_the_supervisor_sees_who_works_here_and_what_happened() -> None:
    browser = signed_in(hired("chen@office.example", "supervisor"))
    assert "chen@office.example" in browser.get("/desk/office/staff/").content.decode()
    timeline = browser.get("/desk/office/timeline/").content.decode()
    assert "staff.hired" in timeline
    assert "Colleague admitted" in timeline


@pytest.mark.parametrize("path", ["/desk/office/staff/", "/desk/office/timeline/"])
def test_eve_does_not(path: str) -> None:
    assert signed_in(hired("eve@office.example")).get(path).status_code == 403


def test_the_timeline_goes_back_page_by_page_without_a_gap() -> None:
    first = hired("chen@office.example", "supervisor")
    for n in range(60):
        hired(f"a{n}@office.example")
    browser = signed_in(first)
    page = browser.get("/desk/office/timeline/")
    events = [event.number for event, *_ in page.context["events"]]
    older = browser.get(f"/desk/office/timeline/?before={page.context['page'].next}")
    events += [event.number for event, *_ in older.context["events"]]
    assert events == list(range(max(events), min(events) - 1, -1))
    assert len(events) == 61


def test_the_timeline_of_one_subject_and_of_none() -> None:
    key = hired("chen@office.example", "supervisor")
    browser = signed_in(key)
    assert len(browser.get(f"/desk/office/timeline/?about=staff:{key}").context["events"]) == 1
    assert "Nothing has happened yet" in browser.get("/desk/office/timeline/?about=nothing").content.decode()
    assert browser.get("/desk/office/timeline/?before=drop").status_code == 200


@pytest.mark.parametrize("path", ["/desk/", "/desk/style/", "/desk/office/staff/", "/desk/office/timeline/"])
def test_a_desk_page_costs_eight_queries_at_most(
    path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(hired("chen@office.example", "supervisor"))
    with django_assert_max_num_queries(8):
        assert browser.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/desk/", "/desk/style/", "/desk/office/staff/", "/desk/office/timeline/"])
def test_a_page_to_read_refuses_a_post(path: str) -> None:
    assert signed_in(hired("chen@office.example", "supervisor")).post(path).status_code == 405


def test_the_operator_pauses_a_channel_and_lets_it_go_on() -> None:
    browser = signed_in(hired("otto@office.example", "operator"))
    assert browser.post("/desk/office/channels/pause/", {"channel": "email"})["Location"] == "/desk/office/channels/"
    assert "Go on sending" in browser.get("/desk/office/channels/").content.decode()
    browser.post("/desk/office/channels/resume/", {"channel": "email"})
    assert "Go on sending" not in browser.get("/desk/office/channels/").content.decode()


def test_a_channel_nobody_knows_is_refused_with_a_sentence() -> None:
    answer = signed_in(hired("otto@office.example", "operator")).post(
        "/desk/office/channels/pause/", {"channel": "fax"}
    )
    assert answer.status_code == 409
    assert "The channel fax is not switched on." in answer.content.decode()


@pytest.mark.parametrize("path", ["/desk/office/channels/pause/", "/desk/office/channels/resume/"])
def test_a_channel_is_touched_by_post_and_by_the_operator_only(path: str) -> None:
    assert signed_in(hired("otto@office.example", "operator")).get(path).status_code == 405
    assert signed_in(hired("eve@office.example", "writer")).post(path, {"channel": "email"}).status_code == 403


def test_every_deed_recorded_has_words_and_every_word_a_deed() -> None:
    """Reads the calls of the sources: a first argument to `record` and its helpers, or a constant they are given."""
    recorded = {"keys.ring"}  # named by a constant, because the same module looks for it again
    for module in Path(portlight.__file__).parent.rglob("*.py"):
        if "tests" not in module.parts:
            recorded |= set(_recorded(ast.parse(module.read_text(encoding="utf-8"))))
    assert recorded == set(DEEDS)


def _recorded(tree: ast.Module) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        first = call.args[0] if call.args else None
        if name in {"record", "record_each", "_told", "_change", "_changed", "_noted", "record_booking"} and isinstance(
            first, ast.Constant
        ):
            yield str(first.value)
        if name == "_note" and isinstance(first, ast.Constant):
            yield f"notices.text-{first.value}"
        named = call.keywords if name in {"tell", "tell_code", "send", "write_to"} else ()
        for said in (keyword.value for keyword in named if keyword.arg == "kind"):
            either = (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,)
            yield from (str(one.value) for one in either if isinstance(one, ast.Constant))
