"""What may be typed about a notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from portlight.capabilities.notices import words
from portlight.capabilities.notices.rules.slots import SlotType
from portlight.delivery import port
from portlight.kernel.people.rules import Question
from portlight.kernel.places import queries as places
from portlight.toolkit import countries
from portlight.toolkit.languages import CODES, LANGUAGES, SOURCE

_FILE_AT_MOST = 200_000  # bytes: a notice of 60 pages


def _told(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, gettext(name)) for code, name in names.items()]


class Once(forms.Form):
    """A form that carries its own request number: pressed twice, it acts once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """The choices of a field, told in the reader's language."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - ours, a few lines above
        field.choices = list(choices)


class Wording(Once):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    body = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 16}), strip=False)


class Write(Wording):
    language = forms.ChoiceField(label=gettext_lazy("Language of the source"), initial=SOURCE)
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), widget=forms.RadioSelect, initial="ordinary")
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), initial="office")
    drill = forms.BooleanField(label=gettext_lazy("This is an exercise"), required=False)

    field_order = ("language", "title", "body", "severity", "topic", "drill", "request_id")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("language", [(code, LANGUAGES[code].name) for code in CODES])
        self.offer("severity", _told(words.SEVERITIES))
        self.offer("topic", _told(words.TOPICS))


class Revise(Wording):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class Sign(Once):
    sha256 = forms.CharField(widget=forms.HiddenInput)
    override_reason = forms.CharField(
        label=gettext_lazy("Why you sign in spite of the checks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Reason(Once):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class Finding(Once):
    finding = forms.CharField(label=gettext_lazy("What you found"), widget=forms.Textarea(attrs={"rows": 3}))


class Address(Once):
    """Whom, where and when. Empty lists mean everyone."""

    nationalities = forms.MultipleChoiceField(
        label=gettext_lazy("Nationalities"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("First languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    districts = forms.MultipleChoiceField(
        label=gettext_lazy("Districts"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Only those who follow a topic"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Personal channels"), required=False, widget=forms.CheckboxSelectMultiple
    )
    outlets = forms.MultipleChoiceField(
        label=gettext_lazy("Public outlets"), required=False, widget=forms.CheckboxSelectMultiple
    )
    policy = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect, initial="all")
    wait_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes between two channels"), required=False, min_value=0, initial=60,
        help_text=gettext_lazy("Only when it goes channel by channel, until confirmed."),
    )  # fmt: skip
    not_before = forms.DateTimeField(
        label=gettext_lazy("Not before"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    not_after = forms.DateTimeField(
        label=gettext_lazy("Not after"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = _active()
        self.offer("nationalities", countries.choices(language))
        self.offer("languages", [(code, LANGUAGES[code].name) for code in CODES])
        self.offer("districts", [(card.code, card.name_in(language)) for card in places.districts()])
        self.offer("topics", _told(words.TOPICS))
        self.offer("policy", _told(words.POLICIES))
        self.offer("channels", [(kind, gettext(channel.label)) for kind, channel in port.personal().items()])
        self.offer("outlets", [(kind, gettext(channel.label)) for kind, channel in port.public().items()])
        for name in ("not_before", "not_after"):
            self.fields[name].widget.format = "%Y-%m-%dT%H:%M"

    def clean_wait_minutes(self) -> int:
        return self.cleaned_data["wait_minutes"] or 0

    def question(self) -> Question:
        """The audience as a stored question. Refused("people.*") when it cannot be asked."""
        typed = self.cleaned_data
        return Question(
            nationalities=tuple(typed["nationalities"]),
            languages=tuple(typed["languages"]),
            districts=tuple(typed["districts"]),
            topics=tuple(typed["topics"]),
        )


class Files(Once):
    """One text file per language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in CODES:
            self.fields[f"file_{code}"] = forms.FileField(label=LANGUAGES[code].name, required=False)

    def texts(self) -> list[tuple[str, bytes]]:
        uploads = ((code, self.cleaned_data[f"file_{code}"]) for code in CODES)
        return [(code, upload.read(_FILE_AT_MOST)) for code, upload in uploads if upload]


class TakeIn(Files):
    """With an issuer it is a text received from elsewhere."""

    severity = forms.ChoiceField(label=gettext_lazy("Severity"), widget=forms.RadioSelect, initial="ordinary")
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), initial="office")
    issuer = forms.CharField(
        label=gettext_lazy("Issuer, when the text comes from another authority"), required=False, max_length=120
    )
    received_from = forms.CharField(label=gettext_lazy("Where it came from"), required=False, max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("severity", _told(words.SEVERITIES))
        self.offer("topic", _told(words.TOPICS))


class Fill(Once):
    """The open slots of one prepared notice."""

    def __init__(self, *args: Any, slots: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = {SlotType.DATE: "date", SlotType.TIME: "time", SlotType.PHONE: "tel", SlotType.LINK: "url"}
        for name, kind in slots.items():
            shown = kinds.get(SlotType(kind), "number")
            self.fields[f"slot_{name}"] = forms.CharField(
                label=gettext(words.SLOTS.get(name, name)),
                max_length=300,
                widget=forms.TextInput(attrs={"type": shown}),
            )

    def values(self) -> dict[str, str]:
        return {
            name.removeprefix("slot_"): value for name, value in self.cleaned_data.items() if name.startswith("slot_")
        }


def _active() -> str:
    """The reader's language as the office writes it."""
    current = (translation.get_language() or "en").lower()
    return next((code for code in CODES if code.lower() == current), "en")
