from __future__ import annotations

from django.db import models


class District(models.Model):
    code = models.CharField(max_length=6, primary_key=True)  # GB/T 2260
    name = models.JSONField()  # language → name, all nine
    order = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "places_district"

    def __str__(self) -> str:
        return self.code
