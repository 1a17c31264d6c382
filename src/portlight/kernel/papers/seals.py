"""The seal port: who puts the office's electronic seal on a PDF (PAdES, ETSI EN 319 142-1)."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from portlight.toolkit import outcalls
from portlight.toolkit.whole import beside


class SealRefused(Exception):
    """The other side will not seal this one: asking again changes nothing."""


class Seal(Protocol):
    """`seal` returns the same document with a signature added to it, never another one.

    outcalls.NotReached: not now, ask again. SealRefused: not at all.
    """

    specimen: bool

    def seal(self, pdf: bytes, *, at: datetime) -> bytes: ...


def chosen() -> Seal:
    """The seal of this office, by its settings."""
    if settings.SEAL == "service":
        return OverHttp(settings.SEAL_URL, settings.SEAL_TOKEN, settings.SEAL_SECONDS)
    return built_in()


def built_in() -> BuiltIn:
    return BuiltIn(Path(settings.PAPERS_KEYS).with_name("papers-seal.pem"))


class BuiltIn:
    """A key and a certificate made here at the first paper: it shows how sealing works, and proves nothing."""

    specimen = True

    def __init__(self, place: Path) -> None:
        self.place = place

    def seal(self, pdf: bytes, *, at: datetime) -> bytes:
        if not self.place.exists():
            _make(self.place, at)
        from portlight.kernel.papers import pades  # half a second to load, and no page needs it

        return pades.signed(pdf, self.place)


class OverHttp:
    """An office's signing service over HTTPS: POST the PDF, get it back sealed. Contract: docs/howto/papers-out.md."""

    specimen = False

    def __init__(self, url: str, token: str, seconds: int) -> None:
        self.url, self.token, self.seconds = url, token, seconds

    def seal(self, pdf: bytes, *, at: datetime) -> bytes:
        headers = {"Content-Type": "application/pdf", "Accept": "application/pdf"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        reply = outcalls.http(self.url, seconds=self.seconds, method="POST", body=pdf, headers=headers)
        if reply.status in {400, 403, 413, 415, 422}:
            raise SealRefused(f"status {reply.status}")
        if reply.status != 200:
            raise outcalls.NotReached(f"{self.url}: status {reply.status}")
        # A signature is appended: whatever else came back is not the paper we sent.
        if not reply.body.startswith(pdf) or b"/ByteRange" not in reply.body[len(pdf) :]:
            raise SealRefused("what came back is not our document with a seal")
        return reply.body


def certificates() -> list[x509.Certificate]:
    """Those whose seal this office takes for its own."""
    named = Path(settings.SEAL_CERTIFICATES) if settings.SEAL == "service" else built_in().place
    try:
        return x509.load_pem_x509_certificates(named.read_bytes())
    except (OSError, ValueError):
        return []


def _make(place: Path, at: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SPECIMEN 样本"),
        x509.NameAttribute(NameOID.COMMON_NAME, "SPECIMEN 样本 Portlight"),
    ])  # fmt: skip
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = beside(place)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(pem + certificate.public_bytes(serialization.Encoding.PEM))
    try:
        os.link(half, place)  # two processes make it at the same moment: the first stays
    except FileExistsError:
        pass
    finally:
        half.unlink()


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
