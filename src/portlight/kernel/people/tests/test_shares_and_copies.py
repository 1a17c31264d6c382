"""A link opens once and for its time; a copy is made once, taken, and gone after days; erasing takes both along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from portlight.kernel.people import commands, copies, queries
from portlight.kernel.people.models import Copy, Share
from portlight.kernel.people.rules import COPY_LASTS, SHARE_LASTS, SHARES_PER_DAY
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast
from tests.together import at_once

PORTAL = machine("portal")
DAY = SHARE_LASTS[0]


def shared(cast: Cast, request_id: UUID | None = None, lasts: timedelta = DAY, about: str = "case:7") -> str:
    return commands.share(person=cast.anna.key, about=about, lasts=lasts, by=cast.anna.actor, at=AT,
                          request_id=request_id or uuid4())  # fmt: skip


def refusal(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.mark.django_db
def test_a_link_opens_once_and_says_whose_matter_it_is(cast: Cast) -> None:
    token = shared(cast)
    assert not Share.objects.filter(token_hash=token).exists(), "only its hash is kept"
    opened = commands.open_share(token, by=PORTAL, at=AT)
    assert (opened.person, opened.about) == (cast.anna.key, "case:7")
    assert refusal(lambda: commands.open_share(token, by=PORTAL, at=AT)) == "people.share-over"
    (card,) = queries.shares_of(cast.anna.key)
    assert card.opened_at == AT


@pytest.mark.django_db
def test_the_same_page_sent_twice_is_one_link(cast: Cast) -> None:
    same = uuid4()
    assert shared(cast, same) == shared(cast, same)
    assert Share.objects.count() == 1
    assert refusal(lambda: shared(cast, same, about="case:8")) == "timeline.resend-differs"


@pytest.mark.django_db
def test_a_link_that_is_over_taken_back_or_guessed_answers_alike(cast: Cast) -> None:
    late, back = shared(cast), shared(cast)
    number = queries.shares_of(cast.anna.key)[0].number
    assert not commands.revoke_share(number, person=cast.dora.key, by=cast.dora.actor, at=AT), "it is not hers"
    assert commands.revoke_share(number, person=cast.anna.key, by=cast.anna.actor, at=AT)
    assert not commands.revoke_share(number, person=cast.anna.key, by=cast.anna.actor, at=AT)
    for token, at in ((back, AT), (late, AT + DAY), ("x" * 43, AT), ("", AT)):
        assert refusal(lambda t=token, a=at: commands.open_share(t, by=PORTAL, at=a)) == "people.share-over"  # type: ignore[misc]


@pytest.mark.django_db
def test_no_more_links_than_a_day_allows_and_none_for_ever(cast: Cast) -> None:
    for _ in range(SHARES_PER_DAY):
        shared(cast)
    assert refusal(lambda: shared(cast)) == "people.shares-too-many"
    assert refusal(lambda: shared(cast, lasts=timedelta(days=365))) == "people.share-odd"


def test_two_who_open_at_once_see_it_once(fresh_db: Any, cast: Cast) -> None:
    token = shared(cast)

    def open_it() -> str:
        try:
            return commands.open_share(token, by=PORTAL, at=AT).about
        except Refused as refused:
            return refused.code

    assert sorted(at_once(*[open_it] * 6)) == ["case:7", *["people.share-over"] * 5]


def asked(cast: Cast, request_id: UUID | None = None) -> UUID:
    return commands.ask_copy(
        person=cast.anna.key, language="fr", by=cast.anna.actor, at=AT, request_id=request_id or uuid4()
    )


@pytest.mark.django_db
def test_a_copy_is_asked_for_once_made_taken_and_forgotten(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    key = asked(cast)
    assert asked(cast) == key, "one that is being made is not begun again"
    assert commands.copy_moved(key, done=2, parts=9)
    card = queries.copy_of(cast.anna.key, at=AT)
    assert card is not None
    assert (card.state, card.done, card.parts) == ("asked", 2, 9)
    assert refusal(lambda: queries.copy_content(cast.anna.key, by=cast.anna.actor, at=AT)) == "people.copy-gone"
    assert commands.keep_copy(key, b"everything", at=AT)
    assert not commands.keep_copy(key, b"everything", at=AT), "a maker that comes twice keeps it once"
    assert queries.copy_content(cast.anna.key, by=cast.anna.actor, at=AT) == b"everything"
    assert refusal(lambda: queries.copy_content(cast.dora.key, by=cast.dora.actor, at=AT)) == "people.copy-gone"
    later = AT + COPY_LASTS
    assert refusal(lambda: queries.copy_content(cast.anna.key, by=cast.anna.actor, at=later)) == "people.copy-gone"
    with django_capture_on_commit_callbacks(execute=True):
        assert commands.forget_copies(later) == 1
    assert copies.get(key) is None


@pytest.mark.django_db
def test_a_copy_is_sealed_on_the_disk(cast: Cast, settings: Any) -> None:
    key = asked(cast)
    commands.keep_copy(key, b"her passport's number", at=AT)
    (file,) = (settings.DATA / copies.FOLDER).glob(str(key))
    assert b"passport" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(file.read_bytes()[:-1])
    assert refusal(lambda: queries.copy_content(cast.anna.key, by=cast.anna.actor, at=AT)) == "people.copy-gone"


@pytest.mark.django_db
def test_a_new_one_takes_the_place_of_the_old(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    first = asked(cast)
    commands.keep_copy(first, b"old", at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        second = asked(cast)
    assert second != first
    assert copies.get(first) is None
    assert not commands.keep_copy(first, b"late", at=AT)
    assert copies.get(first) is None, "a maker that comes too late leaves nothing behind"


@pytest.mark.django_db
def test_erasing_takes_links_and_copies_along(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    token, key = shared(cast), asked(cast)
    commands.keep_copy(key, b"everything", at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        commands.erase(person=cast.anna.key, by=cast.anna.actor, at=AT)
    assert copies.get(key) is None
    assert Copy.objects.get().state == "gone"
    assert refusal(lambda: commands.open_share(token, by=PORTAL, at=AT)) == "people.share-over"
    assert queries.copy_wanted(key) is None


@pytest.mark.django_db
def test_links_and_copies_are_not_kept_for_ever(cast: Cast) -> None:
    shared(cast)
    key = asked(cast)
    commands.keep_copy(key, b"everything", at=AT)
    commands.forget_copies(AT + COPY_LASTS)
    commands.tidy(at=AT + timedelta(days=20))
    assert (Share.objects.count(), Copy.objects.count()) == (1, 1)
    commands.tidy(at=AT + timedelta(days=100))
    assert (Share.objects.count(), Copy.objects.count()) == (0, 0)


def test_two_who_ask_at_once_have_one_copy(fresh_db: Any, cast: Cast) -> None:
    found = at_once(*[lambda: asked(cast)] * 5)
    assert len(set(found)) == 1
    assert Copy.objects.count() == 1
