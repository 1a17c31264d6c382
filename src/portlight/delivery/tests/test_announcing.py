from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from portlight.delivery import audiences, commands, expansion, leases, queries, sql
from portlight.delivery.models import Lease, Message, Rendition
from portlight.delivery.tests import make
from portlight.delivery.tests.make import AT, BY, FRENCH, Pigeon, person
from portlight.delivery.texts import Frozen
from portlight.kernel.people import commands as people
from portlight.kernel.people.rules import NewAddress, NewPerson, Question
from portlight.kernel.places.commands import load_districts
from portlight.toolkit.refusals import Refused


@pytest.fixture
def pigeon(monkeypatch: pytest.MonkeyPatch) -> Pigeon:
    channel = Pigeon("pigeon")
    make.pigeons(monkeypatch, channel)
    return channel


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"texts": {}}, "delivery.no-text"),
        ({"texts": {"en": Frozen(" ", "x")}}, "delivery.no-text"),
        ({"texts": {"xx": Frozen("a", "b")}}, "delivery.unknown-language"),
        ({"channels": ("smoke",)}, "delivery.unknown-channel"),
        ({"channels": ()}, "delivery.no-way-out"),
        ({"policy": "loudest"}, "delivery.unknown-policy"),
        ({"severity": "mild"}, "delivery.unknown-severity"),
        ({"not_after": AT}, "delivery.not-after-past"),
        ({"not_before": AT + timedelta(days=4)}, "delivery.not-after-before"),
        ({"thread": "AAAA-AAAA"}, "delivery.unknown-message"),
        ({"replaces": "AAAA-AAAA"}, "delivery.unknown-message"),
    ],
)
def test_it_refuses_what_cannot_be_sent(pigeon: Pigeon, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        make.announce(**changes)
    assert refused.value.code == code
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_resend_gets_the_first_ones_code_and_other_content_is_refused(pigeon: Pigeon) -> None:
    request = uuid4()
    code = make.announce(request_id=request)
    assert make.announce(request_id=request) == code
    assert Message.objects.count() == 1
    with pytest.raises(Refused) as refused:
        make.announce(request_id=request, drill=True)
    assert refused.value.code == "timeline.resend-differs"


@pytest.mark.django_db
def test_every_act_stands_in_the_timeline_without_a_word_of_the_text(pigeon: Pigeon) -> None:
    code = make.announce()
    commands.recall(code=code, by=BY, at=AT)
    with pytest.raises(Refused):
        commands.recall(code=code, by=BY, at=AT)
    noted = sql.select("SELECT kind, CAST(facts AS text) FROM timeline_event WHERE about = 'N-2026-001' ORDER BY id")
    assert [kind for kind, _ in noted] == ["delivery.announced", "delivery.recalled"]
    assert "stay open" not in str(noted)


def test_each_reads_it_in_the_first_language_of_theirs_that_is_there(
    pigeon: Pigeon, fresh_db: object, tmp_path: Path
) -> None:
    make.people(
        person("en", pigeon="a"), person("fr", "zh-Hans", pigeon="b"), person("fr", pigeon="c"), person(pigeon="d")
    )
    code = make.announce()
    make.run(tmp_path)
    assert make.titles(pigeon) == [
        ("a", "Six measures"),
        ("b", "六项措施"),
        ("c", "Six measures"),
        ("d", "Six measures"),
    ]
    reach = queries.reach(code=code)
    assert (reach.audience, reach.addressed, reach.messages, reach.pushes) == (4, 4, 4, 2)
    assert {row.key: row.accepted for row in reach.by_language} == {"en": 3, "zh-Hans": 1}
    assert queries.progress(code=code).finished


def test_whoever_is_left_out_is_left_out_for_a_reason(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    def with_address(value: str, *, verified: bool, consented: bool) -> NewPerson:
        address = NewAddress(channel="pigeon", value=value, verified=verified, consented=consented)
        return NewPerson(languages=("en",), addresses=(address,))

    numbers = make.people(
        person("en", pigeon="here"), person("en"), with_address("unproved", verified=False, consented=True),
        with_address("unasked", verified=True, consented=False), person("en", pigeon="gone"),
        person("en", other="elsewhere"),
    )  # fmt: skip
    commands.suppress(address_id=make.address_of(numbers[4]), reason="complaint", by=BY, at=AT)
    asked = audiences.asked(Question())
    size = queries.size(audience=asked, channels=("pigeon",), languages=("en",))
    code = make.announce()
    make.run(tmp_path)
    expected = {"no-address": 2, "not-verified": 1, "no-consent": 1, "suppressed": 1}
    assert dict(queries.reach(code=code).excluded) == expected
    assert (size.people, size.reachable, dict(size.excluded)) == (6, 1, expected)
    assert queries.people(audience=asked) == 6
    listed = {row.person: row.reason for row in queries.unreached(code=code).rows}
    assert listed == dict(
        zip(numbers[1:], ["no-address", "not-verified", "no-consent", "suppressed", "no-address"], strict=True)
    )


def test_without_english_or_chinese_some_have_no_language(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    make.people(person("fr", pigeon="a"), person("ja", pigeon="b"))
    code = make.announce(texts={"fr": FRENCH})
    make.run(tmp_path)
    assert make.titles(pigeon) == [("a", "Six mesures")]
    assert queries.reach(code=code).excluded == {"no-language": 1}


def test_a_language_signed_later_goes_to_those_who_wait_for_it(
    pigeon: Pigeon, fresh_db: object, tmp_path: Path
) -> None:
    make.people(person("fr", pigeon="a"), person("en", "fr", pigeon="b"), person("ru", "fr", pigeon="c"))
    code = make.announce()
    make.run(tmp_path)
    pigeon.carried.clear()
    later = AT + timedelta(hours=3)
    commands.top_up(code=code, language="fr", text=FRENCH, by=BY, at=later)
    make.run(tmp_path, at=later)
    assert make.titles(pigeon) == [("a", "Six mesures"), ("c", "Six mesures")]
    reach = queries.reach(code=code)
    assert (reach.audience, reach.addressed, reach.messages) == (3, 3, 5)
    for language, refusal in (("fr", "delivery.language-there"), ("en", "delivery.language-there")):
        with pytest.raises(Refused) as refused:
            commands.top_up(code=code, language=language, text=FRENCH, by=BY, at=later)
        assert refused.value.code == refusal


def test_a_correction_goes_to_exactly_those_who_hold_the_old_one(
    pigeon: Pigeon, fresh_db: object, tmp_path: Path
) -> None:
    make.people(person("en", pigeon="a"), person("en", pigeon="b"))
    code = make.announce()
    make.run(tmp_path)
    make.people(person("en", pigeon="new"))
    pigeon.carried.clear()
    corrected = {"en": Frozen("Corrected", "Sixty, not eighty.")}
    second = make.announce(texts=corrected, audience=audiences.holders(code), replaces=code, purpose="correction")
    rest = audiences.asked(Question(), except_holders=code)
    third = make.announce(texts=corrected, audience=rest, thread=second)
    make.run(tmp_path)
    assert make.titles(pigeon) == [("a", "Corrected"), ("b", "Corrected"), ("new", "Corrected")]
    assert queries.reach(code=code).addressed == 2
    assert queries.reach(code=second).codes == (second, third)
    assert queries.reach(code=second).addressed == 3


def test_everybody_else_waits_until_the_holders_have_theirs(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    make.people(person("en", pigeon="a"))
    code = make.announce()
    make.run(tmp_path)
    second = make.announce(audience=audiences.holders(code), replaces=code, purpose="correction")
    third = make.announce(audience=audiences.asked(Question(), except_holders=code), thread=second)

    def next_one(*channels: str) -> str:
        found = expansion.waiting_to_expand(sending=lambda one: leases.sending(one, channels, AT))
        return found.code if found else ""

    assert next_one("pigeon") == second
    while (root := Message.objects.get(code=second)).expanded_at is None:
        expansion.Expansion(root).page(at=AT)
    assert next_one("pigeon") == "", "the holders' could be sent now"
    assert next_one() == third, "it cannot: nobody waits for a channel that is closed"
    assert leases.claim("pigeon", "worker", AT) is not None
    assert next_one("pigeon") == next_one() == "", "it is being sent"
    Lease.objects.filter(message__code=second).update(state="done")
    assert next_one("pigeon") == third


def test_a_second_correction_reaches_who_holds_any_older_version(
    pigeon: Pigeon, fresh_db: object, tmp_path: Path
) -> None:
    make.people(person("en", pigeon="a"))
    first = make.announce()
    make.run(tmp_path)
    commands.recall(code=first, by=BY, at=AT)
    second = make.announce(audience=audiences.holders(first), replaces=first, purpose="correction")
    commands.recall(code=second, by=BY, at=AT)  # before it could leave
    make.announce(
        texts={"en": Frozen("Third", "Fifty.")}, audience=audiences.holders(second), replaces=second,
        purpose="correction",
    )  # fmt: skip
    make.run(tmp_path)
    assert make.titles(pigeon)[-1] == ("a", "Third")
    assert len(pigeon.carried) == 2


def test_a_correction_goes_before_the_bulk_of_its_severity(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    make.people(person("en", pigeon="a"))
    first = make.announce()
    make.run(tmp_path)
    make.announce(about="N-2026-009")
    make.announce(
        texts={"en": Frozen("Corrected", "Fifty.")}, audience=audiences.holders(first), replaces=first,
        purpose="correction",
    )  # fmt: skip
    make.run(tmp_path)
    assert [title for _, title in pigeon.carried] == ["Six measures", "Corrected", "Six measures"]


def test_a_correction_waits_while_the_old_one_is_being_sent(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    make.people(person("en", pigeon="a"))
    code = make.announce()
    commands.pause(channel="pigeon", by=BY, at=AT)
    second = make.announce(audience=audiences.holders(code), replaces=code, purpose="correction", severity="urgent")
    make.run(tmp_path)
    assert Message.objects.get(code=second).expanded_at is None
    commands.recall(code=code, by=BY, at=AT)
    commands.resume(channel="pigeon", by=BY, at=AT)
    make.run(tmp_path)
    assert pigeon.carried == []  # the old one never reached her: there is nothing to correct
    assert queries.progress(code=second).finished
    assert queries.progress(code=code).finished


def test_the_cheapest_way_is_tried_first_and_the_next_when_it_refuses(
    monkeypatch: pytest.MonkeyPatch, fresh_db: object, tmp_path: Path
) -> None:
    from portlight.delivery.port import refused

    cheap, dear = Pigeon("cheap", {"dead": refused("550", dead=True)}), Pigeon("dear")
    make.pigeons(monkeypatch, cheap, dear)
    make.people(person("en", cheap="good", dear="d1"), person("en", cheap="dead", dear="d2"), person("en", dear="d3"))
    code = make.announce(channels=("cheap", "dear"), policy="cheapest")
    make.run(tmp_path)
    assert sorted(cheap.carried) == [("dead", "Six measures"), ("good", "Six measures")]
    assert sorted(dear.carried) == [("d2", "Six measures"), ("d3", "Six measures")]
    reach = queries.reach(code=code)
    assert (reach.audience, reach.addressed, reach.messages) == (3, 3, 3)
    assert queries.progress(code=code).finished


def test_all_channels_count_a_person_once(monkeypatch: pytest.MonkeyPatch, fresh_db: object, tmp_path: Path) -> None:
    make.pigeons(monkeypatch, Pigeon("one"), Pigeon("two"))
    make.people(person("en", one="a", two="b"), person("en", two="c"))
    code = make.announce(channels=("one", "two"))
    make.run(tmp_path)
    reach = queries.reach(code=code)
    assert (reach.audience, reach.addressed, reach.messages) == (2, 2, 3)
    assert {row.key: row.accepted for row in reach.by_channel} == {"one": 1, "two": 2}
    by = {row.key: (row.planned, row.accepted) for row in queries.reach_by(code=code, dimension="nationality")}
    assert by == {"FRA": (2, 2)}


def test_nothing_leaves_before_its_time(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    make.people(person("en", pigeon="a"))
    make.announce(not_before=AT + timedelta(hours=1))
    make.run(tmp_path)
    assert not pigeon.carried
    make.run(tmp_path, at=AT + timedelta(hours=1))
    assert len(pigeon.carried) == 1


def test_what_one_person_asked_for_goes_out_whatever_she_agreed_to_and_is_forgotten(
    pigeon: Pigeon, fresh_db: object, tmp_path: Path
) -> None:
    from portlight.delivery.ticks import erase_fleeting

    (anna,) = make.people(
        NewPerson(languages=("fr", "en"), addresses=(NewAddress(channel="pigeon", value="attic"),)),
    )
    code = commands.tell(
        address_id=make.address_of(anna), texts=make.TEXTS, at=AT, by=BY, not_after=AT + timedelta(minutes=10)
    )
    assert erase_fleeting(AT) == 0
    make.run(tmp_path)
    assert pigeon.carried == [("attic", "Six measures")]
    assert erase_fleeting(AT) == 1
    assert not Rendition.objects.exclude(title="", text="").exists()
    card = queries.is_official(code)
    assert card is not None
    assert (card.title, card.text, card.about) == ("", "", "")


def test_a_channel_keeps_to_its_pace(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    make.people(*(person("en", pigeon=f"p{number}") for number in range(30)))
    make.announce()
    commands.pace(channel="pigeon", rate=10, by=BY, at=AT)
    make.run(tmp_path)
    assert 0 < len(pigeon.carried) <= 10


def test_an_opened_link_confirms_once_per_person(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    from portlight.delivery import tokens
    from portlight.delivery.models import Delivery

    make.people(person("en", pigeon="a"))
    code = make.announce()
    make.run(tmp_path)
    token = tokens.token(tokens.SEEN, Delivery.objects.get().id)
    for _ in range(2):
        opened = commands.confirm(token=token, at=AT)
        assert opened is not None
        assert (opened.slug, opened.language, opened.code) == ("n-2026-001", "en", code)
    assert queries.reach(code=code).confirmed == 1
    assert commands.confirm(token="A" * 24, at=AT) is None


def test_an_erased_person_is_left_out_at_loading(pigeon: Pigeon, fresh_db: object, tmp_path: Path) -> None:
    make.people(person("en", pigeon="a"), person("en", pigeon="b"))
    code = make.announce()
    commands.pause(channel="pigeon", by=BY, at=AT)
    make.run(tmp_path)
    commands.resume(channel="pigeon", by=BY, at=AT)
    first = sql.select("SELECT CAST(key AS varchar(36)) FROM people_person ORDER BY id LIMIT 1")[0][0]
    people.erase(person=UUID(first), by=BY, at=AT)
    make.run(tmp_path)
    assert [address for address, _ in pigeon.carried] == ["b"]
    assert {row.key: (row.planned, row.refused) for row in queries.reach(code=code).by_channel} == {"pigeon": (2, 1)}


def test_a_part_of_the_city_is_expanded_by_its_own_people_and_not_by_everybody(
    pigeon: Pigeon, fresh_db: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three pages of two for five people, though sixty others stand between them."""
    monkeypatch.setattr(expansion, "FIRST_PAGE", 2)
    monkeypatch.setattr(expansion, "MOST_PAGE", 2)
    load_districts(by=BY, at=AT)
    for number in range(5):
        others = (person("en", pigeon=f"other {number}.{other}") for other in range(12))
        make.people(*others, replace(person("en", pigeon=f"here {number}"), district="310115"))
    code = make.announce(audience=audiences.asked(Question(districts=("310115",))))
    message = Message.objects.get(code=code)
    pages = expansion.Expansion(message)
    assert [pages.page(at=AT) for _ in range(4)] == [True, True, True, False]
    make.run(tmp_path)
    assert [to for to, _ in make.titles(pigeon)] == [f"here {number}" for number in range(5)]
