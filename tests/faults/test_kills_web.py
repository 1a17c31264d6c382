"""`kill -9` of the web server itself, in the middle of what a button began: nothing is half-done, and her browser,
which sends the same page again, has it once.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from uuid import UUID

import pytest
import requests
from django.conf import settings
from django.utils import timezone

from portlight.capabilities.green_lanes.tests.given import agreed, ending, take, text
from portlight.capabilities.permits import commands as permits
from portlight.kernel.people import commands as people
from portlight.kernel.policies import commands as policies
from portlight.simulator.children import Child, any_port
from portlight.toolkit.actor import machine, person
from portlight.toolkit.statements import select
from tests import files
from tests.cast import Cast, make
from tests.faults.test_kills_appointments import opened

pytestmark = pytest.mark.faults
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_WAIT = 30.0  # seconds for a server to come up


@pytest.fixture(autouse=True)
def people_here(fresh_db: object) -> Cast:
    made = make()
    policies.load_tables(by=machine("tests"), at=timezone.now())
    return made


@contextmanager
def served(env: dict[str, str], folder: Path, *, kill_at: str = "") -> Iterator[str]:
    """The office's own web process, killed at a named point where one is given. Gives its address."""
    port = any_port()
    own = {**env, "PORTLIGHT_LOG": "WARNING", "PORTLIGHT_HOSTS": "localhost"}
    own |= {"PORTLIGHT_SITE": f"http://localhost:{port}", **({"PORTLIGHT_POINTS": kill_at} if kill_at else {})}
    command = [sys.executable, "-m", "portlight", "web", "--port", str(port), "--workers", "1", "--quiet"]
    child = Child("web", command, own, folder / f"web-{port}.log")
    child.start()
    try:
        site, until = f"http://localhost:{port}", time.monotonic() + _WAIT
        while True:
            try:
                if requests.get(f"{site}/api/health", timeout=5).ok:
                    break
            except requests.ConnectionError:
                assert time.monotonic() < until, child.log.read_text(errors="replace")[-2000:]
                time.sleep(0.1)
        yield site
    finally:
        child.stop(patience=15)


@dataclass(frozen=True)
class Flow:
    """A page that is open in her browser, what she types, the point at which the web dies, what must stand once."""

    page: str
    typed: dict[str, str]
    kill_at: str
    rows: tuple[str, ...]  # statements that count
    photo: bytes = b""
    sends_to: str = ""  # where its form goes, if not to the page itself


class Browser:
    """Hers: it has the page open, loses the server in the middle of an answer, and sends the same again."""

    def __init__(self, flow: Flow, cookie: str) -> None:
        self.flow, self.session = flow, requests.Session()
        self.session.headers["Cookie"] = f"{settings.PERSON_COOKIE}={cookie}" if cookie else ""
        self.typed: dict[str, str] = {}

    def opens(self, site: str) -> None:
        """The page with what a form hides; kept for every sending."""
        answer = self.session.get(site + self.flow.page, timeout=20)
        assert answer.status_code == 200, answer.text[:2000]
        token = _TOKEN.search(answer.text)
        assert token, answer.text[:2000]
        hidden = dict(re.findall(r'<input type="hidden" name="(request_id)" value="([^"]+)"', answer.text))
        form = answer.cookies.get(settings.CSRF_COOKIE_NAME) or ""
        self.session.headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={form}"
        self.typed = {**hidden, **self.flow.typed, "csrfmiddlewaretoken": token[1]}

    def sends(self, site: str) -> int:
        given = {"content": ("page.jpg", self.flow.photo, "image/jpeg")} if self.flow.photo else None
        to = site + (self.flow.sends_to or self.flow.page)
        answer = self.session.post(
            to, data=self.typed, files=given, allow_redirects=False, timeout=60, headers={"Origin": site}
        )
        return answer.status_code


