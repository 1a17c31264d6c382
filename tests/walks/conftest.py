"""The office as people meet it: the real server on a temporary data folder, and a browser that may not grumble."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.walks import city as building
from tests.walks.city import City
from tests.walks.codes import app_code
from tests.walks.prepare import PASSWORD, SECRET

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
NO_CHROMIUM = "chromium is not installed (apt install chromium fonts-noto-core fonts-noto-cjk): walks are skipped"
SERVE = "import sys; from portlight.config.serve import serve; serve(port=int(sys.argv[1]), workers=1, quiet=True)"


@dataclass
class Office:
    """The served office. `url` without a slash at the end; `folder` is its data."""

    url: str
    folder: Path
    used: set[tuple[str, int]] = field(default_factory=set)

    def sign_in(self, page: Any, account: str) -> None:
        """Through the real pages, with password and the app's code; waits for a fresh code when one was used."""
        page.goto(f"{self.url}/desk/sign-in/")
        page.fill("#id_login", account)
        page.fill("#id_password", PASSWORD)
        page.click("main button")
        page.fill("#id_code", self._fresh(account))
        page.click("main button")
        page.wait_for_url(f"{self.url}/desk/")

    def _fresh(self, account: str) -> str:
        """A code this account has not used: the one of now, of half a minute ago, or of half a minute ahead."""
        while True:
            step = int(time.time()) // 30
            free = [one for one in (step, step - 1, step + 1) if (account, one) not in self.used]
            if free:
                self.used.add((account, free[0]))
                return app_code(SECRET, step=free[0])
            time.sleep(1)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    folder = tmp_path_factory.mktemp("office")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    env |= {"PORTLIGHT_MODE": "test", "PORTLIGHT_DATA": str(folder), "PORTLIGHT_SITE": f"http://localhost:{port}"}
    subprocess.run([sys.executable, "-m", "tests.walks.prepare"], cwd=ROOT, env=env, check=True)
    with (folder / "web.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], cwd=ROOT, env=env, stdout=log, stderr=log)
    made = Office(f"http://localhost:{port}", folder)
    try:
        _wait(made, server)
        yield made
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(office: Office, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{office.url}/api/health", timeout=2).close()  # noqa: S310 - our own address
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
    raise AssertionError(f"the office did not open:\n{(office.folder / 'web.log').read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


class Grumbles(list[str]):
    """Console messages of a walk. `expected` are parts of messages the walk provokes on purpose; `NEVER_OURS` are those
    a browser says of a walk that types before the page has moved the focus by itself, quicker than anybody could."""

    NEVER_OURS = ("Autofocus processing was blocked because a document already has a focused element",)
    expected: tuple[str, ...] = ()

    def unexpected(self) -> list[str]:
        return [said for said in self if not any(part in said for part in (*self.expected, *self.NEVER_OURS))]


@pytest.fixture
def grumbles() -> Iterator[Grumbles]:
    heard = Grumbles()
    yield heard
    assert heard.unexpected() == [], "the browser's console was not silent"


@pytest.fixture
def new_page(browser: Any, grumbles: Grumbles) -> Iterator[Any]:
    """`new_page(width=360, scheme="dark", script=False)`: a page in a context of its own.

    `state` is what another context has kept (its cookies): the page begins signed in.
    """
    contexts = []

    def made(*, width: int = 1280, scheme: str = "light", script: bool = True, state: Any = None) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script,
            storage_state=state,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: grumbles.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: grumbles.append(f"{page.url}: {error}"))
        return page

    yield made
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The demo itself, once for all walks."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    made = building.build(tmp_path_factory.mktemp("demo"))
    try:
        yield made
    finally:
        building.end(made)


@pytest.fixture
def desk(city: City, new_page: Any) -> Any:
    """`desk("bao", width=360)`: a page on which this one of the cast has entered; each enters once and stays in."""

    def entered(part: str, **options: Any) -> Any:
        if part not in city.states:
            first = new_page()
            city.enter(first, part)
            city.states[part] = first.context.storage_state()
        page = new_page(state=city.states[part], **options)
        page.goto(f"{city.url}/desk/")
        return page

    return entered


@pytest.fixture
def picture() -> Any:
    """Takes a picture of the whole page into the folder named by PICTURES, where somebody wants to look at them.

    Where nobody does, none is taken: they were a fifth of the time of a walk.
    """
    wanted = os.environ.get("PICTURES")
    if not wanted:
        return lambda page, name: None
    folder = Path(wanted)
    folder.mkdir(parents=True, exist_ok=True)
    return lambda page, name: page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.fixture(scope="session")
def violations() -> Any:
    """Runs axe over a page, WCAG 2.2 AA and its own good practice; gives the violations as lines."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    options = {
        "rules": {"target-size": {"enabled": True}},  # WCAG 2.2, 2.5.8: axe asks for it only when told
        "resultTypes": ["violations"],  # what passed is not spelled out, which took most of its time
    }

    def found(page: Any) -> list[str]:
        return [
            f"{page.url}: {each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for each in axe.run(page, options=options).response["violations"]
            for node in each["nodes"]
        ]

    return found
