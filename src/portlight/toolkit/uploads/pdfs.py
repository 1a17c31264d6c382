"""PDFs: their pages are copied into a new file, and of each page only what is printed. The rest stays behind.

What is kept is named; what is not named is gone: scripts, actions, attachments, forms, metadata, outlines, layers
(what they hid becomes visible), signatures (the original, sealed, still has them). ISO 32000-2, 7.7.3.3, table 31.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads import forms
from portlight.toolkit.uploads.slots import PDF, Clean, Slot

_OF_A_PAGE = frozenset(
    "/Type /Parent /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate /Resources /Contents /Group /UserUnit".split()
)
# Of a stream: a file beside it, other programs' notes, the picture that is printed instead of the one that is shown.
_NOT_OF_A_STREAM = (
    "/AF /Alternates /F /FDecodeParms /FFilter /LastModified /Measure /Metadata /OC /OPI /PieceInfo /PtData /Ref"
    " /StructParent /StructParents"
).split()
_ACTIONS = frozenset(
    "/GoTo /GoTo3DView /GoToDp /GoToE /GoToR /Hide /ImportData /JavaScript /Launch /Movie /Named /Rendition /ResetForm"
    " /RichMediaExecute /SetOCGState /Sound /SubmitForm /Thread /Trans /URI".split()
)
_FILES = frozenset({"/Filespec", "/F", "/EmbeddedFile"})
_PRINTED = frozenset({"/ExtGState", "/Font", "/Pattern", "/XObject"})
_SMALL = 1024 * 1024
_PACKED = frozenset({"/LZWDecode", "/RunLengthDecode", "/FlateDecode"})
_MOST_OBJECTS = 50_000
_MOST_INFLATED = 100 * 1024 * 1024  # of all that is no picture: what a small file makes its reader write out
_LOST = re.compile(r"\bkid \d+\b.*\bignoring\b")  # as qpdf says that it leaves a page out
_END, _END_WITHIN = b"%%EOF", 2048


def clean(content: bytes, *, slot: Slot) -> Clean:
    """The PDF anew: its pages as they are printed, filled-in forms as part of the page.

    Refused: documents.encrypted (also when it opens without the password), documents.too-many-pages,
    documents.form-unprinted, documents.too-many-pixels (a picture in it), documents.broken (also: cut off, more than
    50,000 objects, more than 100 MB when it is written out).
    """
    if _END not in content[-_END_WITHIN:]:
        raise Refused("documents.broken")  # cut off: what a reader would repair is not what was handed in
    try:
        with Pdf.open(io.BytesIO(content), suppress_warnings=True, access_mode=pikepdf.AccessMode.stream) as given:
            if given.is_encrypted:
                raise Refused("documents.encrypted")
            return _anew(given, slot)
    except pikepdf.PasswordError as error:
        raise Refused("documents.encrypted") from error
    except Refused:
        raise
    except Exception as error:  # readers of hostile bytes raise whatever they like
        raise Refused("documents.broken") from error


def _anew(given: Pdf, slot: Slot) -> Clean:
    _measured(given, slot)
    forms.flatten(given)
    with Pdf.new() as fresh:
        for page in given.pages:
            # Before it is copied, so that what is not kept never arrives.
            for key in set(page.obj.keys()) - _OF_A_PAGE:
                del page.obj[key]
            fresh.pages.append(page)
        for one in fresh.objects:
            _bare(one)
        fresh.remove_unreferenced_resources()
        out = io.BytesIO()
        fresh.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Clean(content=out.getvalue(), kind=PDF, pages=len(fresh.pages))


def _measured(given: Pdf, slot: Slot) -> None:
    if len(given.objects) > _MOST_OBJECTS:
        raise Refused("documents.broken")
    pages = len(given.pages)
    if not pages or any(_LOST.search(said) for said in given.get_warnings()):
        raise Refused("documents.broken")
    if pages > slot.most_pages:
        raise Refused("documents.too-many-pages", most=slot.most_pages)
    left = _MOST_INFLATED
    for one in given.objects:
        if isinstance(one, Stream):
            _small_enough(one, slot)
            size = _inflated(one, _most_of(one, left))
            left -= 0 if _text(one, "/Subtype") == "/Image" else size


def _small_enough(stream: Any, slot: Slot) -> None:
    if _text(stream, "/Subtype") == "/Image":
        wide, high = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
        if wide * high > slot.most_pixels:
            raise Refused("documents.too-many-pixels", most=slot.most_pixels // 1_000_000)


def _inflated(stream: Any, most: int) -> int:
    """How many bytes a stream is when it is written out. Refused, without writing it out, when they are too many."""
    filters = stream.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)] if filters else []
    pieces: Iterator[bytes] = iter((bytes(stream.read_raw_bytes()),))
    while names and names[0] == "/FlateDecode":
        pieces = _inflating(pieces)
        names.pop(0)
    if _PACKED.intersection(names):  # left to the limits of the process
        pieces = iter((bytes(stream.read_bytes()),))
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise Refused("documents.broken")
    return size


def _inflating(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A megabyte at a time, whatever stands inside."""
    packed = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not packed.eof:
            yield packed.decompress(rest, 1024 * 1024)
            rest = packed.unconsumed_tail
    yield packed.flush()


def _most_of(stream: Any, left: int) -> int:
    """A picture may be as large as its pixels (four colours of 16 bits), the rest shares what is left."""
    if _text(stream, "/Subtype") != "/Image":
        return left
    return _SMALL + 8 * int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))


def _bare(top: Any) -> None:
    """Takes out of one object, and of what is written inside it, whatever acts or comes from elsewhere."""
    inside = [top]
    while inside:
        one = inside.pop()
        if isinstance(one, Stream):
            _bare_stream(one)
        elif isinstance(one, Dictionary):
            _bare_dictionary(one)
        if isinstance(one, Array):
            inside += [each for each in one if _written_here(each)]
        elif isinstance(one, Dictionary | Stream):
            inside += [each for _, each in one.items() if _written_here(each)]


def _written_here(value: Any) -> bool:
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def _bare_stream(stream: Any) -> None:
    if _text(stream, "/Type") in _FILES or _text(stream, "/Subtype") == "/PS":
        stream.write(b"")
    for key in _NOT_OF_A_STREAM:
        if key in stream:
            del stream[key]


def _bare_dictionary(one: Any) -> None:
    acts = _text(one, "/S") in _ACTIONS
    file = _text(one, "/Type") in _FILES or ("/EF" in one and ("/F" in one or "/UF" in one))
    for key in list(one.keys()) if acts or file else ():
        del one[key]
    for key in ("/AA", "/AF", "/Metadata", "/PieceInfo"):
        if key in one and _text_of(one[key]) not in _PRINTED:  # these may also be names of a font or a picture
            del one[key]


def _text_of(value: Any) -> str:
    return _text(value, "/Type") if isinstance(value, Dictionary | Stream) else ""


def _text(holder: Any, key: str) -> str:
    value = holder.get(key)
    return str(value) if isinstance(value, Name) else ""
