"""Every component of the look, in whichever of the nine languages is asked for, in either scheme or both."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from portlight.faces.context import LanguageLink
from portlight.faces.icons import ICONS
from portlight.faces.languages import django_code
from portlight.toolkit.languages import LANGUAGES

SCHEMES = {"both": gettext_lazy("Both"), "light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}


class Shown(forms.Form):
    """What the page shows. Anything odd in the address shows the usual."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[(code, language.name) for code, language in LANGUAGES.items()]
    )
    scheme = forms.ChoiceField(label=gettext_lazy("Colours"), choices=list(SCHEMES.items()))


class Specimen(forms.Form):
    """Bound to what somebody might type. Nothing of it is ever saved."""

    address = forms.EmailField(label=gettext_lazy("E-mail address"))
    day = forms.DateField(label=gettext_lazy("Date"))
    who = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("ar", "العربية"), ("de", "Deutsch")], widget=forms.RadioSelect
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=[("zh-Hans", "简体中文"), ("ja", "日本語")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    drill = forms.BooleanField(label=gettext_lazy("Exercise"))
    title = forms.CharField(
        label=gettext_lazy("Title"), help_text=gettext_lazy("The code has six digits and nothing else."), required=False
    )
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *, prefix: str) -> None:
        typed: dict[str, Any] = {
            f"{prefix}-address": "anna@half", f"{prefix}-day": "31 02 2020", f"{prefix}-who": "ar",
            f"{prefix}-others": ["ja"], f"{prefix}-drill": "on", f"{prefix}-title": "ستة تدابير 六项措施",
        }  # fmt: skip
        super().__init__(typed, prefix=prefix, auto_id="%s")


def sheet(language: str, scheme: str, *, at: datetime) -> str:
    """The components as one fragment in `language`; an unknown scheme shows both."""
    schemes = (scheme,) if scheme in ("light", "dark") else ("light", "dark")
    with translation.override(django_code(language)):
        return render_to_string("home/desk/style_sheet.html", {
            "schemes": [(one, SCHEMES[one], Specimen(prefix=one)) for one in schemes],
            "language": LANGUAGES[language], "now": at, "soon": at + timedelta(hours=6, minutes=34),
            "language_links": [
                LanguageLink(code, one.name, one.dir, f"?language={code}&scheme={scheme}", code == language)
                for code, one in LANGUAGES.items()
            ],
            "readers": [("English", 52707, "", "en"), ("日本語", 28173, "", "ja"), ("العربية", 4120, "#", "ar")],
            "typed_values": [(gettext("Title"), "ستة تدابير 六项措施")], "icons": sorted(ICONS),
        })  # fmt: skip
