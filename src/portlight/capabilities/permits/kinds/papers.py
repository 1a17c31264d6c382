"""The papers of an application: the slip at once, the acceptance receipt (受理回执), the letter of the decision."""

from django.utils.translation import gettext_noop

from portlight.capabilities.permits.kinds.choices import HELD, MATTERS_SAID, ONWARD, OUTCOMES, REASONS
from portlight.toolkit.paper import Field, PaperKind

_NAME = Field(name="name", label=gettext_noop("Name"), how="name")
_NATIONALITY = Field(name="nationality", label=gettext_noop("Nationality"), how="country")
_DOCUMENT = Field(name="document", label=gettext_noop("Travel paper ends in"), how="document")
_MATTER = Field(name="matter", label=gettext_noop("Applied for"), how="choice", choices=MATTERS_SAID)
_CASE = Field(name="case", label=gettext_noop("Case number"), how="code")

SLIP = PaperKind(
    name="permits.slip", letter="F", title=gettext_noop("Filing slip"),
    proves=gettext_noop(
        "This slip proves that the application named here was filed at this office at the moment stated, and how many "
        "papers were handed in with it."
    ),
    not_proves=gettext_noop(
        "It does not prove that the person may stay in China, and it does not stand in for the passport. Only the "
        "acceptance receipt, which an officer hands out, does."
    ),
    basis="Regulations on Administration of Entry and Exit of Foreigners (2013), arts. 12, 17",
    fields=(
        _NAME, _NATIONALITY, _DOCUMENT, _MATTER,
        Field(name="filed", label=gettext_noop("Filed"), how="moment"),
        Field(name="papers", label=gettext_noop("Papers handed in"), how="code"),
        _CASE,
    ),
    holder="name", nationality="nationality", document="document", valid_days=180,
)  # fmt: skip
RECEIPT = PaperKind(
    name="permits.receipt", letter="A", title=gettext_noop("Acceptance receipt"),
    proves=gettext_noop(
        "This receipt proves that the application was accepted. While this office holds the passport for it, the "
        "person named here may lawfully stay in China until the day stated."
    ),
    not_proves=gettext_noop(
        "It is not a visa or a permit, it does not let its holder enter or leave China, and it says nothing about how "
        "the application will be decided."
    ),
    basis="Regulations on Administration of Entry and Exit of Foreigners (2013), arts. 13, 18",
    fields=(
        _NAME, _NATIONALITY, _DOCUMENT, _MATTER,
        Field(name="accepted", label=gettext_noop("Accepted"), how="moment"),
        Field(name="until", label=gettext_noop("Valid until"), how="date"),
        Field(name="held", label=gettext_noop("Passport"), how="choice", choices=HELD),
        Field(name="officer", label=gettext_noop("Officer"), how="name"),
        _CASE,
    ),
    holder="name", nationality="nationality", document="document",
)  # fmt: skip
LETTER = PaperKind(
    name="permits.letter", letter="L", title=gettext_noop("Decision on an application"),
    proves=gettext_noop("This letter says what this office has decided on the application named here, and when."),
    not_proves=gettext_noop(
        "It is not the visa or the permit itself. What was granted stands in the passport or on the card."
    ),
    basis="Exit and Entry Administration Law (2012), arts. 29–36",
    fields=(
        _NAME, _NATIONALITY, _DOCUMENT, _MATTER,
        Field(name="decided", label=gettext_noop("Decided"), how="moment"),
        Field(name="outcome", label=gettext_noop("Decision"), how="choice", choices=OUTCOMES),
        Field(name="reason", label=gettext_noop("Reason"), how="choice", choices=REASONS, needed=False),
        Field(name="granted_until", label=gettext_noop("Granted until"), how="date", needed=False),
        Field(name="last_day", label=gettext_noop("Last lawful day of the stay"), how="date", needed=False),
        Field(name="onward", label=gettext_noop("The way on"), how="choice", choices=ONWARD, needed=False),
        _CASE,
    ),
    holder="name", nationality="nationality", document="document",
)  # fmt: skip
PAPERS = (SLIP, RECEIPT, LETTER)
