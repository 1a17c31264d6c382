import json

from django.db import migrations, models
from django.db.models import Q

STANDING = ("waiting", "current")


def told_apart(apps, schema_editor):
    """What stands now gets the index by which it is one registration; what was disputed stands beside the other."""
    from portlight.capabilities.lodging.commands.rows import same_index
    from portlight.capabilities.lodging.rules.values import Declared
    from portlight.toolkit.sealed import open_sealed

    Declaration = apps.get_model("lodging", "Declaration")
    taken = set()
    for row in Declaration.objects.exclude(particulars=None).exclude(paper_index="").order_by("case_id").iterator():
        told = open_sealed(row.particulars, column="lodging_declaration.particulars", seal=row.seal)
        same = same_index(row.paper_index, row.place_index, Declared.from_json(json.loads(told)).holder)
        state, disputed = row.state, row.state == "disputed"
        if disputed:
            state = "current" if row.registered_at else "waiting"
        stands = state in STANDING
        Declaration.objects.filter(pk=row.pk).update(
            same_index="" if stands and same in taken else same, state=state, contradicted=disputed
        )
        taken |= {same} if stands else set()
        if disputed:
            there = Declaration.objects.filter(paper_index=row.paper_index, place_index=row.place_index)
            there.filter(state__in=STANDING).update(contradicted=True)


class Migration(migrations.Migration):
    dependencies = [("lodging", "0003_entrants_and_counter_codes")]

    operations = [
        migrations.AddField("declaration", "same_index", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("declaration", "contradicted", models.BooleanField(default=False)),
        migrations.AddField("declaration", "reason", models.CharField(blank=True, default="", max_length=32)),
        migrations.RemoveConstraint("declaration", "lodging_once"),
        migrations.RunPython(told_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            "declaration",
            models.UniqueConstraint(
                fields=["same_index"], name="lodging_once", condition=Q(state__in=STANDING) & ~Q(same_index="")
            ),
        ),
        migrations.AddIndex(
            "declaration", models.Index(fields=["case"], name="lodging_against", condition=Q(contradicted=True))
        ),
        migrations.AddIndex(
            "declaration",
            models.Index(
                fields=["paper_index", "place_index"], name="lodging_paper_place", condition=~Q(paper_index="")
            ),
        ),
        migrations.RemoveIndex("declaration", "lodging_paper"),
    ]
