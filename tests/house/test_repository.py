"""What a repository of this product never holds, and what it always does."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.house.tree import ROOT

# Hosts of package registries: written apart, so that this file does not hold them itself.
HOSTS = [
    "".join(parts)
    for parts in (("pypi", ".org"), ("files.python", "hosted"), ("registry.npm", "js"), ("deb.deb", "ian.org"))
]
NEVER = ("uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock")
ALWAYS = ("README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/glossary.md", ".ci/run")


def _files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode or not listed.stdout:
        pytest.skip("not a git checkout")
    return listed.stdout.splitlines()


def test_it_names_no_package_registry_and_holds_no_lock_with_addresses() -> None:
    bad = [name for name in _files() if name.rsplit("/", 1)[-1] in NEVER]
    for name in _files():
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            text = path.read_text(encoding="utf-8", errors="ignore")
            bad += [f"{name}: {host}" for host in HOSTS if host in text]
    assert not bad, bad


def test_it_holds_no_machine_path_and_no_secret() -> None:
    path = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w+|BEGIN (?:RSA |EC )?PRIVATE KEY")
    bad = []
    for name in _files():
        file = ROOT / name
        if name.endswith((".py", ".md", ".toml", ".html", ".css", "Makefile", ".sh")) and file.is_file():
            found = path.search(file.read_text(encoding="utf-8"))
            if found and name != "tests/house/test_repository.py":
                bad.append(f"{name}: {found.group()}")
    assert not bad, bad


@pytest.mark.parametrize("name", ALWAYS)
def test_it_holds_what_a_stranger_looks_for(name: str) -> None:
    assert (ROOT / name).exists()


def test_no_catalogue_is_committed_compiled() -> None:
    assert not [name for name in _files() if name.endswith(".mo")]
