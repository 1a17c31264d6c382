from django.db import migrations


def moved(apps, schema_editor):
    """Who waits for a code is remembered in the room of people."""
    unproved = apps.get_model("people", "Unproved")
    rows = apps.get_model("lodging", "Asked").objects.values_list("address_id", "asked_at").iterator(chunk_size=1000)
    page = []
    for address, asked_at in rows:
        page.append(unproved(address_id=address, asked_at=asked_at))
        if len(page) == 1000:
            unproved.objects.bulk_create(page, ignore_conflicts=True)
            page = []
    unproved.objects.bulk_create(page, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("lodging", "0004_contradictions"), ("people", "0002_unproved")]

    operations = [migrations.RunPython(moved, migrations.RunPython.noop)]
