"""What a release would cost, before the button."""

from __future__ import annotations

import pytest

from portlight.delivery import queries
from portlight.delivery.audiences import asked
from portlight.delivery.port import Copy, Price
from portlight.delivery.tests import make
from portlight.kernel.people.rules import Question


class Dear(make.Pigeon):
    """Two parts in English, one in Chinese, no text in French."""

    def price(self, copy: Copy) -> Price:
        if copy.language == "fr":
            return Price(parts=0, each=0.0, why_not="no-template")
        return Price(parts=2 if copy.language == "en" else 1, each=4.5)


def test_the_bill_adds_up_by_language(db: object, monkeypatch: pytest.MonkeyPatch) -> None:
    make.pigeons(monkeypatch, Dear("pigeon"), make.Pigeon("free"))
    make.people(
        *(make.person("en", pigeon=f"e{n}", free="x") for n in range(3)), make.person("zh-Hans", pigeon="z"),
        make.person("fr", pigeon="f"),
    )  # fmt: skip
    size = queries.size(audience=asked(Question()), channels=("pigeon", "free"), languages={"en", "fr", "zh-Hans"})
    assert size.by_way[("pigeon", "en")] == 3
    (bill,) = queries.bill(by_way=size.by_way, severity="urgent", drill=False, purpose="notice", at=make.AT)
    assert (bill.channel, bill.messages, bill.parts, bill.cost) == ("pigeon", 5, 7, 0.32)
    assert bill.unsendable == ("fr",)
