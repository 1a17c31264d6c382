"""One reader of rosters in a process of its own: `python -m benchmarks.peers.rosters WHO FILE` prints JSON.

All read the same workbook of fifteen columns. What stands before the clock starts – imports, a table – is not counted.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

AS_OF = date(2026, 2, 10)
Reader = Callable[[bytes], dict[str, Any]]


def ours() -> Reader:
    """Read, checked, and a verdict for every row, as `portlight roster check` does it without a database."""
    import django
    import python_calamine  # noqa: F401 - what stands before the clock: our own reader asks for it when it reads

    django.setup()
    from portlight.capabilities.lodging.rules.roster import check
    from portlight.capabilities.lodging.rules.roster.columns import COLUMNS
    from portlight.toolkit import sheets
    from portlight.toolkit.rosters import columns, nations

    nations.code_of("FRA")
    columns.key_of("Surname", COLUMNS)
    sheets.read(b"a,b\n1,2\n")

    def read(content: bytes) -> dict[str, Any]:
        found = check(sheets.read(content), as_of=AS_OF)
        return {"count": len(list(found.verdicts())), "errors": found.counts()["error"]}

    return read


def openpyxl() -> Reader:
    """Read only, in its read-only mode: nothing is checked."""
    from openpyxl import load_workbook

    def read(content: bytes) -> dict[str, Any]:
        sheet = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return {"count": sum(1 for _ in sheet.iter_rows(values_only=True)) - 1}

    return read


def import_export() -> Reader:
    """A dry run, set up for bulk as its manual advises (use_bulk, skip_diff); types, lengths and dates are checked."""
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.contenttypes", "django.contrib.auth", "import_export", "benchmarks.peers.guests",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}, USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", SECRET_KEY="a bench signs nothing",
    )  # fmt: skip
    django.setup()
    from django.db import connection
    from import_export import resources
    from import_export.formats.base_formats import XLSX

    from benchmarks.peers.guests.models import Guest

    with connection.schema_editor() as editor:
        editor.create_model(Guest)

    class Guests(resources.ModelResource):  # type: ignore[misc]
        class Meta:
            model = Guest
            import_id_fields = ("doc_number",)
            exclude = ("id",)
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            skip_html_diff = True
            force_init_instance = True
            clean_model_instances = True

    def read(content: bytes) -> dict[str, Any]:
        found = Guests().import_data(XLSX().create_dataset(content), dry_run=True)
        return {"count": found.total_rows, "errors": len(found.invalid_rows) + len(found.error_rows)}

    return read


READERS: dict[str, Callable[[], Reader]] = {"ours": ours, "openpyxl": openpyxl, "import_export": import_export}


def main(who: str, file: str) -> None:
    content = Path(file).read_bytes()
    read = READERS[who]()
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    told = read(content)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({
        **told, "seconds": time.perf_counter() - began, "cpu": cpu, "rss_mb": after.ru_maxrss / 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
