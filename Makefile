# Every command a developer needs; each does its own set-up. `make` alone lists them.
PYTHON  ?= python3.11
BIN     := .venv/bin
PEOPLE  ?= 5000
# Compiled once, not at every start of every child.
unexport PYTHONDONTWRITEBYTECODE
# The machine's own certificates, as pip and curl use them: an office behind a proxy or mirror has its own authority.
export UV_SYSTEM_CERTS := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-sqlite test-postgresql faults walks check fix bench docs lock clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.tools/bin/uv: requirements/installer.lock
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. Install it: apt install python3.11-venv"; exit 1; }
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.lock
	@touch $@

# One environment; `dev` contains all of `run`, so a demo after a test changes nothing.
.venv/run.stamp: .tools/bin/uv requirements/run.lock pyproject.toml tools/locks.py
	@$(PYTHON) tools/locks.py check
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -f .venv/dev.stamp || .tools/bin/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/run.lock
	@$(BIN)/python tools/link.py
	@touch $@

.venv/dev.stamp: .tools/bin/uv requirements/dev.lock pyproject.toml tools/locks.py
	@$(PYTHON) tools/locks.py check
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@.tools/bin/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/dev.lock
	@$(BIN)/python tools/link.py
	@touch $@ .venv/run.stamp

.venv/bench.stamp: .venv/dev.stamp requirements/bench.lock
	@.tools/bin/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/bench.lock
	@touch $@

# Reading passports from photos is an extra of 150 MB: `make demo PASSPORT=1` installs it first.
.venv/passport.stamp: .venv/run.stamp requirements/passport.lock
	@test -f .venv/dev.stamp || .tools/bin/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/passport.lock
	@touch $@

demo: .venv/run.stamp $(if $(PASSPORT),.venv/passport.stamp)  ## the whole city: portal, desk, worker, sink. PEOPLE=170000, ONCE=1, KEEP=1, PASSPORT=1
	@$(BIN)/portlight demo --people $(PEOPLE) $(if $(ONCE),--once --json) $(if $(KEEP),--keep)

test: .venv/dev.stamp  ## the tests, on SQLite and on PostgreSQL
	@$(BIN)/python tools/tests.py all

test-sqlite: .venv/dev.stamp  ## the tests, on SQLite only
	@$(BIN)/python tools/tests.py sqlite

test-postgresql: .venv/dev.stamp  ## the tests, on PostgreSQL only
	@$(BIN)/python tools/tests.py postgresql

faults: .venv/dev.stamp  ## kill, stall, refuse: counted at the sink, on both databases
	@$(BIN)/python tools/tests.py faults

walks: .venv/dev.stamp  ## browser walks; they also take the manual's pictures
	@$(BIN)/python tools/tests.py walks

check: .venv/dev.stamp  ## every guard of the house; reports all failures
	@$(BIN)/python tools/check.py

fix: .venv/dev.stamp  ## repair what a machine can
	@$(BIN)/ruff check --fix --quiet src tests tools benchmarks || true
	@$(BIN)/ruff format --quiet src tests tools benchmarks

bench: .venv/bench.stamp  ## what we claim, beside its peers (QUICK=1 for a small run)
	@$(BIN)/portlight bench all $(if $(QUICK),--quick)

docs: .venv/dev.stamp  ## write docs/reference from the code and, where chromium is, take the manual's pictures
	@$(BIN)/portlight docs write
	@$(BIN)/python tools/tests.py walks --pictures -k test_the_manuals_pictures

lock: .tools/bin/uv  ## remake the requirement locks from pyproject.toml
	@PATH="$(CURDIR)/.tools/bin:$$PATH" $(PYTHON) tools/locks.py make

clean:  ## remove what the commands above made (not var/)
	@rm -rf .venv .tools dist build
