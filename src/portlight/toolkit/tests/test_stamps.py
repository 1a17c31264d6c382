"""A stamp says what was signed or it says nothing: one changed character, one foreign byte, one strange key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as some

from portlight.toolkit import base45, qr, stamps
from portlight.toolkit.stamps import Claims, PublicKey, SigningKey

AT = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)
SECRET = ec.derive_private_key(123456789, ec.SECP256R1())
OTHER = ec.derive_private_key(987654321, ec.SECP256R1())
KEY = SigningKey(stamps.kid_of(SECRET.public_key()), SECRET)
PUBLIC = PublicKey(kid=KEY.kid, key=SECRET.public_key(), since=AT - timedelta(days=1), issuer="the office")
KEYS = {KEY.kid: PUBLIC}
CLAIMS = Claims(
    kind="lodging.slip", number="L-2026-0001234-C", holder="MUSTERMANN, ERIKA", nationality="DEU", document="0T47",
    valid_from=AT, valid_until=AT + timedelta(days=30), issued_at=AT, issuer="exit-entry.example",
)  # fmt: skip
STAMP = stamps.sign(CLAIMS, KEY)


def state(text: str = STAMP, keys: dict[bytes, PublicKey] = KEYS, at: datetime = AT) -> str:
    return stamps.verify(text, keys, at=at).state


def test_it_says_what_was_signed() -> None:
    found = stamps.verify(STAMP, KEYS, at=AT)
    assert (found.state, found.claims, found.key) == ("good", CLAIMS, PUBLIC)
    assert not found.specimen


def test_a_stamp_is_small_enough_for_a_square_that_a_phone_reads() -> None:
    assert len(STAMP) < 300
    assert len(qr.rows(STAMP)) <= 57  # version 10


@pytest.mark.parametrize("place", range(len(STAMP)))
def test_one_changed_character_anywhere_fails(place: int) -> None:
    for char in base45.ALPHABET:
        if char != STAMP[place]:
            found = stamps.verify(STAMP[:place] + char + STAMP[place + 1 :], KEYS, at=AT)
            assert found.state in {"malformed", "unknown-key", "not-genuine"}
            assert found.claims is None


def test_one_changed_bit_anywhere_fails() -> None:
    raw = base45.decode(STAMP[4:])
    for bit in range(8 * len(raw)):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        text = stamps.PREFIX + base45.encode(bytes(changed))
        assert state(text) in {"malformed", "unknown-key", "not-genuine"}, bit


def test_the_other_signature_of_the_same_content_is_not_taken() -> None:
    """Of an ECDSA signature (r, s) anybody can make (r, n - s): it would be a second stamp of one paper."""
    head, empty, payload, signature = cbor2.loads(base45.decode(STAMP[4:])).value
    other = stamps._ORDER - int.from_bytes(signature[32:], "big")
    made = cbor2.CBORTag(18, [head, {}, payload, signature[:32] + other.to_bytes(32, "big")])
    assert empty == {}
    assert state(stamps.PREFIX + base45.encode(cbor2.dumps(made, canonical=True))) == "not-genuine"


def test_another_spelling_of_the_same_content_is_not_taken() -> None:
    """The map's first pair as its last: rightly signed, wrongly encoded."""
    pairs = sorted(cbor2.loads(cbor2.loads(base45.decode(STAMP[4:])).value[2]).items())
    body = bytes([0xA0 + len(pairs)]) + b"".join(
        cbor2.dumps(key) + cbor2.dumps(value) for key, value in [*pairs[1:], pairs[0]]
    )
    head = cbor2.dumps({1: -7, 4: KEY.kid}, canonical=True)
    r, s = decode_dss_signature(SECRET.sign(cbor2.dumps(["Signature1", head, b"", body]), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(32, "big") + min(s, stamps._ORDER - s).to_bytes(32, "big")
    made = cbor2.dumps(cbor2.CBORTag(18, [head, {}, body, signature]), canonical=True)
    assert state(stamps.PREFIX + base45.encode(made)) == "malformed"


@given(some.text(max_size=400))
@settings(max_examples=300)
def test_nothing_that_is_pasted_breaks_it(text: str) -> None:
    assert state(text) == "malformed"
    assert state(stamps.PREFIX + text) in {"malformed", "unknown-key", "not-genuine"}


@given(some.binary(max_size=300))
@settings(max_examples=300)
def test_no_bytes_break_it(raw: bytes) -> None:
    assert state(stamps.PREFIX + base45.encode(raw)) in {"malformed", "unknown-key", "not-genuine"}


@pytest.mark.parametrize(
    "value",
    [
        {}, [], "text", 1, None, cbor2.CBORTag(18, 1), cbor2.CBORTag(18, [b"", {}, b"", b""]),
        cbor2.CBORTag(18, [cbor2.dumps({1: -7, 4: KEY.kid}), {5: 1}, b"", bytes(64)]),
        cbor2.CBORTag(18, [cbor2.dumps({1: -7, 4: KEY.kid}), {}, cbor2.dumps({1: "x"}), bytes(64)]),
        cbor2.CBORTag(18, [cbor2.dumps({1: -8, 4: KEY.kid}), {}, b"", bytes(64)]),
        cbor2.CBORTag(17, [cbor2.dumps({1: -7, 4: KEY.kid}), {}, b"", bytes(64)]),
    ],
)  # fmt: skip
def test_what_is_no_stamp_of_ours_is_malformed(value: object) -> None:
    assert state(stamps.PREFIX + base45.encode(cbor2.dumps(value, canonical=True))) == "malformed"


CASES = [
    ("before it begins", CLAIMS, AT - timedelta(seconds=1), "not-yet"),
    ("at its first second", CLAIMS, AT, "good"),
    ("in its last second", CLAIMS, AT + timedelta(days=30, seconds=-1), "good"),
    ("at its end, which is exclusive", CLAIMS, AT + timedelta(days=30), "expired"),
    ("without an end", replace(CLAIMS, valid_until=None), AT + timedelta(days=9999), "good"),
]


@pytest.mark.parametrize(("why", "claims", "at", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_it_knows_its_days(why: str, claims: Claims, at: datetime, wanted: str) -> None:
    found = stamps.verify(stamps.sign(claims, KEY), KEYS, at=at)
    assert (found.state, found.claims) == (wanted, claims)


def test_a_strange_key_is_told_and_nothing_of_what_it_says() -> None:
    found = stamps.verify(stamps.sign(CLAIMS, SigningKey(b"nobody", OTHER)), KEYS, at=AT)
    assert (found.state, found.claims) == ("unknown-key", None)
    assert state(stamps.sign(CLAIMS, SigningKey(KEY.kid, OTHER))) == "not-genuine"


def test_a_retired_key_keeps_what_it_signed_before_and_signs_nothing_after() -> None:
    retired = {KEY.kid: replace(PUBLIC, until=AT + timedelta(hours=1))}
    later = replace(CLAIMS, issued_at=AT + timedelta(hours=1))
    assert state(keys=retired) == "good"
    assert state(stamps.sign(later, KEY), keys=retired) == "not-genuine"
    assert state(stamps.sign(replace(CLAIMS, issued_at=AT - timedelta(days=2)), KEY)) == "not-genuine"


def test_a_key_whose_secret_is_out_proves_nothing_at_any_time() -> None:
    assert state(keys={KEY.kid: replace(PUBLIC, revoked_at=AT + timedelta(days=1))}) == "revoked"


def test_a_withdrawn_stamp_is_found_by_its_mark_and_the_mark_tells_nothing() -> None:
    mark = stamps.mark(STAMP)
    assert stamps.verify(STAMP, KEYS, at=AT, revoked=lambda one: one == mark).state == "revoked"
    assert stamps.mark(stamps.sign(CLAIMS, KEY)) == mark  # of the content, not of the signature
    assert len(mark) == 32
    assert "MUSTERMANN" not in mark
    with pytest.raises(ValueError, match="no stamp"):
        stamps.mark("PL1:NOTHING")


@pytest.mark.parametrize(("claimed", "of_key"), [(True, False), (False, True)])
def test_a_specimen_is_one_by_its_claim_or_by_its_key(claimed: bool, of_key: bool) -> None:
    keys = {KEY.kid: replace(PUBLIC, specimen=of_key)}
    assert stamps.verify(stamps.sign(replace(CLAIMS, specimen=claimed), KEY), keys, at=AT).specimen


NAMES = some.text(some.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


@given(
    holder=NAMES, document=some.text("0123456789ABC", max_size=4), days=some.integers(1, 4000), specimen=some.booleans()
)
def test_every_stamp_comes_back_as_it_was_signed(holder: str, document: str, days: int, specimen: bool) -> None:
    claims = replace(CLAIMS, holder=holder, document=document, specimen=specimen, valid_until=AT + timedelta(days=days))
    found = stamps.verify(stamps.sign(claims, KEY), KEYS, at=AT)
    assert (found.state, found.claims) == ("good", claims)


def test_its_square_has_no_margin() -> None:
    assert f'viewBox="0 0 {len(qr.rows(STAMP))} {len(qr.rows(STAMP))}"' in stamps.symbol(STAMP)
