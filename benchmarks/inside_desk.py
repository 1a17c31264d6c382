"""Inside an office while its desk is measured: `python -m benchmarks.inside_desk ACT`.

An act is one of prepare, sign_in, count. A process of its own, with the office's settings from its environment; prints
one JSON object.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from benchmarks.acting import Acts, act

STATIONS = 100
OPEN_SHARE = 10  # one case in so many is open
EVENTS = 3  # of each case
SHARES = (("station", 0.75), ("window", 0.225), ("supervisor", 0.025))

# Copies of one declaration that was made by the command: its row, its particulars as they are sealed, its clock, its
# events. `n` spreads them over stations, dues and days. Every tenth is open, and of those every hundredth urgent.
CASES = """
INSERT INTO cases_case (kind, version, step, subject_id, filed_as, filed_by_kind, filed_by_key, contact_id, language,
    queue, holder, likeness, flags, urgent, red, opened_at, moved_at, closed_at, due_at, keep_until, erased_at,
    revision)
SELECT kind, version, CASE WHEN n %% %(open)s = 0 THEN step ELSE 'registered' END, subject_id, filed_as, filed_by_kind,
    'bench-' || n %% 50000, contact_id, (ARRAY['en','zh-Hans','ru','fr','de','ja','ko','es','ar'])[1 + n %% 9],
    'station:B' || lpad((n / %(open)s %% %(stations)s)::text, 3, '0'), NULL, md5('like' || n), flags,
    n %% (100 * %(open)s) = 0, false, %(now)s - n * interval '2 seconds', %(now)s - n * interval '2 seconds',
    CASE WHEN n %% %(open)s = 0 THEN NULL ELSE %(now)s - n * interval '2 seconds' + interval '1 hour' END,
    CASE WHEN n %% %(open)s = 0 THEN %(now)s + (n %% 4000 - 200) * interval '5 minutes' ELSE '9999-12-31+00' END,
    CASE WHEN n %% %(open)s = 0 THEN NULL ELSE date '2031-01-01' END, NULL, 2
FROM cases_case, generate_series(1, %(cases)s) AS n WHERE id = %(first)s
"""
COLUMNS = (
    "seal, particulars, district_id, station_id, address_id, nationality, declared_for, moved_in_at, due_at, "
    "declared_at, late_by, leaving_on, missing, ended_at, reason, contradicted, batch, reminded_at"
)
PARTICULARS = f"""
INSERT INTO lodging_declaration (case_id, state, paper_index, place_index, same_index, slip, registered_at, {COLUMNS})
SELECT c.id, CASE WHEN c.closed_at IS NULL THEN 'waiting' ELSE 'current' END, md5('paper' || c.id),
    md5('place' || c.id), md5('same' || c.id), '', c.closed_at, {", ".join(f"d.{name}" for name in COLUMNS.split(", "))}
FROM lodging_declaration d, cases_case c WHERE d.case_id = %(first)s AND c.id > %(first)s
"""
CLOCKS = """
INSERT INTO clocks_clock (about, name, kind, source, amount, unit, at_liberty, since, until, provisional, state,
    extended, "then", version, ended_at)
SELECT 'case:' || c.id, k.name, k.kind, k.source, k.amount, k.unit, k.at_liberty, c.opened_at,
    CASE WHEN c.closed_at IS NULL THEN c.due_at ELSE c.opened_at + (c.id %% 100) * interval '1 minute' END,
    false, CASE WHEN c.closed_at IS NULL THEN 'running' ELSE 'stopped' END, k.extended, k."then", 1, c.closed_at
FROM clocks_clock k, cases_case c WHERE k.about = %(about)s AND c.id > %(first)s
"""
TOLD = """
INSERT INTO timeline_event (at, kind, about, by_kind, by_key, input_hash, result, facts)
SELECT c.opened_at + e * interval '1 second', (ARRAY['lodging.declared','cases.opened','cases.moved'])[e],
    'case:' || c.id, 'machine', 'bench', '', '', '{}'
