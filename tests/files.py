"""Files that people and attackers hand in, made here by code: no test carries one about."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image


def picture(*, size: tuple[int, int] = (400, 300), kind: str = "JPEG", mode: str = "RGB", **given: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **given)
    return out.getvalue()


def png_header(wide: int, high: int) -> bytes:
    """A PNG that says it is as large as that, and holds a few bytes of pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    head = struct.pack(">LLBBBBB", wide, high, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def eicar() -> bytes:
    """The test file of EICAR, in two parts so that no scanner takes this file for it."""
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def archive(name: str = "a.txt", body: bytes = b"words") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, body)
    return out.getvalue()


def pdf(pages: int = 1, **saved: Any) -> bytes:
    out = io.BytesIO()
    with Pdf.new() as made:
        for _ in range(pages):
            _page(made)
        made.save(out, **saved)
    return out.getvalue()


def _page(made: Pdf) -> Any:
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page = made.add_blank_page(page_size=(595, 842))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = made.make_stream(b"BT /F1 24 Tf 72 720 Td (Anna's lease) Tj ET")
    return page


_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="Anna Lefevre"/></rdf:RDF></x:xmpmeta>'
)


def armed_pdf() -> bytes:
    """One PDF with everything in it that acts, hides or calls."""
    out = io.BytesIO()
    with Pdf.new() as made:
        page = _page(made)
        script = Dictionary(Type=Name.Action, S=Name.JavaScript, JS="app.alert('portlight')")
        launch = Dictionary(Type=Name.Action, S=Name.Launch, F="calc.exe")
        call = Dictionary(Type=Name.Action, S=Name.URI, URI="https://evil.example/")
        made.attachments["secret.exe"] = b"MZ an attachment"
        made.Root.OpenAction = made.make_indirect(script)
        made.Root.AA = Dictionary(WC=launch)
        made.Root.Names.JavaScript = Dictionary(Names=Array(["a", script]))
        made.Root.Metadata = made.make_stream(_XMP.encode())
        made.docinfo["/Author"] = "Anna Lefevre"
        field = made.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="typed in", Rect=[72, 600, 300, 620],
                F=4, AA=Dictionary(K=script), DA="/F1 12 Tf 0 g",
            )
        )  # fmt: skip
        link = made.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 99, 99], A=made.make_indirect(call))
        )
        file = made.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=Dictionary(F="x.exe"))
        )
        page.obj.Annots = Array([field, link, file])
        page.obj.AA = Dictionary(O=launch)
        page.obj.PieceInfo = Dictionary(Hidden=Dictionary(Private="notes"))
        page.obj.Resources.Properties = Dictionary(MC0=Dictionary(AF=Array([Dictionary(Type=Name.Filespec, F="y")])))
        picture = made.make_stream(b"\0" * 12, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2)
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
        picture.Metadata = made.make_stream(b"<x:xmpmeta>taken at 31.2N 121.4E</x:xmpmeta>")
        page.obj.Resources.XObject = Dictionary(Im0=picture)
        page.obj.Contents = made.make_stream(b"BT /F1 24 Tf 72 720 Td (Anna's lease) Tj ET q 9 0 0 9 0 0 cm /Im0 Do Q")
        xfa = Array(["template", made.make_stream(b"<template xmlns='xfa'>xfa:script</template>")])
        made.Root.AcroForm = Dictionary(
            Fields=Array([field]), XFA=xfa, NeedAppearances=True, DR=page.obj.Resources, DA="/F1 12 Tf 0 g"
        )
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def locked_pdf(*, user: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=user))


def filled_form(value: str, *, drawn: bytes = b"", needs_rendering: bool = False, fields: int = 1) -> bytes:
    """A form with a value in it; `drawn` is how the program that filled it in has drawn it."""
    out = io.BytesIO()
    with Pdf.new() as made:
        page = _page(made)
        boxes = []
        for n in range(fields):
            field = Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=f"name{n}", V=value, Rect=[72, 600, 300, 620], F=4,
                DA="/F1 12 Tf 0 g",
            )  # fmt: skip
            if drawn and n == 0:
                shape = made.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 228, 20])
                field.AP = Dictionary(N=shape)
            boxes.append(made.make_indirect(field))
        page.obj.Annots = Array(boxes)
        form = Dictionary(Fields=Array(boxes), NeedAppearances=True, DR=page.obj.Resources, DA="/F1 12 Tf 0 g")
        made.Root.AcroForm = form
        if needs_rendering:
            made.Root.NeedsRendering = True
        made.save(out)
    return out.getvalue()


def pdf_bomb(size: int, *, filters: int, **told: Any) -> bytes:
    """A page whose contents are so many blanks, packed once or twice."""
    packed = b" " * size
    for _ in range(filters):
        packed = zlib.compress(packed, 9)
    out = io.BytesIO()
    with Pdf.new() as made:
        page = _page(made)
        page.obj.Contents = made.make_stream(b"", **told)
        page.obj.Contents.write(packed, filter=Array([Name.FlateDecode] * filters))
        made.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def pdf_with_a_page_twice() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>> endobj\n"
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n"
        b"trailer <</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF"
    )


def pdf_of_wide_picture(wide: int, high: int) -> bytes:
    out = io.BytesIO()
    with Pdf.new() as made:
        page = _page(made)
        image = made.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=wide, Height=high)
        page.obj.Resources.XObject = Dictionary(Im0=image)
        page.obj.Contents = made.make_stream(b"/Im0 Do")
        made.save(out)
    return out.getvalue()
