"""What a travel paper may say of its holder has a name in every language."""

from __future__ import annotations

import pytest

from portlight.toolkit import countries
from portlight.toolkit.languages import CODES


@pytest.mark.parametrize("language", CODES)
def test_every_code_is_called_something_in_every_language(language: str) -> None:
    offered = dict(countries.nationalities(language))
    assert set(offered) == {*countries.ALPHA2, *countries.SPECIAL}
    assert not [code for code, name in offered.items() if name == code or not name.strip()]


def test_the_stateless_and_the_refugees_are_called_by_name() -> None:
    assert countries.name("XXA", "zh-Hans") == "无国籍人"
    assert countries.name("XXB", "ar") == "لاجئ"
    assert countries.name("UNO", "de") == "Vereinte Nationen"
    assert countries.name("ZZZ", "en") == "ZZZ", "nobody is called so"