FROM cases_case c, generate_series(1, %(events)s) AS e WHERE c.id > %(first)s
"""


def prepare(cases: int) -> dict[str, Any]:
    """The office with its stations, and so many cases in its tables."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from portlight.config.preparing import prepare as office
    from portlight.simulator import places
    from portlight.simulator.cast import hire

    office()
    at = timezone.now()
    hire(into=settings.DATA / "cast.json", at=at)
    places.put_in(at=at)
    began = time.monotonic()
    given = {
        "first": _declared(at), "now": at, "cases": cases, "open": OPEN_SHARE, "stations": STATIONS, "events": EVENTS
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (CASES, PARTICULARS, CLOCKS, TOLD):
            cursor.execute(statement, {**given, "about": f"case:{given['first']}"})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE closed_at IS NULL) FROM cases_case")
        found, still_open = cursor.fetchone()
    seconds = round(time.monotonic() - began, 1)
    return {"cases": found, "open": still_open, "stations": STATIONS, "seeding_seconds": seconds}


def _declared(at: Any) -> int:
    """One declaration that an officer has to see, by the command everybody uses; the row of its case."""
    from dataclasses import replace

    from benchmarks.inside_lodging import _declared as declared
    from portlight.capabilities.lodging import commands, words
    from portlight.toolkit.actor import machine

    whole = declared(1, at)
    expired = replace(whole, holder=replace(whole.holder, paper_until=at.date() - timedelta(days=10)))
    filed = commands.Filed(language="en", assisted=True)
    return commands.declare(expired, filed=filed, texts=words.message, by=machine("bench"), at=at).case


def sign_in(staff: int) -> dict[str, Any]:
    """Officers of the stations, of the windows, and supervisors, each with a session that gave password and code.

    In a process that began when the office had its keys: sessions are signed by one of them.
    """
    from django.conf import settings
    from django.utils import timezone

    from portlight.kernel.staff import commands
    from portlight.toolkit.actor import machine

    at = timezone.now()
    by = machine("bench")
    for n in range(STATIONS):
        commands.form_team(code=f"station:B{n:03d}", name={"en": f"Station {n}"}, by=by, at=at)
    tokens = []
    for n, role in enumerate(_roles(staff)):
        account = commands.hire(
            email=f"desk{n}@office.example", name=f"Officer {n}", language=("en", "zh-Hans")[n % 2],
            roles=() if role == "station" else (role,), by=by, at=at,
        )  # fmt: skip
        if role == "station":
            commands.post(account=account, role=role, team=f"station:B{n % STATIONS:03d}", by=by, at=at)
        tokens.append(_session(account))
    return {"cookie": settings.SESSION_COOKIE_NAME, "tokens": tokens}


def _roles(count: int) -> list[str]:
    few = {role: round(count * share) for role, share in SHARES[1:]}
    return ["station"] * (count - sum(few.values())) + [role for role, n in few.items() for _ in range(n)]


def _session(account: Any) -> str:
    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    user, request = get_user_model().objects.get(pk=account), HttpRequest()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session, request.user = session, user
    record_authentication(request, user, "mfa", type="totp")
    session.save()
    return str(session.session_key)


def count() -> dict[str, Any]:
    """What one turn of the tick that counts the board's figures takes here, and how many rows stand afterwards."""
    from django.db import connection
    from django.utils import timezone

    from portlight.kernel.cases import tallying

    began = time.monotonic()
    rows = tallying.count_now(timezone.now())
    seconds = time.monotonic() - began
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(sum(seconds), 0) FROM cases_spell")
        spells, spent = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM timeline_event WHERE kind IN ('cases.held', 'cases.let-go')")
        (writes,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM timeline_event WHERE kind = 'lodging.opened'")
        (opened,) = cursor.fetchone()
    return {
        "figures": rows, "seconds": round(seconds, 3), "spells": spells, "officer_seconds": int(spent),
        "writes": writes, "opened": opened,
    }  # fmt: skip


ACTS: Acts = {
    "prepare": lambda given: prepare(given.cases),
    "sign_in": lambda given: sign_in(given.staff),
    "count": lambda _: count(),
}

if __name__ == "__main__":
    act(ACTS, numbers=("cases", "staff"))
