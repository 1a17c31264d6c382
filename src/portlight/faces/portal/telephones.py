"""A telephone number as people type it, and the countries it may be of: in the reader's language, ours first."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from portlight.faces.languages import active
from portlight.faces.telling import LOCALES

HOME = "CN"
# An SMS goes to a mobile; some countries do not tell by the number. Premium and shared-cost numbers take no code:
# sending them one is how strangers earn money with other people's forms.
_TAKES_SMS = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.PERSONAL_NUMBER}


def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 alpha-2 and `Deutschland +49`, by name; China first."""
    names = LOCALES[active().code].territories
    known = phonenumbers.SUPPORTED_REGIONS
    said = {code: f"{names.get(code, code)} +{phonenumbers.country_code_for_region(code)}" for code in known}
    return sorted(said.items(), key=lambda pair: (pair[0] != HOME, pair[1]))


def e164(typed: str, country: str) -> str:
    """`0171 2345678` in DE → `+491712345678`; a number with its own + stands as typed. "" when no SMS can go there."""
    try:
        number = phonenumbers.parse(typed, country)
    except NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _TAKES_SMS:
        return ""
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
