"""What a stamp or a PDF is worth, by a list of keys and of withdrawn papers: no database, no network."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from django.utils import timezone

from portlight.kernel.papers import words
from portlight.kernel.papers.printing import last_day
from portlight.toolkit.nameplate import Checked
from portlight.toolkit.paper import PaperKind
from portlight.toolkit.stamps import Claims, PublicKey, SigningKey, Verdict

if TYPE_CHECKING:
    from portlight.kernel.papers.pades import SealFound

_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True)
class OfFile:
    """What a PDF is worth: its stamp's text, and its seal. `stranger`: whole, but under nobody's seal we know."""

    stamp: str
    seal: SealFound
    signer: str = ""


def checked(verdict: Verdict, kinds: Mapping[str, PaperKind], *, state: str = "") -> Checked:
    """The verdict in msgids and lines, as it is shown to whoever holds the paper."""
    state = state or verdict.state
    claims = verdict.claims
    kind = kinds.get(claims.kind) if claims else None
    specimen = verdict.specimen
    good = state == "good" and not specimen
    return Checked(
        state=state, good=good, said=words.SAID["specimen" if specimen and state == "good" else state],
        specimen=specimen, title=kind.title if kind else "", proves=kind.proves if kind and good else "",
        not_proves=kind.not_proves if kind and good else "",
        lines=lines(claims, verdict.key) if claims else (),
    )  # fmt: skip


def lines(claims: Claims, key: PublicKey | None) -> tuple[tuple[str, Any], ...]:
    """Label (msgid) and value of each claim; days in the office's zone."""
    said: list[tuple[str, Any]] = [
        (words.NUMBER, claims.number), (words.HOLDER, claims.holder), (words.NATIONALITY, claims.nationality),
        (words.DOCUMENT, claims.document and f"… {claims.document}"),
        (words.VALID_FROM, timezone.localtime(claims.valid_from).date()),
        (words.LAST_DAY, claims.valid_until and last_day(claims.valid_until)),
        (words.ISSUED, claims.issued_at), (words.ISSUER, (key and key.issuer) or claims.issuer),
    ]  # fmt: skip
    return tuple((label, value) for label, value in said if value)


def of_file(pdf: bytes, certificates: Sequence[x509.Certificate]) -> OfFile | None:
    """The stamp a PDF carries in its own description, and what its seal is worth. None when it is no PDF of ours."""
    if len(pdf) > _LARGEST:
        return None
    from portlight.kernel.papers import pades  # half a second to load, and no page needs it

    stamp = pades.stamp_in(pdf)
    return None if stamp is None else OfFile(stamp, *pades.seal_of(pdf, certificates))


def withdrawn_list(marks: Collection[str], *, at: datetime, key: SigningKey) -> str:
    """The list of withdrawn papers, signed: a flattened JWS (RFC 7515, 7.2.2) under ES256, as one line of JSON."""
    protected = _b64(json.dumps({"alg": "ES256", "kid": key.kid.hex()}).encode())
    payload = _b64(json.dumps({"at": int(at.timestamp()), "marks": sorted(marks)}).encode())
    r, s = decode_dss_signature(key.key.sign(f"{protected}.{payload}".encode(), ec.ECDSA(hashes.SHA256())))
    signature = _b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return json.dumps({"protected": protected, "payload": payload, "signature": signature})


def withdrawn(text: str, keys: Mapping[bytes, PublicKey]) -> tuple[frozenset[str], datetime]:
    """The marks on a list that one of `keys` has signed, and when. ValueError for any other."""
    try:
        said = json.loads(text)
        key = keys[bytes.fromhex(json.loads(_raw(said["protected"]))["kid"])]
        signature = _raw(said["signature"])
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        signed = f"{said['protected']}.{said['payload']}".encode()
        key.key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
        told = json.loads(_raw(said["payload"]))
        return frozenset(told["marks"]), datetime.fromtimestamp(told["at"], UTC)
    except (KeyError, TypeError, AttributeError, InvalidSignature) as error:
        raise ValueError("no list of withdrawn papers signed by this office") from error


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
