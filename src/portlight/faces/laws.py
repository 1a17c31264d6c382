"""Texts of law by their names in the reader's language, beside the Chinese one that prevails."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from portlight.kernel.emergencies.rules.declaring import Basis
from portlight.kernel.emergencies.rules.laws import LAWS

TITLES = {
    "erl": gettext_noop("Emergency Response Law"),
    "pherl": gettext_noop("Public Health Emergency Response Law"),
    "idl": gettext_noop("Infectious Diseases Law"),
    "law": gettext_noop("Exit and Entry Administration Law"),
    "reg": gettext_noop("Regulations on Administration of Entry and Exit of Foreigners"),
}


@dataclass(frozen=True)
class Cited:
    """`chinese` is empty for a text the office named itself: then `title` stands as it was typed."""

    title: str
    chinese: str
    version: int | None
    article: str
    authority: str
    document: str


def cited(basis: Basis) -> Cited:
    law = LAWS.get(basis.law)
    told = (basis.article, basis.authority, basis.document)
    if law is None:
        return Cited(basis.title, "", None, *told)
    return Cited(gettext(TITLES[law.code]), law.title_zh, law.version, *told)
