"""Is this message official? The code tells, and tells no more than it may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as people_queries
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.toolkit.actor import machine

pytestmark = pytest.mark.django_db
BY = machine("tests")


@pytest.fixture
def personal(db: None) -> str:
    """The code of a message to Anna alone."""
    at = timezone.now()
    anna = NewPerson(languages=("en",), addresses=(NewAddress(channel="email", value="anna@mail.example"),))
    key = people.enrol([anna], by=BY, at=at)[0]
    address = people_queries.addresses(key)[0].number
    texts = {"en": Frozen(title="Your secret", text="Nobody else reads this.")}
    return delivery.tell(address_id=address, texts=texts, by=BY, at=at, not_after=at + timedelta(hours=1))


def test_an_unknown_code_is_not_ours_and_a_next_step_is_named() -> None:
    answer = Client().get("/en/verify/?code=K7F3-9QXM")
    assert answer.status_code == 404
    assert "We know no message with this code." in answer.content.decode()
    assert "tel:" in answer.content.decode()


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_is_known_however_it_is_typed(personal: str, spell: object) -> None:
    answer = Client().get("/en/verify/", {"code": spell(personal)})  # type: ignore[operator]
    assert answer.status_code == 200
    assert "Yes. We sent a message with this code." in answer.content.decode()


def test_the_words_of_a_personal_message_are_shown_to_nobody(personal: str) -> None:
    page = Client().get("/en/verify/", {"code": personal}).content.decode()
    assert "Your secret" not in page
    assert "Nobody else reads this" not in page


@pytest.mark.parametrize("typed", ["", " ", "x" * 5000, "<script>alert(1)</script>", "' OR 1=1 --", "\u202ecode"])
def test_nothing_that_is_typed_breaks_the_page(typed: str) -> None:
    answer = Client().get("/ar/verify/", {"code": typed})
    assert answer.status_code in {200, 404}
    assert "<script>alert" not in answer.content.decode()
