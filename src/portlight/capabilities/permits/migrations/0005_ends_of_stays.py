from datetime import timedelta

from django.db import migrations
from django.utils import timezone

PAGE = 1000
# As the rules were on this day; a sticker that ends before its grant cannot be opened here.
LAST, FIRST, OF_PERMITS = (timedelta(days=days) for days in (7, 30, 37))


def filled(apps, schema_editor):
    """What was issued for a length of time ends as it was granted; open stays that a relief prolonged, as it says."""
    rows = apps.get_model("permits", "Application").objects
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    issued = rows.filter(granted_until__isnull=False, ends_on=None, case__step__in=("issued", "handed-over"))
    while page := list(issued.order_by("pk").values_list("pk", "matter", "granted_until")[:PAGE]):
        for pk, matter, ends in page:
            days = (ends - (OF_PERMITS if matter.startswith("residence") else FIRST), ends - LAST)
            remind_on = next((day for day in days if day > today), None)
            rows.filter(pk=pk, ends_on=None).update(ends_on=ends, remind_on=remind_on)
    relieved = rows.filter(prolonged_until__gte=today, decided_at=None, case__closed_at=None, remind_on=None)
    for pk, until in relieved.values_list("pk", "prolonged_until").iterator(chunk_size=PAGE):
        rows.filter(pk=pk, remind_on=None).update(remind_on=until - LAST)


class Migration(migrations.Migration):
    dependencies = [("permits", "0004_reminders_and_courier"), ("cases", "0002_worklists_across_kinds")]

    operations = [migrations.RunPython(filled, migrations.RunPython.noop)]
