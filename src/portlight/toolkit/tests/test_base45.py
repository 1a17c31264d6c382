from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portlight.toolkit import base45

# RFC 9285, 4.3 and 4.4.
KNOWN = [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0"), (b"", "")]


@pytest.mark.parametrize(("raw", "text"), KNOWN)
def test_it_spells_as_the_standard_does(raw: bytes, text: str) -> None:
    assert base45.encode(raw) == text
    assert base45.decode(text) == raw


@given(some.binary(max_size=200))
def test_every_byte_string_comes_back(raw: bytes) -> None:
    assert base45.decode(base45.encode(raw)) == raw


@pytest.mark.parametrize("text", ["A", "ABCD", "bb8", "Ü22", ":::", "GGW", "::"])
def test_what_cannot_have_been_encoded_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        base45.decode(text)
