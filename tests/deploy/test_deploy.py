"""What stands in deploy/ names only what exists, and nginx answers as the program itself does."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from portlight.config.cli import group
from portlight.config.front import BAKED, KINDS, front
from portlight.delivery.queries import TOLD
from portlight.faces.api import standing
from portlight.faces.security import HEADERS
from portlight.toolkit import env

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "one-box" / "units").iterdir())
OURS = "/opt/portlight/bin/portlight"
FIXED = {*HEADERS, "Cache-Control", "Content-Type", "Vary"}


def _texts() -> dict[str, str]:
    return {str(file.relative_to(ROOT)): file.read_text() for file in DEPLOY.rglob("*") if file.is_file()}


def test_every_setting_named_is_one_we_read() -> None:
    known = {*env.known().split(", "), "PORTLIGHT_CERTIFICATES"}  # the last one is compose's own
    named = {word for text in _texts().values() for word in re.findall(r"PORTLIGHT_[A-Z_]+[A-Z]", text)}
    assert named <= known, named - known


def test_every_command_named_is_one_we_have() -> None:
    lines = [line for text in _texts().values() for line in re.findall(rf"{OURS} (.+)", text)]
    compose = (DEPLOY / "many" / "compose.yml").read_text()
    lines += [line.replace(",", "").replace('"', "") for line in re.findall(r"command: \[(.+)\]", compose)]
    assert len(lines) >= 10
    for line in lines:
        _parsed(line.split())


def _parsed(words: list[str]) -> None:
    command: Any = group()
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    command.make_context("portlight", words)  # raises for an option that is none


def test_every_file_of_ours_that_is_named_is_there() -> None:
    install = (DEPLOY / "one-box" / "install.sh").read_text()
    for name in re.findall(r"\$here/([\w./-]+)", install):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"\$box/([\w.-]+)", install):
        assert (DEPLOY / "one-box" / name).exists(), name
    for line in re.findall(r"(?m)^COPY (.+) \S+$", (DEPLOY / "many" / "Dockerfile").read_text()):
        for name in line.split():
            assert (ROOT / name).exists(), name
    for unit in UNITS:
        for name in re.findall(r"file:///opt/portlight/(docs/\S+)", unit.read_text()):
            assert (ROOT / name).exists(), name


def test_every_page_of_the_docs_that_is_named_is_there() -> None:
    named = {name for text in _texts().values() for name in re.findall(r"(?<![\w/])docs/[\w./-]+\.md", text)}
    assert len(named) >= 2
    assert [name for name in named if not (ROOT / name).exists()] == []


class _Asked(BaseHTTPRequestHandler):
    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.send_response(200 if self.path == "/api/ready" else 404)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def test_the_check_of_a_web_process_asks_by_the_name_it_answers_to(monkeypatch: pytest.MonkeyPatch) -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    services = yaml.safe_load((DEPLOY / "many" / "compose.yml").read_text())["services"]
    _, python, *check = services["web"]["healthcheck"]["test"]
    assert python == "python"
    monkeypatch.setenv("PORTLIGHT_HOSTS", "portal.example,other.example")
    with HTTPServer(("127.0.0.1", 0), _Asked) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        check = [part.replace(":8000", f":{server.server_port}") for part in check]
        subprocess.run([sys.executable, *check], check=True, timeout=20)
        server.shutdown()
    assert _Asked.hosts == ["portal.example"]


def test_the_folders_of_the_units_are_those_that_are_made() -> None:
    made = {line.split()[1] for line in (DEPLOY / "one-box/tmpfiles.conf").read_text().splitlines() if line[0] == "d"}
    for unit in UNITS:
        text = unit.read_text()
        for place in re.findall(r"(?:ReadWritePaths|WorkingDirectory)=(\S+)", text):
            assert place in made, place
        assert "Service" not in text or "NoNewPrivileges=yes" in text or unit.suffix == ".timer"
    assert {"/var/lib/portlight", "/var/lib/portlight/public", "/etc/portlight"} <= made


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed (apt install systemd)")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace(OURS, sys.executable))
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in said.stderr.splitlines() if "portlight" in line]
    assert not ours, said.stderr


@pytest.mark.parametrize("script", ["one-box/install.sh", "many/secrets.sh"])
def test_the_scripts_are_shell(script: str) -> None:
    assert subprocess.run(["sh", "-n", DEPLOY / script], check=False).returncode == 0
    assert (DEPLOY / script).stat().st_mode & 0o111


def test_no_password_stands_here() -> None:
    for name, text in _texts().items():
        assert not re.search(r"(?i)password['\"]?\s*[:=]\s*['\"]?(?!/run/secrets|%s|$|\{)[\w]{4,}", text), name
        assert not re.search(r"://\w+:(?!%s|password@)[^@\s/]+@", text), name


def test_the_yaml_can_be_read_and_the_alerts_name_what_is_measured() -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    compose = yaml.safe_load((DEPLOY / "many" / "compose.yml").read_text())
    services = compose["services"]
    assert {"database", "broker", "web", "worker-1", "worker-2", "carrier-1", "bounces", "nginx"} <= set(services)
    hosts = [one["hostname"] for name, one in services.items() if name.startswith(("worker", "carrier"))]
    assert len(hosts) == len(set(hosts)) == 4, "a worker's journal is found by its host's name"
    used = {secret for one in services.values() for secret in map(_name, one.get("secrets", []))}
    assert used == set(compose["secrets"])
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"][0]["rules"]
    assert {"expr", "alert", "labels", "annotations"} <= set.intersection(*(set(rule) for rule in rules))


def _name(secret: Any) -> str:
    return str(secret if isinstance(secret, str) else secret["source"])


def test_the_alerts_name_what_is_measured() -> None:
    named = set(re.findall(r"portlight_(\w+)", (DEPLOY / "alerts.yml").read_text()))
    beside = set(re.findall(r'\("(\w+)", "', Path(standing.__file__).read_text()))
    assert named <= {*TOLD, *beside, "requests_total"}, named
    assert "oldest_work_seconds" in named


def test_nginx_sends_the_headers_of_the_program() -> None:
    sent = dict(re.findall(r'add_header (\S+) "(.*)" always;', (DEPLOY / "nginx/headers.conf").read_text()))
    assert sent == {**HEADERS, "Cache-Control": "public, max-age=60"}


def test_nginx_serves_the_folders_the_program_serves() -> None:
    text = (DEPLOY / "nginx/served.conf").read_text()
    named = re.search(r"\^/\(\?:([\w|-]+)\)/ \{", text)
    files = re.search(r"\^/\(\?:([\w|\\.]+)\)\$ \{", text)
    assert named
    assert files
    assert {*named[1].split("|"), *files[1].replace("\\", "").split("|")} == BAKED


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The real nginx over our served.conf: its port, and the folder it serves."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed (apt install nginx-light)")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    for above in list(folder.parents)[:2]:
        above.chmod(0o755)
    public = folder / "public"
    _bake(public)
    served = (DEPLOY / "nginx/served.conf").read_text().replace("/etc/nginx/portlight", str(DEPLOY / "nginx"))
    (folder / "served.conf").write_text(served)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; daemon off; user root;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;"
        f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"upstream portlight {{ server 127.0.0.1:9; }}\n"
        f"server {{ listen 127.0.0.1:{port}; root {public}; include {folder}/served.conf; }} }}\n"
    )
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        try:
            _until_open(port)
            yield port, public
        finally:
            running.terminate()


def _until_open(port: int) -> None:
    for _ in range(100):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def _bake(public: Path) -> None:
    for name, text in {
        "en/notices/n-1/index.html": "<p>" + "We stay open. " * 200,
        "ar/notices/index.html": "<p>مفتوح</p>",
        "feeds/en.atom": "<feed/>", "feeds/en/feed.json": "{}", "cap/n-1.xml": "<alert/>", "status/index.json": "{}",
        "robots.txt": "User-agent: *", "en/.hidden": "no",
    }.items():  # fmt: skip
        place = public / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def _by_nginx(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method, headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 - our own address
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), b""


def _by_ourselves(public: Path, path: str) -> tuple[int, dict[str, str], bytes]:
    told: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.update(status=int(status[:3]), headers=dict(headers))

    def app(environ: Any, start: Any) -> list[bytes]:
        start("502 Bad Gateway", [])
        return [b""]

    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": "gzip"}
    body = b"".join(front(app, public=public, static={})(environ, start))
    return told["status"], told["headers"], body


@pytest.mark.parametrize(
    "path",
    ["/en/notices/n-1/", "/ar/notices/", "/feeds/en.atom", "/feeds/en/feed.json", "/cap/n-1.xml", "/robots.txt",
     "/status/index.json"],
)  # fmt: skip
def test_nginx_answers_a_baked_file_as_the_program_does(nginx: tuple[int, Path], path: str) -> None:
    import gzip

    port, public = nginx
    theirs, ours = _by_nginx(port, path), _by_ourselves(public, path)
    assert theirs[0] == ours[0] == 200
    packed = [answer[1].get("Content-Encoding") == "gzip" for answer in (theirs, ours)]
    bodies = [gzip.decompress(a[2]) if p else a[2] for a, p in zip((theirs, ours), packed, strict=True)]
    assert bodies[0] == bodies[1]
    wanted = {name: value for name, value in ours[1].items() if name in FIXED}
    if not packed[0]:
        wanted.pop("Vary")  # nginx says it where it would matter
    assert {name: theirs[1].get(name) for name in wanted} == wanted


@pytest.mark.parametrize("path", ["/en/.hidden", "/en/nowhere/", "/desk/", "/en/../../etc/passwd", "/"])
def test_nginx_leaves_everything_else_to_the_program(nginx: tuple[int, Path], path: str) -> None:
    assert _by_nginx(nginx[0], path)[0] in {400, 502}, "502: the program of this test does not run"


def test_nginx_never_answers_a_form_from_the_disk(nginx: tuple[int, Path]) -> None:
    assert _by_nginx(nginx[0], "/en/notices/n-1/", method="POST")[0] == 502


def test_nginx_shows_the_metrics_to_nobody(nginx: tuple[int, Path]) -> None:
    assert _by_nginx(nginx[0], "/metrics")[0] == 404


def test_every_kind_of_file_is_known_to_nginx() -> None:
    text = (DEPLOY / "nginx/served.conf").read_text()
    for suffix, kind in KINDS.items():
        assert re.search(rf"{re.escape(kind.partition(';')[0])} {suffix[1:]};", text), suffix
