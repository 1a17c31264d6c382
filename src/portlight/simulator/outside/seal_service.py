"""A signing service that checks and can misbehave: `python seal_service.py --certificate FILE` prints its port.

POST a PDF with the bearer token, get it back with a PAdES signature (ETSI EN 319 142-1) under the service's own
certificate, which an authority of its own has issued; FILE is that authority's. It imports nothing of the product.
One line of the record per document sealed: hash of what came, moment.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import tempfile
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from portlight.simulator.outside.serving import for_ever, listening, until_stopped

Key = ec.EllipticCurvePrivateKey


def certificate(name: str, key: Key, issuer: str, by: Key, *, authority: bool) -> x509.Certificate:
    def named(common: str) -> x509.Name:
        organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Simulated office")
        return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, common)])

    now = datetime.now(UTC)
    never = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
    usage = dict.fromkeys(never, False)
    usage |= {"digital_signature": not authority, "content_commitment": not authority}
    usage |= {"key_cert_sign": authority, "crl_sign": authority}
    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(by, hashes.SHA256())
    )


class SealKeeper:
    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        authority = certificate("Simulated authority", root, "Simulated authority", root, authority=True)
        ours = certificate("Simulated seal", own, "Simulated authority", root, authority=False)
        how.certificate.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
        with tempfile.NamedTemporaryFile(suffix=".pem") as both:
            both.write(
                own.private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
                + ours.public_bytes(serialization.Encoding.PEM)
            )
            both.flush()
            self.signer = signers.SimpleSigner.load(both.name, both.name)  # type: ignore[no-untyped-call]

    async def seal(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self.how.token}":
            return web.Response(status=401, text="who are you?")
        if self.how.slow:
            await asyncio.sleep(self.how.slow)
        if self.how.broken:
            return web.Response(status=503, text="broken as asked")
        pdf = await request.read()
        if self.how.refuse or not pdf.startswith(b"%PDF-"):
            return web.Response(status=422, text="this is not sealed here")
        if self.how.other:
            return web.Response(body=await self._signed(another()), content_type="application/pdf")
        sealed = await self._signed(pdf)
        if self.how.record:
            with self.how.record.open("a", encoding="utf-8") as record:
                record.write(f"{hashlib.sha256(pdf).hexdigest()[:16]}\t{time.time():.3f}\n")
        return web.Response(body=sealed, content_type="application/pdf")

    async def _signed(self, pdf: bytes) -> bytes:
        about = signers.PdfSignatureMetadata(
            field_name="Office", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        out = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        await signers.PdfSigner(about, signer=self.signer).async_sign_pdf(writer, output=out)
        return out.getvalue()


def another() -> bytes:
    """A document that nobody sent."""
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return out.getvalue()


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--certificate", type=Path, required=True, help="the authority's certificate is written here")
    parser.add_argument("--token", default="harbour")
    parser.add_argument("--slow", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument("--broken", action="store_true", help="503 to everything")
    parser.add_argument("--refuse", action="store_true", help="422 to everything")
    parser.add_argument("--other", action="store_true", help="seals another document than the one it was sent")
    return parser.parse_args(given)


async def serve(how: argparse.Namespace) -> None:
    app = web.Application(client_max_size=16 * 1024 * 1024)
    app.add_routes([web.post("/seal", SealKeeper(how).seal)])
    await listening(app, how.port)
    await for_ever()


def main() -> None:
    until_stopped(serve(arguments()))


if __name__ == "__main__":
    main()
