"""Stamps: what a paper says, signed so that anybody can check it without a network. 190 bytes, a QR of version 10.

A stamp is `PL1:` and, in base45, a COSE_Sign1 (RFC 9052) under ES256 whose payload is a CBOR map with small keys. CBOR
is encoded in its one deterministic way (RFC 8949, 4.2) and nothing else is accepted; of the two signatures that fit an
ECDSA message only the low one is. So a stamp has one spelling: a single changed character makes it another text that
fails. Moments are whole seconds since 1970; an end is exclusive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from portlight.toolkit import base45, qr

PREFIX = "PL1:"
LONGEST = 1200  # characters; what is longer is not looked at
State = Literal["good", "expired", "not-yet", "revoked", "unknown-key", "not-genuine", "malformed"]

_ES256, _ALGORITHM, _KID = -7, 1, 4  # COSE header parameters (RFC 9052, table 3; RFC 9053, table 1)
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)
_KIND, _NUMBER, _HOLDER, _NATIONALITY, _DOCUMENT, _FROM, _UNTIL, _ISSUED, _ISSUER, _SPECIMEN = range(1, 11)
_TEXTS = (_KIND, _NUMBER, _HOLDER, _NATIONALITY, _DOCUMENT, _ISSUER)


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What a stamp says. `document` holds only the last characters that the paper itself shows."""

    kind: str
    number: str
    holder: str
    nationality: str = ""
    document: str = ""
    valid_from: datetime
    valid_until: datetime | None = None  # exclusive; None: it does not end
    issued_at: datetime
    issuer: str
    specimen: bool = False


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key that stamps are checked with. What it signed from `since` to `until` stays good unless it is revoked."""

    kid: bytes
    key: ec.EllipticCurvePublicKey
    since: datetime
    until: datetime | None = None  # exclusive: retired then
    revoked_at: datetime | None = None  # its secret is out: nothing it signed is believed
    specimen: bool = False
    issuer: str = ""

    def signed_at(self, moment: datetime) -> bool:
        # Claims hold whole seconds, the key's beginning does not.
        return self.since.replace(microsecond=0) <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True)
class SigningKey:
    kid: bytes
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Verdict:
    """`claims` are there as soon as the signature is genuine; of anything else nothing is told."""

    state: State
    claims: Claims | None = None
    key: PublicKey | None = None

    @property
    def specimen(self) -> bool:
        return bool(self.claims and self.key and (self.claims.specimen or self.key.specimen))


class _Malformed(Exception):
    pass


def kid_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """The name of a key: the first 6 bytes of the SHA-256 of its point, uncompressed."""
    numbers = key.public_numbers()
    point = b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    return hashlib.sha256(point).digest()[:6]


def sign(claims: Claims, key: SigningKey) -> str:
    """The stamp of these claims."""
    protected = _bytes({_ALGORITHM: _ES256, _KID: key.kid})
    payload = _bytes(_map(claims))
    made = key.key.sign(_to_be_signed(protected, payload), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(made)
    signature = r.to_bytes(32, "big") + min(s, _ORDER - s).to_bytes(32, "big")
    return PREFIX + base45.encode(_bytes(cbor2.CBORTag(18, [protected, {}, payload, signature])))


def verify(
    text: str, keys: Mapping[bytes, PublicKey], *, at: datetime, revoked: Callable[[str], bool] = lambda mark: False
) -> Verdict:
    """What a text that says it is a stamp is worth at `at`. Never raises, whatever the text.

    `revoked` is asked with the stamp's `mark`.
    """
    try:
        protected, payload, signature, kid = _taken_apart(text)
        claims = _claims(payload)
    except _Malformed:
        return Verdict("malformed")
    key = keys.get(kid)
    if key is None:
        return Verdict("unknown-key")
    if not _fits(key, protected, payload, signature) or not key.signed_at(claims.issued_at):
        return Verdict("not-genuine")
    if key.revoked_at is not None or revoked(mark_of(payload)):
        return Verdict("revoked", claims, key)
    return Verdict(_in_time(claims, at), claims, key)


def mark(text: str) -> str:
    """What a genuine stamp is called on a list of revoked ones: it tells nothing to who does not have the paper.

    A hash of what is signed, not of the signature. ValueError when the text is no stamp.
    """
    try:
        return mark_of(_taken_apart(text)[1])
    except _Malformed:
        raise ValueError("no stamp") from None


def mark_of(payload: bytes) -> str:
    return hashlib.sha256(b"portlight stamp" + payload).hexdigest()[:32]


def symbol(text: str) -> str:
    """The stamp as a QR symbol, level M, in SVG, one unit a module, without a margin."""
    dark, size = qr.path(text)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{dark}"/></svg>'


def _in_time(claims: Claims, at: datetime) -> State:
    if at < claims.valid_from:
        return "not-yet"
    return "expired" if claims.valid_until is not None and at >= claims.valid_until else "good"


def _fits(key: PublicKey, protected: bytes, payload: bytes, signature: bytes) -> bool:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if s > _ORDER // 2:
        return False
    try:
        key.key.verify(encode_dss_signature(r, s), _to_be_signed(protected, payload), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return _bytes(["Signature1", protected, b"", payload])


def _taken_apart(text: str) -> tuple[bytes, bytes, bytes, bytes]:
    """Protected header, payload, signature and kid."""
    text = text.strip()
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise _Malformed
    try:
        raw = base45.decode(text[len(PREFIX) :])
    except ValueError:
        raise _Malformed from None
    tag = _value(raw)
    if not isinstance(tag, cbor2.CBORTag) or tag.tag != 18:
        raise _Malformed
    match tag.value:
        case [bytes(protected), {**unprotected}, bytes(payload), bytes(signature)] if not unprotected:
            match _value(protected):
                case {1: -7, 4: bytes(kid), **rest} if not rest and len(signature) == 64:
                    return protected, payload, signature, kid
    raise _Malformed


def _map(claims: Claims) -> dict[int, Any]:
    said: dict[int, Any] = {
        _KIND: claims.kind, _NUMBER: claims.number, _HOLDER: claims.holder, _NATIONALITY: claims.nationality,
        _DOCUMENT: claims.document, _FROM: _seconds(claims.valid_from), _ISSUED: _seconds(claims.issued_at),
        _ISSUER: claims.issuer,
    }  # fmt: skip
    if claims.valid_until is not None:
        said[_UNTIL] = _seconds(claims.valid_until)
    if claims.specimen:
        said[_SPECIMEN] = True
    return {key: value for key, value in said.items() if value != ""}


def as_signed(claims: Claims) -> Claims:
    """The claims with their moments in whole seconds, as they come out of a stamp."""
    ends = claims.valid_until
    return replace(
        claims, valid_from=_moment(_seconds(claims.valid_from)), issued_at=_moment(_seconds(claims.issued_at)),
        valid_until=None if ends is None else _moment(_seconds(ends)),
    )  # fmt: skip


def _claims(payload: bytes) -> Claims:
    said = _value(payload)
    if not isinstance(said, dict) or not {_KIND, _NUMBER, _HOLDER, _FROM, _ISSUED, _ISSUER} <= set(said):
        raise _Malformed
    fit = all(_fit(key, value) for key, value in said.items())
    if not fit:
        raise _Malformed
    return Claims(
        kind=said[_KIND], number=said[_NUMBER], holder=said[_HOLDER], nationality=said.get(_NATIONALITY, ""),
        document=said.get(_DOCUMENT, ""), valid_from=_moment(said[_FROM]), issued_at=_moment(said[_ISSUED]),
        valid_until=_moment(said[_UNTIL]) if _UNTIL in said else None, issuer=said[_ISSUER],
        specimen=_SPECIMEN in said,
    )  # fmt: skip


def _fit(key: object, value: object) -> bool:
    if key in _TEXTS:
        return isinstance(value, str) and 0 < len(value) <= 200
    if key in (_FROM, _UNTIL, _ISSUED):
        return type(value) is int and 0 <= value < 2**35
    return key == _SPECIMEN and type(key) is int and value is True


def _value(raw: bytes) -> Any:
    """What `raw` encodes, if it is encoded in the one right way."""
    try:
        found = cbor2.loads(raw)
        right = _bytes(found) == raw
    except Exception:  # whatever a decoder finds wrong with a stranger's bytes
        raise _Malformed from None
    if not right:
        raise _Malformed
    return found


def _bytes(value: Any) -> bytes:
    return cbor2.dumps(value, canonical=True)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