def filing(cast: Cast) -> Flow:
    """The last page of an application."""
    ends = (timezone.localdate() + timedelta(days=60)).isoformat()
    key = _draft(cast, permit_until=ends)
    counts = tuple(f"SELECT count(*) FROM {table}" for table in ("cases_case", "permits_application", "papers_issued"))
    filed = "SELECT count(*) FROM timeline_event WHERE kind = 'permits.filed'"
    return Flow(f"/en/permits/file/{key}/check/", {}, "cases.opened", (*counts, filed))


def slip(cast: Cast) -> Flow:
    """The same, dead at the very end of it."""
    return Flow(**{**vars(filing(cast)), "kill_at": "papers.issued"})


def paper(cast: Cast) -> Flow:
    """A paper handed in for one: its file is on the disk, its row is not."""
    key = _draft(cast, permit_until=(timezone.localdate() + timedelta(days=60)).isoformat())
    rows = ("SELECT count(*) FROM documents_document", "SELECT count(*) FROM documents_use")
    page = f"/en/permits/file/{key}/papers/"
    return Flow(page, {"which": "passport"}, "documents.kept", rows, photo=files.picture())


def booking(cast: Cast) -> Flow:
    """A time chosen in a calendar."""
    starts = datetime.combine(opened(), clock(9), timezone.get_default_timezone())
    rows = ("SELECT count(*) FROM slots_booking", "SELECT COALESCE(sum(ordinary + urgent + green), 0) FROM slots_taken")
    moment = starts.isoformat().replace("+", "%2B")
    return Flow(f"/en/appointments/book/permits/?place=hall&at={moment}", {}, "slots.taken", rows)


def listing(cast: Cast) -> Flow:
    """The button under an institution's list of one: the person, her draft, and the word to her."""
    at = timezone.now()
    organisation = agreed(cast, officer=cast.anna, at=at, since=at.date(), until=at.date() + timedelta(days=90))
    number = take(text(ending(1, today=at.date())), organisation, cast.anna.actor, at=at)
    rows = ("SELECT count(*) FROM green_lanes_member", "SELECT count(*) FROM green_lanes_row WHERE state = 'draft'",
            "SELECT count(*) FROM work_item WHERE kind = 'lanes.tell'")  # fmt: skip
    page = f"/en/lanes/list/{number}/"
    return Flow(page, {"changes": "joined"}, "lanes.drafted", rows, sends_to=f"{page}draft/")


def _draft(cast: Cast, **stay: str) -> UUID:
    told = {
        "filed_as": "self", "agent_ground": "", "surname": "DUPONT", "given_names": "ANNA", "nationality": "FRA",
        "birth_date": "1990-05-04", "paper_number": "20FV12345", "paper_until": "2035-01-01",
        "holds": "residence-permit", "purpose": "Work goes on", "handover": "collect", **stay,
    }  # fmt: skip
    anna = cast.anna
    return permits.begin(anna.key, "residence-extension", told, by=anna.actor, at=timezone.now())


@pytest.mark.parametrize("flow_of", [filing, slip, paper, booking, listing], ids=lambda one: one.__name__)
def test_a_web_that_is_killed_leaves_nothing_half_done_and_the_same_page_again_does_it_once(
    flow_of: Callable[[Cast], Flow], people_here: Cast, child_env: dict[str, str], tmp_path: Path
) -> None:
    flow, anna = flow_of(people_here), people_here.anna
    cookie = people.open_session(person=anna.key, by=person(anna.key), at=timezone.now())
    browser = Browser(flow, cookie)
    with served(child_env, tmp_path, kill_at=flow.kill_at) as site:
        browser.opens(site)
        with pytest.raises(requests.ConnectionError):
            browser.sends(site)
    assert counted(flow) == [0] * len(flow.rows)
    with served(child_env, tmp_path) as site:
        assert [browser.sends(site) for _ in range(2)] == [302, 302]
    assert counted(flow) == [1] * len(flow.rows)


def counted(flow: Flow) -> list[int]:
    return [int(select(statement)[0][0]) for statement in flow.rows]
