from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.delivery import tokens
from portlight.delivery.texts import ALPHABET, Frozen, new_code, spelt
from portlight.toolkit.keys import NoKeys, Ring


@given(st.integers(min_value=0, max_value=(1 << 48) - 1))
def test_a_token_is_read_back_by_its_purpose_only(number: int) -> None:
    made = tokens.token(tokens.OUT, number)
    assert len(made) == tokens.LENGTH
    assert tokens.read(tokens.OUT, made) == number
    assert tokens.read(tokens.SEEN, made) is None


def test_a_maker_is_made_before_there_are_keys_and_makes_no_token_without(settings: Any, tmp_path: Path) -> None:
    """A channel is made when a program starts, and one of the programs is `portlight prepare`, which makes the keys."""
    settings.KEYS = Ring.at(tmp_path)
    maker = tokens.Maker(tokens.SEEN)
    with pytest.raises(NoKeys):
        maker.token(1)


@given(st.text(max_size=40))
def test_what_we_did_not_make_is_nobodys(given_text: str) -> None:
    assert tokens.read(tokens.OUT, given_text) is None
    assert tokens.read_return(given_text) is None


def test_a_return_path_survives_a_server_that_folds_case() -> None:
    local = tokens.Maker(tokens.RETURN).return_local(170_000).decode()
    assert tokens.read_return(local.upper()) == 170_000
    assert tokens.read_return(local[:-1] + ("0" if local[-1] != "0" else "1")) is None
    assert len(local) <= 64  # RFC 5321 §4.5.3.1.1


def test_a_code_can_be_read_aloud() -> None:
    code = new_code()
    assert len(code) == 9
    assert set(code) <= {*ALPHABET, "-"}
    assert spelt(f" {code.lower().replace('-', ' ')} ") == code


def test_a_frozen_text_refuses_the_marks_of_the_sending_path() -> None:
    from portlight.toolkit.refusals import Refused

    for title, text in (("a\x01", "b"), ("a", "b\x03"), ("a\nb", "c"), ("a", "b\x85")):
        with pytest.raises(Refused) as refused:
            Frozen(title, text)
        assert refused.value.code == "delivery.control-character"
