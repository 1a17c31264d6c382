"""The papers of an accommodation registration (境外人员住宿登记单)."""

from django.utils.translation import gettext_noop

from portlight.toolkit.paper import Field, PaperKind

_DECLARED_BY = {
    "self": gettext_noop("the person herself or himself"),
    "guest": gettext_noop("the host"),
    "child": gettext_noop("a parent or guardian"),
    "institution": gettext_noop("the institution that lodges the person"),
}
_FIELDS = (
    Field(name="name", label=gettext_noop("Name"), how="name"),
    Field(name="nationality", label=gettext_noop("Nationality"), how="country"),
    Field(name="document", label=gettext_noop("Travel paper ends in"), how="document"),
    Field(name="address", label=gettext_noop("Address"), how="address"),
    Field(name="station", label=gettext_noop("Police station"), how="name", needed=False),
    Field(name="stay", label=gettext_noop("Stay at this address"), how="period"),
    Field(name="declared", label=gettext_noop("Declared"), how="moment"),
    Field(name="by", label=gettext_noop("Declared by"), how="choice", choices=_DECLARED_BY),
    Field(name="case", label=gettext_noop("Case number"), how="code"),
)  # fmt: skip

SLIP = PaperKind(
    name="lodging.slip", letter="S", title=gettext_noop("Accommodation registration slip"),
    proves=gettext_noop(
        "This slip proves that the accommodation of the person named here was registered at this address, for the days "
        "stated, and when it was declared."
    ),
    not_proves=gettext_noop(
        "It is not a visa or a permit, it does not prove that the person may stay in China, and it gives no right to "
        "the dwelling."
    ),
    basis="Exit and Entry Administration Law (2012), art. 39(2)",
    fields=_FIELDS, holder="name", nationality="nationality", document="document",
)  # fmt: skip
RECEIPT = PaperKind(
    name="lodging.receipt", letter="D", title=gettext_noop("Receipt of an accommodation declaration"),
    proves=gettext_noop(
        "This receipt proves that the accommodation of the person named here was declared at the moment stated. The "
        "police station still has to check it."
    ),
    not_proves=gettext_noop("It does not yet prove that the accommodation is registered. The slip follows."),
    basis="Exit and Entry Administration Law (2012), art. 39(2)",
    fields=_FIELDS, holder="name", nationality="nationality", document="document", valid_days=30,
)  # fmt: skip
PAPERS = (SLIP, RECEIPT)
