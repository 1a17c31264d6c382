"""Files before Django: what is baked is served, the rest goes on, nothing outside the folder comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portlight.config.front import front

BEYOND = b"django answered"


class Answer:
    def __init__(self, app: Any, path: str, *, method: str = "GET", query: str = "", **headers: str) -> None:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, **headers}
        self.status, self.headers = "", {}
        self.body = b"".join(app(environ, self._start))

    def _start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = status, dict(headers)


@pytest.fixture
def app(tmp_path: Path) -> Any:
    public = tmp_path / "public"
    (public / "ar" / "notices" / "n-1").mkdir(parents=True)
    (public / "ar" / "notices" / "n-1" / "index.html").write_text("<p>" + "تدابير " * 400)
    (public / "ar" / "notices" / ".half-written").write_text("no")
    (public / "feeds").mkdir()
    (public / "feeds" / "ar.atom").write_text("<feed/>")
    (public / "ar" / "notices" / "feed.json").write_text("{}")
    (public / "cap").mkdir()
    (public / "cap" / "K7F3-9QXM.xml").write_text("<alert/>")
    (tmp_path / "secret.txt").write_text("secret")
    (public / "ar" / "out").symlink_to(tmp_path)

    def beyond(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [])
        return [BEYOND]

    script = (b"self;", "text/javascript; charset=utf-8", "def456def456")
    static = {
        "a.css": (b"a{}" * 1000, "text/css; charset=utf-8", "abc123abc123"), "webpush/worker.js": script,
        "webpush/subscribe.js": script,
    }  # fmt: skip
    return front(beyond, public=public, static=static)


def test_it_serves_a_baked_notice_with_its_headers(app: Any) -> None:
    answer = Answer(app, "/ar/notices/n-1/")
    assert answer.status == "200 OK"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_it_answers_304_to_who_has_it(app: Any) -> None:
    etag = Answer(app, "/ar/notices/n-1/").headers["ETag"]
    again = Answer(app, "/ar/notices/n-1/", HTTP_IF_NONE_MATCH=f'"other", W/{etag}')
    assert again.status == "304 Not Modified"
    assert again.body == b""


def test_it_answers_304_by_date_and_survives_a_broken_one(app: Any) -> None:
    changed = Answer(app, "/ar/notices/n-1/").headers["Last-Modified"]
    assert Answer(app, "/ar/notices/n-1/", HTTP_IF_MODIFIED_SINCE=changed).status == "304 Not Modified"
    assert Answer(app, "/ar/notices/n-1/", HTTP_IF_MODIFIED_SINCE="yesterday").status == "200 OK"


def test_head_has_the_headers_and_no_body(app: Any) -> None:
    answer = Answer(app, "/ar/notices/n-1/", method="HEAD")
    assert answer.body == b""
    assert int(answer.headers["Content-Length"]) > 1000


def test_it_packs_for_who_can_unpack(app: Any) -> None:
    packed = Answer(app, "/ar/notices/n-1/", HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < 400


def test_a_changed_file_is_served_changed(app: Any, tmp_path: Path) -> None:
    page = tmp_path / "public" / "ar" / "notices" / "n-1" / "index.html"
    before = Answer(app, "/ar/notices/n-1/").headers["ETag"]
    page.with_suffix(".new").write_text("other")
    page.with_suffix(".new").replace(page)
    after = Answer(app, "/ar/notices/n-1/")
    assert after.body == b"other"
    assert after.headers["ETag"] != before


@pytest.mark.parametrize(
    "path",
    [
        "/ar/notices/../../../secret.txt", "/ar/notices/%2e%2e/secret.txt", "/ar/out/secret.txt", "/ar//notices/n-1/",
        "/ar/notices/.half-written", "/ar/notices/n-1\0/", "/ar/notices\\..\\..\\secret.txt", "/../secret.txt",
        "/ar/notices/n-2/", "/desk/", "/ar/", "/", "",
    ],
)  # fmt: skip
def test_nothing_else_comes_out(app: Any, path: str) -> None:
    assert Answer(app, path).body == BEYOND


def test_a_post_goes_on_to_django(app: Any) -> None:
    assert Answer(app, "/ar/notices/n-1/", method="POST").body == BEYOND


def test_static_files_are_kept_for_ever_only_under_their_content(app: Any) -> None:
    assert Answer(app, "/static/a.css", query="v=abc123abc123").headers["Cache-Control"].endswith("immutable")
    assert Answer(app, "/static/a.css").headers["Cache-Control"] == "public, max-age=60"
    assert Answer(app, "/static/../secret.txt").status == "404 Not Found"


def test_feeds_have_their_type(app: Any) -> None:
    assert Answer(app, "/feeds/ar.atom").headers["Content-Type"].startswith("application/atom+xml")
    assert Answer(app, "/ar/notices/feed.json").headers["Content-Type"].startswith("application/feed+json")
    assert Answer(app, "/cap/K7F3-9QXM.xml").headers["Content-Type"].startswith("application/xml")


def test_a_service_worker_may_look_after_the_whole_portal_and_no_other_script(app: Any) -> None:
    worker = Answer(app, "/static/webpush/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in Answer(app, "/static/webpush/subscribe.js").headers
