"""Over the whole list of routes: Eve is refused, a GET changes nothing, a POST without its token neither."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portlight.faces.routes import routes
from portlight.faces.tests.test_sign_in import PASSWORD, app_code, desk_paths, give_password
from portlight.kernel.staff import commands as staff
from portlight.kernel.staff.rules import APART, ROLES
from portlight.toolkit.actor import machine

BY = machine("tests")


def signed_in(*roles: str, **options: Any) -> Client:
    """A browser of a new account that has given password and code."""
    email = f"{'-'.join(roles) or 'eve'}@office.example"
    key = staff.hire(
        email=email, name="Somebody", language="en", roles=roles, password=PASSWORD, by=BY, at=timezone.now()
    )
    secret = generate_totp_secret()
    TOTP.activate(get_user_model().objects.get(pk=key), secret)
    browser = Client(**options)
    if options:  # the sign-in itself is not what is tested here
        browser = Client()
    give_password(browser, email)
    browser.post("/desk/sign-in/code/", {"code": app_code(secret)})
    assert browser.get("/desk/").status_code == 200
    if options:
        strict = Client(**options)
        strict.cookies = browser.cookies
        return strict
    return browser


def guarded() -> list[tuple[str, tuple[str, ...]]]:
    """Every desk page that asks for a permission, with parameters filled in."""
    methods = {route.name: route.methods for route in routes("desk") if route.may}
    found = [(path, methods[name]) for path, name in named_paths() if name in methods]
    assert len(found) == len(methods)
    assert len(found) >= 20
    return found


def named_paths() -> list[tuple[str, str]]:
    """(path, `<room>:desk:<function>`) of every desk page."""
    return [(path, route.name) for route in routes("desk") for path, name in desk_paths() if _is(path, route, name)]


def _is(path: str, route: Any, name: str) -> bool:
    room = path.removeprefix("/desk/").split("/")[0]
    in_room = room == route.room or (route.room == "home" and room in {"", route.function})
    shape = path.count("/") == route.address.count("/")
    return bool(name == route.function and in_room and shape)


@pytest.mark.django_db
def test_every_desk_page_refuses_eve() -> None:
    eve = signed_in()
    for path, methods in guarded():
        ask = eve.get if "GET" in methods else eve.post
        assert ask(path).status_code == 403, path


@pytest.mark.django_db
def test_every_page_that_changes_something_refuses_get_and_a_post_without_its_token() -> None:
    everything = tuple(role for role in ROLES if role not in APART)
    strict = signed_in(*everything, enforce_csrf_checks=True)
    changing = [(path, methods) for path, methods in guarded() if "POST" in methods]
    assert len(changing) >= 12
    for path, methods in changing:
        assert strict.post(path, {"request_id": "x"}).status_code == 403, path
        if "GET" not in methods:
            assert strict.get(path).status_code in {403, 405}, path


@pytest.mark.django_db
def test_a_code_stays_used_for_as_long_as_it_is_good() -> None:
    """allauth forgets a used code after one period, but a tolerance of one step makes it good for three."""
    key = staff.hire(email="bao@office.example", name="Bao", language="en", password=PASSWORD, by=BY, at=timezone.now())
    secret = generate_totp_secret()
    TOTP.activate(get_user_model().objects.get(pk=key), secret)
    code = app_code(secret, later=1)
    for opens in (True, False):
        browser = Client()
        give_password(browser, "bao@office.example")
        browser.post("/desk/sign-in/code/", {"code": code})
        assert (browser.get("/desk/").status_code == 200) is opens
        cache.delete(f"allauth.mfa.totp.used?user={key}&code={code}")  # as after 30 seconds
