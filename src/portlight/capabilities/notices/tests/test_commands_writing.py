"""Writing, translating and signing off."""

from __future__ import annotations

from uuid import uuid4

import pytest

from portlight.capabilities.notices import commands, queries
from portlight.capabilities.notices.tests import make
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.refusals import Refused
from tests.cast import AT, BY, Cast
from tests.together import at_once


def state(number: str, language: str) -> str:
    return queries.editor(number, language).state


def test_a_notice_begins_with_its_source_and_eight_languages_to_come(cast: Cast) -> None:
    number = make.written(cast)
    card = queries.editor(number, "fr")
    assert number == "N-2026-001"
    assert card.source_body == make.BODY
    assert [each.state for each in card.rail].count("missing") == 8


def test_written_twice_with_one_request_it_is_one_notice(cast: Cast) -> None:
    request = uuid4()
    assert make.written(cast, request_id=request) == make.written(cast, request_id=request)
    with pytest.raises(Refused, match="resend-differs"):
        commands.write(title="其他", body="其他", by=cast.bao.actor, at=AT, request_id=request)


def test_two_at_once_get_two_numbers(fresh_db: object, cast: Cast) -> None:
    found = at_once(lambda: make.written(cast), lambda: make.written(cast))
    assert sorted(found) == ["N-2026-001", "N-2026-002"]


def test_three_people_sign_off_one_language(cast: Cast) -> None:
    number = make.written(cast)
    make.translated(cast, number, "en", make.ENGLISH)
    make.signed(cast, number, "zh-Hans", "en")
    assert (state(number, "zh-Hans"), state(number, "en"), state(number, "fr")) == ("signed", "signed", "missing")


def test_it_refuses_the_same_person_twice(cast: Cast) -> None:
    number = make.written(cast)
    commands.hand_over(number=number, language="zh-Hans", by=cast.bao.actor, at=AT)
    with pytest.raises(Refused, match="same-person"):
        commands.review(number=number, language="zh-Hans", by=cast.bao.actor, at=AT)


def test_it_refuses_to_sign_other_bytes_than_were_read(cast: Cast) -> None:
    number, by = make.written(cast), make.hands(cast)
    commands.hand_over(number=number, language="zh-Hans", by=cast.bao.actor, at=AT)
    commands.review(number=number, language="zh-Hans", by=by["reviewer"].actor, at=AT)
    with pytest.raises(Refused, match="bytes-differ"):
        commands.sign(number=number, language="zh-Hans", sha256="0" * 64, by=by["approver"].actor, at=AT)


def test_a_changed_source_turns_its_translations_stale(cast: Cast) -> None:
    number = make.written(cast)
    make.translated(cast, number, "en", make.ENGLISH)
    make.signed(cast, number, "zh-Hans", "en")
    seen = queries.editor(number, "zh-Hans").revision
    commands.revise(
        number=number, language="zh-Hans", title=make.TITLE, body=make.BODY + "请不要前来。", revision=seen,
        by=cast.bao.actor, at=AT,
    )  # fmt: skip
    assert (state(number, "zh-Hans"), state(number, "en")) == ("draft", "stale")
    commands.keep(number=number, language="en", by=make.hands(cast)["translator"].actor, at=AT)
    assert state(number, "en") == "translated"


def test_it_refuses_to_overwrite_what_another_saved_meanwhile(cast: Cast) -> None:
    number = make.written(cast)
    seen = queries.editor(number, "en").revision
    make.translated(cast, number, "en", make.ENGLISH)
    with pytest.raises(Refused, match="moved-meanwhile"):
        commands.revise(
            number=number, language="en", title="Other", body="Other", revision=seen, by=cast.bao.actor, at=AT
        )
    assert queries.editor(number, "en").title == make.ENGLISH[0]


def test_a_differing_telephone_blocks_until_a_reason_is_given_that_stays(cast: Cast) -> None:
    number = make.written(cast)
    make.translated(cast, number, "en", (make.ENGLISH[0], make.ENGLISH[1].replace("0160", "0170")))
    with pytest.raises(Refused, match="checks-block") as refusal:
        make.signed(cast, number, "en")
    assert refusal.value.facts["kind"] == "phone"
    assert state(number, "en") == "reviewed"
    sha256, by = queries.editor(number, "en").sha256, make.hands(cast)["approver"].actor
    commands.sign(number=number, language="en", sha256=sha256, override_reason="The English desk.", by=by, at=AT)
    events = [event for event in timeline.about(number).rows if event.kind == "notices.text-signed"]
    assert events[0].facts["reason"] == "The English desk."
    assert events[0].facts["overridden"][0]["kind"] == "phone"


