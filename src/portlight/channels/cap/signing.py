"""The office's signature on its alerts (XML-DSig, CAP 1.2 §3.3.4): key and certificate, made once by a command."""

from __future__ import annotations

import os
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

from portlight.delivery import shelf
from portlight.toolkit.nameplate import Finding

_BITS = 3072
_SOON = timedelta(days=60)
PUBLISHED = "cap/certificate.pem"  # on the public shelf: whoever checks our alerts pins it


class NoKey(Exception):
    """Key or certificate is missing, or they do not belong together: `portlight cap keys`."""


def key_place() -> Path:
    return Path(settings.CAP_KEY)


def certificate_place() -> Path:
    return key_place().with_suffix(".crt")


def make(*, days: int, at: datetime) -> str:
    """Make key and certificate, and return the certificate's SHA-256; never over an old key (FileExistsError).

    The certificate signs itself: an office with an authority of its own puts the authority's in its place.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    certificate = _certificate(key, days=days, at=at)
    key_place().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(key_place(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    certificate_place().write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return certificate.fingerprint(hashes.SHA256()).hex()


def _certificate(key: rsa.RSAPrivateKey, *, days: int, at: datetime) -> x509.Certificate:
    name = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.OFFICE_NAME["en"][:64]),
        x509.NameAttribute(NameOID.COMMON_NAME, f"{sender()} alerts"[:64]),
    ])  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .sign(key, hashes.SHA256())
    )


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def sender() -> str:
    """§3.2.1 sender: unique by its domain."""
    return str(settings.MAIL_FROM)


def signed(root: Any) -> str:
    """The alert (an element of lxml) with its signature as the last element, as text. NoKey."""
    # Megabytes of every process that never makes an alert.
    from lxml import etree  # type: ignore[import-untyped]
    from signxml.algorithms import (
        CanonicalizationMethod,
        DigestAlgorithm,
        SignatureConstructionMethod,
        SignatureMethod,
    )
    from signxml.signer import XMLSigner

    key, certificate = _pair()
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped, signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )  # fmt: skip
    made = signer.sign(root, key=key, cert=certificate)
    shelf.put(PUBLISHED, certificate)
    text = etree.tostring(made, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _pair() -> tuple[bytes, str]:
    """Both as PEM. NoKey unless they belong together."""
    try:
        pem, certificate = key_place().read_bytes(), certificate_place().read_text(encoding="ascii")
        own = serialization.load_pem_private_key(pem, password=None).public_key()
        told = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    except (OSError, ValueError) as error:
        raise NoKey(str(error)) from error
    if own != told:
        raise NoKey("the certificate is another key's")
    return pem, certificate


def finding(at: datetime) -> Finding:
    """For `portlight doctor`."""
    if settings.CAP == "off":
        return Finding(state="ok", said="Alerts (CAP) are switched off.")
    try:
        _, certificate = _pair()
    except NoKey as error:
        return Finding(state="fail", said=f"Alerts cannot be signed: {error}", remedy="portlight cap keys")
    if stat.S_IMODE(key_place().stat().st_mode) & 0o077:
        return Finding(state="fail", said="Others can read the key of the alerts.", remedy=f"chmod 600 {key_place()}")
    until = x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc
    if until - at < _SOON:
        return Finding(
            state="fail" if until <= at else "warn", said=f"The certificate of the alerts ends on {until:%F}.",
            remedy="Make another: docs/howto/alerts-cap.md",
        )  # fmt: skip
    return Finding(state="ok", said=f"Alerts are signed; their certificate is good until {until:%F}.")
