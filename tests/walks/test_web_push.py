"""Web push in a real browser: the page, the worker at scope "/", a push that arrives, and its correction in its place.

Only the browser maker's server is stood in for: a subscription cannot be had without it.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.walks.conftest import ROOT, SERVE, Grumbles, Office, _wait

pytestmark = pytest.mark.walk
TOKEN = """
from django.utils import timezone
import django; django.setup()
from portlight.kernel.people import commands as people
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.toolkit.actor import machine, person
own = NewAddress(channel="email", value="anna@mail.example", verified=True, consented=True)
(key,) = people.enrol([NewPerson(languages=("en",), addresses=(own,))], by=machine("walk"), at=timezone.now())
print(people.open_session(person=key, by=person(key), at=timezone.now()))
"""
SUBSCRIPTION = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/walk",
    "keys": {
        "p256dh": "BAdN9WtOCjD_O47iOXA1-GYDJ-go-hK1pgysC1QI7_QmzaD7p-jOxACArzpu-zqjJfzsjERlfQb2v3h0aM5efy4",
        "auth": "SvKd3mUQvbDbrrqYs48FJg",
    },
}
# What the browser maker's server would answer; everything else is the browser's own.
STAND_IN = """
let mine = null;
const made = () => ({ toJSON: () => (SUBSCRIPTION), unsubscribe: async () => { mine = null; return true; } });
PushManager.prototype.getSubscription = async () => mine;
PushManager.prototype.subscribe = async (asked) => {
  if (asked.applicationServerKey.length !== 65 || !asked.userVisibleOnly) { throw new Error("asked wrongly"); }
  mine = made();
  return mine;
};
""".replace("SUBSCRIPTION", json.dumps(SUBSCRIPTION))


@pytest.fixture(scope="module")
def pushing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    """An office with web push switched on, and the session of a person who has proved her address."""
    folder = tmp_path_factory.mktemp("pushing")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    env |= {"PORTLIGHT_MODE": "test", "PORTLIGHT_DATA": str(folder), "PORTLIGHT_SITE": f"http://localhost:{port}"}
    env |= {"PORTLIGHT_WEBPUSH": "on", "DJANGO_SETTINGS_MODULE": "portlight.config.settings"}
    said = []
    for command in (["-m", "portlight", "prepare"], ["-m", "portlight", "webpush", "keys"], ["-c", TOKEN]):
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True, capture_output=True, text=True)
        said.append(done.stdout.strip())
    with (folder / "web.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], cwd=ROOT, env=env, stdout=log, stderr=log)
    office = Office(f"http://localhost:{port}", Path(folder))
    try:
        _wait(office, server)
        yield office, said[-1]
    finally:
        server.terminate()
        server.wait(timeout=20)


def opened(new_page: Any, pushing: tuple[Office, str], *, language: str = "en", **options: Any) -> Any:
    office, token = pushing
    page = new_page(**options)
    page.context.add_cookies([{"name": "portlight-person", "value": token, "url": office.url}])
    page.add_init_script(STAND_IN)
    page.context.grant_permissions(["notifications"], origin=office.url)
    page.goto(f"{office.url}/{language}/webpush/")
    return page


def state(page: Any) -> str:
    shown = page.locator("#push[data-state]:not([data-state=busy])")
    shown.wait_for()
    return str(shown.get_attribute("data-state"))


def test_she_switches_it_on_and_off_in_her_browser(new_page: Any, pushing: tuple[Office, str]) -> None:
    page = opened(new_page, pushing)
    assert state(page) == "off"
    page.click("button[value=on]")
    assert state(page) == "on"
    assert page.evaluate("navigator.serviceWorker.getRegistration('/').then((r) => r.scope)").endswith("/")
    assert page.is_visible("text=This browser shows you the office's notices.")
    page.click("button[value=off]")
    assert state(page) == "off"


def test_a_push_is_shown_and_its_correction_takes_its_place(new_page: Any, pushing: tuple[Office, str]) -> None:
    office, _ = pushing
    page = opened(new_page, pushing)
    state(page)
    page.click("button[value=on]")
    assert state(page) == "on"
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tools = page.context.new_cdp_session(page)
    registrations: list[Any] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    tools.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    number = registrations[0]["registrationId"]
    for title, code in (("六项措施", "K7F3-9QXM"), ("ستة تدابير", "AAAA-CCCC")):
        told = {
            "title": title, "body": "news", "code": code, "topic": "K7F3-9QXM", "lang": "ar", "dir": "rtl",
            "url": "https://evil.example/" if code == "AAAA-CCCC" else f"{office.url}/en/",
        }  # fmt: skip
        tools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": office.url, "registrationId": number, "data": json.dumps(told)},
        )
        page.wait_for_timeout(500)
    shown = page.evaluate(
        "navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((all) =>"
        " all.map((one) => [one.title, one.tag, one.dir, one.data.url]))"
    )
    assert shown == [["ستة تدابير", "K7F3-9QXM", "rtl", office.url]]


def test_without_javascript_the_page_says_so(new_page: Any, pushing: tuple[Office, str]) -> None:
    page = opened(new_page, pushing, script=False)
    assert "This works only with JavaScript" in page.locator("main").inner_text()
    assert not page.locator("#push").is_visible()  # nothing that could not be pressed


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar", "de"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_it_fits_and_is_silent(
    new_page: Any, pushing: tuple[Office, str], grumbles: Grumbles, language: str, width: int, scheme: str
) -> None:
    page = opened(new_page, pushing, language=language, width=width, scheme=scheme)
    assert state(page) == "off"
    told = page.locator("#push [data-when]:visible")
    assert {part.get_attribute("data-when") for part in told.all()} == {"off", "off failed"}
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