def test_sent_back_it_is_a_draft_again_and_says_why(cast: Cast) -> None:
    number, by = make.written(cast), make.hands(cast)
    commands.hand_over(number=number, language="zh-Hans", by=cast.bao.actor, at=AT)
    with pytest.raises(Refused, match="reason-missing"):
        commands.send_back(number=number, language="zh-Hans", reason=" ", by=by["reviewer"].actor, at=AT)
    commands.send_back(number=number, language="zh-Hans", reason="日期不对", by=by["reviewer"].actor, at=AT)
    assert state(number, "zh-Hans") == "draft"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([], "import-nothing"),
        ([("xx", b"a\nb")], "import-language"),
        ([("en", b"a\nb"), ("en", b"a\nb")], "import-twice"),
        ([("en", "Title\nTexte à lire".encode("latin-1"))], "import-encoding"),
        ([("en", b"  \n ")], "import-empty"),
        ([("en", b"Only a title")], "empty-text"),
        ([("en", b"Sound\ntext"), ("ru", "Т\x00\nтекст".encode())], "control-characters"),
    ],
)
def test_a_broken_file_is_refused_and_nothing_is_half_saved(cast: Cast, files: list, code: str) -> None:
    with pytest.raises(Refused, match=code):
        commands.take_in(files=files, by=cast.bao.actor, at=AT)
    assert queries.listing().rows == ()


def test_files_of_some_languages_leave_the_others_not_translated(cast: Cast) -> None:
    number = commands.take_in(files=[("en", b"Hall\nOpen."), ("ru", "Зал\nОткрыт.".encode())], by=cast.bao.actor, at=AT)
    states = {each.language.code: each.state for each in queries.editor(number, "en").rail}
    assert (states["en"], states["ru"], states["fr"]) == ("draft", "draft", "missing")
    assert queries.editor(number, "ru").source_language.code == "en"


def test_a_received_text_is_attested_by_a_second_person_and_not_translated(cast: Cast) -> None:
    files = [("zh-Hans", "提示\n请戴口罩。".encode()), ("en", b"Advice\nWear a mask.")]
    number = commands.take_in(
        files=files, issuer="NIA", received_from="https://nia.example/1", by=cast.bao.actor, at=AT
    )
    with pytest.raises(Refused, match="same-person"):
        commands.attest(number=number, by=cast.bao.actor, at=AT)
    assert commands.attest(number=number, by=make.hands(cast)["approver"].actor, at=AT) == ("zh-Hans", "en")
    assert state(number, "en") == "signed"
    attested = next(event for event in timeline.about(number).rows if event.kind == "notices.attested")
    assert attested.facts["issuer"] == "NIA"
    assert set(attested.facts["sha256"]) == {"zh-Hans", "en"}


def test_only_a_received_text_is_attested(cast: Cast) -> None:
    with pytest.raises(Refused, match="not-received"):
        commands.attest(number=make.written(cast), by=cast.chen.actor, at=AT)


def test_the_editor_asks_as_often_for_nine_languages_as_for_one(cast: Cast, django_assert_max_num_queries) -> None:
    number = make.nine(cast)
    with django_assert_max_num_queries(3):
        queries.editor(number, "ar")
    with django_assert_max_num_queries(1):
        queries.listing()


def test_words_are_weighed_while_they_are_typed_and_nothing_is_saved(cast: Cast) -> None:
    number = make.written(cast)
    wrong = make.ENGLISH[1].replace("0160", "0170")
    weighed = queries.weigh(number, "en", title="🌊" * 80, body=wrong)
    assert [finding.kind for finding in weighed.comparison.findings] == ["phone"]
    assert {length.channel: length.over for length in weighed.lengths}["email"] == 2
    assert queries.editor(number, "en").state == "missing"


def test_a_proposal_waits_for_a_translator_who_vouches_for_it(cast: Cast) -> None:
    number, by = make.written(cast), make.hands(cast)
    proposed = [("en", "\n".join(make.ENGLISH).encode()), ("fr", "\n".join(make.FRENCH).encode())]
    assert commands.propose(number=number, files=proposed, by=BY, at=AT) == ("en", "fr")
    assert state(number, "fr") == "proposed"
    with pytest.raises(Refused, match="not-at-step"):
        commands.review(number=number, language="fr", by=by["reviewer"].actor, at=AT)
    make.signed(cast, number, "zh-Hans", "fr")
    make.addressed(cast, number)
    commands.release(number=number, by=cast.chen.actor, at=AT)
    assert (queries.editor(number, "fr").released_at, queries.editor(number, "en").released_at) == (AT, None)


def test_a_proposal_never_replaces_what_a_person_wrote(cast: Cast) -> None:
    number = make.written(cast)
    make.translated(cast, number, "en", make.ENGLISH)
    for language in ("en", "zh-Hans"):
        with pytest.raises(Refused, match="not-proposable"):
            commands.propose(number=number, files=[(language, b"Other\nwords")], by=BY, at=AT)
    assert queries.editor(number, "en").title == make.ENGLISH[0]
