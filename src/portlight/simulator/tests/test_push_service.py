"""The push service of the tests is right in others' eyes: the example of RFC 8291 opens, its counts add up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from portlight.simulator.outside.push_service import Browser, bare, count, waiting

# RFC 8291 §5
PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_browser_opens_the_example_of_the_standard() -> None:
    key = ec.derive_private_key(int.from_bytes(bare(PRIVATE), "big"), ec.SECP256R1())
    browser = Browser(1, key=key, auth=bare(AUTH))
    assert browser.read(bare(BODY)) == b"When I grow up, I want to be a watermelon"
    with pytest.raises(InvalidTag):
        browser.read(bare(BODY)[:-1] + b"\0")
    with pytest.raises(InvalidTag):
        Browser(2, key=key).read(bare(BODY))


def test_its_record_is_counted_and_a_topic_waits_once(tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    lines = [(1, "A", "first", False), (1, "", "plain", False), (1, "A", "second", True), (2, "A", None, False)]
    record.write_text(
        "".join(
            json.dumps({"subscriber": who, "topic": topic, "text": text, "replaced": replaced}) + "\n"
            for who, topic, text, replaced in lines
        )
    )
    assert count(record) == {"messages": 4, "subscribers": 2, "unreadable": 1, "replaced": 1}
    assert waiting(record) == {1: ["plain", "second"], 2: [None]}
