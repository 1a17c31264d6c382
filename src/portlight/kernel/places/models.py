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


class Station(models.Model):
    """A police station (派出所): where a registration belongs (LAW 39)."""

    code = models.CharField(max_length=16, primary_key=True)  # the office's own
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    name = models.JSONField()  # language → name; zh-Hans and en at least
    telephone = models.CharField(max_length=32, default="", blank=True)
    batch = models.CharField(max_length=36, default="", blank=True)

    class Meta:
        db_table = "places_station"

    def __str__(self) -> str:
        return self.code


class StandardAddress(models.Model):
    """A line of the office's address table: a building or a compound with its station. The room number is not here."""

    code = models.CharField(max_length=40, unique=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200)
    use = models.CharField(max_length=12)  # see rules.USES
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    datum = models.CharField(max_length=8, default="", blank=True)  # wgs84 | gcj02
    batch = models.CharField(max_length=36)

    class Meta:
        db_table = "places_address"
        indexes = [models.Index(fields=["batch"], name="places_address_batch")]

    def __str__(self) -> str:
        return self.code


class Gram(models.Model):
    """A piece of an address as it is searched, and in how many addresses it stands."""

    text = models.CharField(max_length=24, unique=True)
    addresses = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "places_gram"

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    gram = models.ForeignKey(Gram, on_delete=models.PROTECT, db_index=False, related_name="+")
    address = models.ForeignKey(StandardAddress, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "places_posting"
        constraints = [models.UniqueConstraint(fields=["gram", "address"], name="places_posting_once")]


class Area(models.Model):
    """The area of a district or a station, with the datum it was drawn in: WGS-84 and GCJ-02 are 100–700 m apart."""

    kind = models.CharField(max_length=8)  # district | station
    code = models.CharField(max_length=16)
    rings = models.JSONField()  # [[[longitude, latitude], …], …]: a point is inside when it crosses an odd number
    datum = models.CharField(max_length=8)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    batch = models.CharField(max_length=36)

    class Meta:
        db_table = "places_area"
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="places_area_once")]
        indexes = [models.Index(fields=["kind", "west", "east"], name="places_area_box")]


class MapSheet(models.Model):
    """A sheet of the map as it is shown: drawn when areas, stations or districts change; a page draws nothing."""

    kind = models.CharField(max_length=8)  # city | district | station
    code = models.CharField(max_length=16, default="", blank=True)
    datum = models.CharField(max_length=8)
    drawn = models.JSONField()  # see commands.drawing: frame, shapes with their names, what has no area

    class Meta:
        db_table = "places_map_sheet"
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="places_map_sheet_once")]
