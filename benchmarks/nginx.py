"""nginx with the bytes our front sends: the limit of a crowd's reading. One worker, its own configuration."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.serving import served
from portlight.simulator.children import any_port

WHO, KNOWN = "nginx, same bytes", "nginx, same bytes, known (304)"
MISSING = "not installed (apt install nginx-light)"
SETTINGS = {"workers": 1, "sendfile": "on", "gzip_static": "on", "open_file_cache": "on", "access_log": "off"}
_CONFIG = """\
daemon off; worker_processes 1; error_log stderr error; pid {folder}/nginx.pid; {user}
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000; etag on; gzip_static on;
  open_file_cache max=100 inactive=60s; default_type text/html; charset utf-8;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/site; index index.html; }}
}}
"""


def program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def version() -> str:
    """As it says itself; "" where there is none."""
    found = program()
    if found is None:
        return ""
    said = subprocess.run([found, "-v"], capture_output=True, text=True, check=False).stderr
    return (re.findall(r"nginx/([\d.]+)", said) or [""])[0]


@contextmanager
def serving(page: Path, folder: Path) -> Iterator[tuple[int, int]]:
    """Port and process of an nginx that has the page at /page/, also gzipped as our front gzips it."""
    place, port = folder / "nginx", any_port()
    site = place / "site" / "page"
    site.mkdir(parents=True)
    body = page.read_bytes()
    (site / "index.html").write_bytes(body)
    (site / "index.html.gz").write_bytes(gzip.compress(body, 6, mtime=0))
    config = place / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""  # the bench's folder is closed to everybody else
    config.write_text(_CONFIG.format(folder=place, port=port, user=user), encoding="utf-8")
    command = [program() or "nginx", "-c", str(config), "-p", str(place)]
    with served(command, dict(os.environ), port, folder / "nginx.log") as pid:
        yield port, pid
