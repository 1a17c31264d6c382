"""A registration with a photo of the passport from a telephone on a slow line: the seconds of each part are printed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from portlight.toolkit.passport import models
from tests.walks.city import City, words_of

pytestmark = pytest.mark.walk


@pytest.mark.skipif(bool(models.absent()), reason="the extra passport is not installed")
def test_a_person_registers_from_a_photo(city: City, new_page: Any, violations: Any, picture: Any) -> None:
    from benchmarks.person import Person, passport, registers

    shot, content = passport()
    page = new_page(width=360)
    person = Person(page)
    person.slowly()
    address = "walker@reader.example"

    def code() -> str:
        assert violations(page) == []
        picture(page, "lodging-photo-check")
        found = re.search(r"\b\d{6}\b", words_of(city.letter(address, number=1)))
        assert found
        return found[0]

    receipt = registers(person, site=city.url, address=address, code=code, content=content)
    total = person.done()
    for part, (machine, own) in person.spent.items():
        print(f"{part:<10} {machine:5.1f} s of machine and line, {own:5.1f} s of her own")
    print(f"together   {total:5.1f} s, with a photo of {len(content) / 1e6:.1f} MB (seed {shot.seed})")
    assert re.search(r"/en/lodging/R-", receipt)
    assert "You are registered" in page.inner_text("main")
    picture(page, "lodging-photo-receipt")
