"""The values the rules judge by, read from the rows."""

from __future__ import annotations

from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.rules.compare import Comparison, compare
from portlight.capabilities.notices.rules.signoff import Step, TextFacts
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused


def notice_of(number: str) -> Notice:
    """Refused("notices.unknown") when there is none of that number."""
    try:
        return Notice.objects.get(number=number)
    except Notice.DoesNotExist:
        raise Refused("notices.unknown", number=number) from None


def texts_of(notice: Notice) -> dict[str, Text]:
    """All nine, by language, in the office's order of languages."""
    found = {text.language: text for text in Text.objects.filter(notice=notice)}
    return {code: found[code] for code in CODES}


def facts_of(text: Text, *, notice: Notice, source: Text) -> TextFacts:
    return TextFacts(
        language=text.language,
        step=Step(text.step),
        title=text.title,
        body=text.body,
        is_source=text.language == notice.source_language,
        source_sha256=text.source_sha256,
        current_source_sha256=source.sha256,
        hands=tuple(hand for hand in (text.translated_by, text.reviewed_by) if hand),
    )


def comparison_of(text: Text, *, notice: Notice, source: Text) -> Comparison | None:
    """The checks of a translation against its source; the source itself has nothing to be compared with."""
    if text.language == notice.source_language:
        return None
    return compare(f"{source.title}\n\n{source.body}", source.language, f"{text.title}\n\n{text.body}", text.language)
