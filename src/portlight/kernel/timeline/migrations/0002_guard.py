"""Guards the timeline in the database itself: rows are added; the one change allowed fills an empty seal.

A later migration that rebuilds this table on SQLite loses the triggers and has to set them again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

COLUMNS = ("id", "at", "kind", "about", "by_kind", "by_key", "request_id", "input_hash", "result", "facts")
_REFUSAL = "timeline_event only grows"
_SAME_SQLITE = " AND ".join(f'NEW."{c}" IS OLD."{c}"' for c in COLUMNS)
_SAME_POSTGRESQL = " AND ".join(f'NEW."{c}" IS NOT DISTINCT FROM OLD."{c}"' for c in COLUMNS)
_NAMES = ("delete", "update", "insert", "replace")

# INSERT OR REPLACE deletes without firing delete triggers, therefore the two guards on INSERT.
SQLITE = (
    f"CREATE TRIGGER timeline_event_delete BEFORE DELETE ON timeline_event BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    "CREATE TRIGGER timeline_event_update BEFORE UPDATE ON timeline_event "
    f"WHEN NOT (OLD.seal IS NULL AND NEW.seal IS NOT NULL AND {_SAME_SQLITE}) "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    "CREATE TRIGGER timeline_event_insert BEFORE INSERT ON timeline_event "
    "WHEN NEW.seal IS NOT NULL OR EXISTS (SELECT 1 FROM timeline_event WHERE id = NEW.id) "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    "CREATE TRIGGER timeline_event_replace BEFORE INSERT ON timeline_event "
    "WHEN NEW.request_id IS NOT NULL AND EXISTS (SELECT 1 FROM timeline_event WHERE by_kind = NEW.by_kind "
    "AND by_key = NEW.by_key AND request_id = NEW.request_id) "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
)
POSTGRESQL = (
    f"""CREATE FUNCTION timeline_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.seal IS NULL THEN RETURN NEW; END IF;
        ELSIF TG_OP = 'UPDATE' THEN
            IF OLD.seal IS NULL AND NEW.seal IS NOT NULL AND {_SAME_POSTGRESQL} THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    "CREATE TRIGGER timeline_event_row BEFORE INSERT OR UPDATE OR DELETE ON timeline_event "
    "FOR EACH ROW EXECUTE FUNCTION timeline_event_guard()",
    "CREATE TRIGGER timeline_event_table BEFORE TRUNCATE ON timeline_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION timeline_event_guard()",
)
DROP = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS timeline_event_{name}" for name in _NAMES),
    "postgresql": (
        "DROP TRIGGER IF EXISTS timeline_event_row ON timeline_event",
        "DROP TRIGGER IF EXISTS timeline_event_table ON timeline_event",
        "DROP FUNCTION IF EXISTS timeline_event_guard()",
    ),
}


def guard(apps: Any, editor: Any) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def unguard(apps: Any, editor: Any) -> None:
    for statement in DROP[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
