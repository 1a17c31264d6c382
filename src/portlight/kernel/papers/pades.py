"""PAdES signatures on PDFs (ETSI EN 319 142-1): made and examined. Loaded only where one is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
from asn1crypto import x509 as asn1  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from portlight.toolkit.stamps import PREFIX

FIELD = "Seal"
_RESERVED = 8192  # hexadecimal digits; a signature with one certificate takes a quarter
SealFound = Literal["none", "good", "stranger", "changed"]


def signed(pdf: bytes, place: Path) -> bytes:
    """The PDF with a signature added to it, by the key and certificate in the PEM file at `place`."""
    about = signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    out = BytesIO()
    signer = signers.PdfSigner(about, signer=_signer(str(place)))
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # Room set aside: without it everything is signed twice, the first time to see how long it gets.
    _beside_a_loop(partial(signer.sign_pdf, writer, output=out, bytes_reserved=_RESERVED))
    return out.getvalue()


def _beside_a_loop(sign: Callable[[], object]) -> None:
    """pyHanko runs an event loop of its own for each signature; a thread that is in one already, as a worker's is, may
    not (asyncio.run). Nothing of a signature touches the database."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        sign()
        return
    with ThreadPoolExecutor(1, thread_name_prefix="seal") as aside:
        aside.submit(sign).result()


def stamp_in(pdf: bytes) -> str | None:
    """The stamp's text in the description of a PDF (its keywords); None when there is none, or it is no PDF."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            said = str(opened.docinfo.get("/Keywords", ""))
    except (pikepdf.PdfError, ValueError, TypeError):
        return None
    return said if said.startswith(PREFIX) else None


def seal_of(pdf: bytes, certificates: Sequence[x509.Certificate]) -> tuple[SealFound, str]:
    """What the last signature is worth, and whose it says it is.

    It must be whole and over the whole file; `good` is only one under one of `certificates`, or issued by one.
    """
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not found:
            return "none", ""
        roots = [asn1.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status = validate_pdf_signature(found[-1], context)
    except Exception:  # whatever a stranger's file does to a parser: it is not whole
        return "changed", ""
    signer = str(status.signing_cert.subject.human_friendly)
    if not (status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE):
        return "changed", signer
    return ("good" if status.trusted else "stranger"), signer


@cache
def _signer(place: str) -> signers.SimpleSigner:
    found = signers.SimpleSigner.load(place, place)  # type: ignore[no-untyped-call]
    if not isinstance(found, signers.SimpleSigner):
        raise ValueError(f"{place} holds no key with its certificate")
    return found
