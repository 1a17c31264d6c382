"""A paper of no capability: what the room is tried, shown and measured with."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.toolkit.paper import Field, PaperKind

KIND = PaperKind(
    name="papers.specimen", letter="X", title=gettext_noop("Slip of an accommodation registration"),
    proves=gettext_noop(
        "This paper proves that the office received the accommodation registration it describes, at the moment it "
        "states."
    ),
    not_proves=gettext_noop(
        "It is not a visa and not a residence permit. It does not prove that the holder may stay in China."
    ),
    basis=gettext_noop("Exit and Entry Administration Law (2012), article 39"),
    fields=(
        Field(name="name", label=gettext_noop("Name"), how="name"),
        Field(name="nationality", label=gettext_noop("Nationality"), how="country"),
        Field(name="document", label=gettext_noop("Travel paper ends in"), how="document"),
        Field(name="address", label=gettext_noop("Address"), how="address"),
        Field(name="station", label=gettext_noop("Police station"), how="name"),
        Field(name="stay", label=gettext_noop("Stay at this address"), how="period"),
        Field(name="received", label=gettext_noop("Registration received"), how="moment"),
        Field(
            name="by", label=gettext_noop("Registered by"), how="choice",
            choices={"self": gettext_noop("the guest"), "host": gettext_noop("the host")},
        ),
    ),
    holder="name", nationality="nationality", document="document",
)  # fmt: skip

FACTS = {
    "name": "MUSTERMANN, ERIKA", "nationality": "DEU", "document": "C01X00T47",
    "address": "上海市浦东新区民生路1500号2栋1201室", "station": "花木派出所 Huamu Police Station",
    "stay": "2026-02-10/2026-03-11", "received": "2026-02-10T09:30:00+08:00", "by": "self",
}  # fmt: skip
