"""What is handed in, and what is left of it: each bad file is made here and refused by its own code."""

from __future__ import annotations

import io
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image, ImageCms

from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads import apart
from portlight.toolkit.uploads.checking import taken_from
from portlight.toolkit.uploads.slots import IMAGES, PDF, Clean, Slot
from tests import files

PAGE = Slot(name="page")
PHOTO = Slot(name="photo", kinds=IMAGES)
SMALL = Slot(name="small", most_bytes=2 * 1024 * 1024, most_pages=3, most_pixels=1_000_000)
JPEG = files.picture()
HTML = b"<!doctype html><script>alert(1)</script>"


def code(content: bytes, slot: Slot = PAGE) -> str:
    with pytest.raises(Refused) as refusal:
        taken_from(content, slot=slot)
    return refusal.value.code


def seen(clean: Clean) -> Image.Image:
    image = Image.open(io.BytesIO(clean.content))
    image.load()
    return image


@pytest.mark.parametrize(
    ("content", "slot", "expected"),
    [
        (b"", PAGE, "documents.empty"),
        (b"\0" * 4096, PAGE, "documents.empty"),
        (b" \r\n", PAGE, "documents.empty"),
        (JPEG + b"\0" * 2 * 1024 * 1024, SMALL, "documents.too-large"),
        (files.archive(), PAGE, "documents.kind-unknown"),
        (files.archive("word/document.xml", b"<w:document/>"), PAGE, "documents.kind-unknown"),
        (b"MZ\x90\0" + b"\0" * 60 + b"PE\0\0", PAGE, "documents.kind-unknown"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 57, PAGE, "documents.kind-unknown"),
        (HTML, PAGE, "documents.kind-unknown"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', PAGE, "documents.kind-unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, PAGE, "documents.kind-unknown"),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", PAGE, "documents.kind-unknown"),
        (b"words in a letter", PAGE, "documents.kind-unknown"),
        (files.moving("GIF") + files.archive(), PAGE, "documents.kind-unknown"),
        (HTML + JPEG, PAGE, "documents.kind-unknown"),
        (HTML + files.pdf(), PAGE, "documents.kind-unknown"),
        (files.pdf(), PHOTO, "documents.kind-elsewhere"),
        (files.png_header(12_000, 9_000), PAGE, "documents.too-many-pixels"),
        (files.png_header(2**31 - 1, 2**31 - 1), PAGE, "documents.too-many-pixels"),
        (files.png_header(8_000, 4_500), PAGE, "documents.too-many-pixels"),
        (files.picture(size=(7000, 5000), progressive=True, quality=20), PAGE, "documents.too-many-pixels"),
        (files.picture(size=(1100, 1000)), SMALL, "documents.too-many-pixels"),
        (files.png_header(400, 300), PAGE, "documents.broken"),
        (JPEG[: len(JPEG) // 2], PAGE, "documents.broken"),
        (files.picture(kind="PNG")[:-400], PAGE, "documents.broken"),
        (files.picture(kind="WEBP")[:-200], PAGE, "documents.broken"),
        (b"\xff\xd8\xff\xe0 not a photo at all", PAGE, "documents.broken"),
        (b"\xff\xd8\xff" + HTML, PAGE, "documents.broken"),
        (JPEG[:-2] + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" * 100 + JPEG[-2:], PAGE, "documents.broken"),
        (files.moving("PNG"), PAGE, "documents.animated"),
        (files.moving("WEBP"), PAGE, "documents.animated"),
        (files.locked_pdf(user="secret"), PAGE, "documents.encrypted"),
        (files.locked_pdf(user=""), PAGE, "documents.encrypted"),
        (files.pdf(4), SMALL, "documents.too-many-pages"),
        (files.pdf()[:-40], PAGE, "documents.broken"),
        (b"%PDF-1.7\n%%EOF\n", PAGE, "documents.broken"),
        (b"%PDF-1.7\n" + HTML + b"\n%%EOF\n", PAGE, "documents.broken"),
        (files.pdf_with_a_page_twice(), PAGE, "documents.broken"),
        (files.pdf_of_wide_picture(20_000, 20_000), PAGE, "documents.too-many-pixels"),
    ],
)  # fmt: skip
def test_each_bad_file_is_refused_by_its_own_code(content: bytes, slot: Slot, expected: str) -> None:
    assert code(content, slot) == expected


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_written_anew_as_jpeg(kind: str) -> None:
    clean = taken_from(files.picture(kind=kind), slot=PHOTO)
    assert (clean.kind, clean.width, clean.height, clean.pages) == ("image/jpeg", 400, 300, 0)
    image = seen(clean)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (400, 300))
    left, right = image.getpixel((50, 150)), image.getpixel((350, 150))
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]


def test_a_photo_is_turned_upright_and_loses_everything_that_is_no_picture() -> None:
    given = Image.new("RGB", (400, 300), "white")
    exif = given.getexif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "Camera of Anna"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    given.save(out, "JPEG", exif=exif, comment=HTML, icc_profile=ImageCms.ImageCmsProfile(_profile()).tobytes())
    clean = taken_from(out.getvalue(), slot=PHOTO)
    assert (clean.width, clean.height) == (300, 400)
    image = seen(clean)
    assert not dict(image.getexif())
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for word in (b"Camera of Anna", b"Exif", b"<script>", b"ICC_PROFILE"):
        assert word not in clean.content


def _profile() -> Any:
    return ImageCms.createProfile("sRGB")


@pytest.mark.parametrize(
    ("mode", "kind"), [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("I;16", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP"),
                       ("CMYK", "JPEG"), ("L", "JPEG")],
)  # fmt: skip
def test_every_way_to_tell_colours_becomes_one(mode: str, kind: str) -> None:
    out = io.BytesIO()
    given = Image.new("L", (60, 40), 128).convert("I").point(lambda level: level * 257) if mode == "I;16" else None
    (given or Image.new("RGB", (60, 40), (128, 128, 128))).convert(mode).save(out, kind)
    image = seen(taken_from(out.getvalue(), slot=PHOTO))
    assert image.mode == "RGB"
    if mode not in {"1", "P"}:  # few colours: dots of two of them
        assert all(abs(level - 128) < 16 for level in image.getpixel((30, 20)))


def test_what_is_transparent_is_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert min(seen(taken_from(out.getvalue(), slot=PHOTO)).getpixel((30, 20))) > 250


def test_a_large_photo_is_made_smaller_and_a_small_one_is_left() -> None:
    clean = taken_from(files.picture(size=(6000, 1500)), slot=PHOTO)
    assert (clean.width, clean.height) == (3000, 750)
    clean = taken_from(files.picture(size=(3100, 310), kind="PNG", mode="P"), slot=PHOTO)
    assert (clean.width, clean.height) == (3000, 300)


def test_the_second_picture_of_a_telephone_stays_behind() -> None:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(
        out, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "black")]
    )
    clean = taken_from(out.getvalue(), slot=PHOTO)
    assert (clean.width, clean.height) == (80, 60)
    assert clean.content.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("tail", [files.archive("Main.class", b"\xca\xfe\xba\xbe"), HTML, files.pdf(), b"MZ" * 999])
def test_a_file_of_two_kinds_is_only_a_picture_afterwards(tail: bytes) -> None:
    clean = taken_from(JPEG + tail, slot=PHOTO)
    assert clean.content == taken_from(JPEG, slot=PHOTO).content
    assert tail not in clean.content


def test_the_same_photo_and_the_same_pdf_are_made_anew_alike() -> None:
    assert taken_from(JPEG, slot=PHOTO) == taken_from(JPEG, slot=PHOTO)
    assert taken_from(files.pdf(2), slot=PAGE) == taken_from(files.pdf(2), slot=PAGE)


FORBIDDEN = (
    "/JavaScript /JS /Launch /URI /OpenAction /AA /EmbeddedFile /EmbeddedFiles /Filespec /EF /AcroForm /XFA /Annots"
    " /Metadata /Names /PieceInfo /AF /Author"
).split()


def words(content: bytes) -> bytes:
    """The whole PDF in the clear."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as made:
        made.save(
            out, qdf=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )  # fmt: skip
    return out.getvalue()


def test_of_a_pdf_only_what_is_printed_is_left() -> None:
    armed = files.armed_pdf()
    before = words(armed)
    assert all(word.encode() in before for word in FORBIDDEN), "the file is as bad as it should be"
    clean = taken_from(armed, slot=PAGE)
    after = words(clean.content)
    assert [word for word in FORBIDDEN if word.encode() in after] == []
    for secret in (b"portlight", b"evil.example", b"calc.exe", b"secret.exe", b"Lefevre", b"31.2N", b"xfa"):
        assert secret not in after
    assert b"Anna's lease" in after
    assert b"typed in" in after, "what was filled into a form is part of the page"
    assert (clean.kind, clean.pages) == (PDF, 1)


WRITTEN = """#set document(title: "Lease", author: "Anna Lefevre")
#outline()
= Lease 租赁合同
#link("https://evil.example")[click] #footnote[a note] #rect(fill: gradient.linear(red, blue)) #table(columns: 2)[a][b]
#pagebreak()
= Договор
$ sum x^2 $ عقد الإيجار
"""


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed (apt install poppler-utils)")
def test_what_is_printed_looks_as_before(tmp_path: Path) -> None:
    given = typst.compile(WRITTEN.encode())
    clean = taken_from(given, slot=PAGE)
    assert b"evil.example" in words(given)
    assert not [word for word in (b"evil.example", b"Lefevre", b"/StructTreeRoot") if word in words(clean.content)]
    shown = []
    for name, content in (("given", given), ("clean", clean.content)):
        (tmp_path / f"{name}.pdf").write_bytes(content)
        subprocess.run(["pdftoppm", "-r", "50", "-png", f"{name}.pdf", name], cwd=tmp_path, check=True)
        shown.append([path.read_bytes() for path in sorted(tmp_path.glob(f"{name}-*.png"))])
    assert len(shown[0]) == 2
    assert shown[0] == shown[1]


def test_what_was_filled_in_reads_as_it_did_or_the_form_is_refused() -> None:
    drawn = words(taken_from(files.filled_form("上海市", drawn=b"% drawn by its program"), slot=PAGE).content)
    assert b"% drawn by its program" in drawn
    assert b"Shanghai" in words(taken_from(files.filled_form("Shanghai", fields=2), slot=PAGE).content)
    assert taken_from(files.filled_form(""), slot=PAGE).pages == 1
    assert code(files.filled_form("上海市")) == "documents.form-unprinted"
    assert code(files.filled_form("上海市", drawn=b"% drawn", fields=2)) == "documents.form-unprinted"
    assert code(files.filled_form("Shanghai", needs_rendering=True)) == "documents.form-unprinted"


def test_a_page_keeps_what_it_inherits() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(files.pdf(2))) as made:
        tree = made.Root.Pages
        tree.Rotate, tree.MediaBox = 90, pikepdf.Array([0, 0, 300, 200])
        tree.Resources = made.pages[0].obj.Resources
        for page in made.pages:
            del page.obj["/MediaBox"], page.obj["/Resources"]
        made.save(out)
    with pikepdf.open(io.BytesIO(taken_from(out.getvalue(), slot=PAGE).content)) as clean:
        assert [int(page.obj.Rotate) for page in clean.pages] == [90, 90]
        assert all(float(page.obj.MediaBox[2]) == 300 for page in clean.pages)
        assert all("/F1" in page.obj.Resources.Font for page in clean.pages)


def test_a_pdf_whose_table_is_wrong_but_whose_end_is_there_is_read() -> None:
    whole = files.pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = whole.rindex(b"startxref\n") + 10
    assert taken_from(whole[:start] + b"7" + whole[start + 1 :], slot=PAGE).pages == 1


def test_a_page_that_writes_itself_out_without_end_is_refused() -> None:
    from portlight.toolkit.uploads import pdfs

    for filters in (1, 2):
        bomb = files.pdf_bomb(pdfs._MOST_INFLATED + 1, filters=filters)
        assert len(bomb) < 200_000
        assert code(bomb) == "documents.broken"
    assert code(files.pdf_bomb(20_000_000, filters=1, Subtype=pikepdf.Name.Image)) == "documents.broken"
    assert taken_from(files.pdf_bomb(1_000_000, filters=2), slot=PAGE).pages == 1


def test_a_pdf_with_too_many_objects_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from portlight.toolkit.uploads import pdfs

    monkeypatch.setattr(pdfs, "_MOST_OBJECTS", 3)
    assert code(files.pdf(2)) == "documents.broken"


@how(max_examples=300, deadline=None)
@given(
    head=st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", b"RIFF\0\0\0\0WEBP", b"PK\3\4"]),
    body=st.binary(max_size=2000),
    tail=st.sampled_from([b"", b"%%EOF", b"\xff\xd9"]),
)
def test_random_bytes_are_refused_and_never_break_anything(head: bytes, body: bytes, tail: bytes) -> None:
    with pytest.raises(Refused):
        taken_from(head + body + tail, slot=PAGE)


@how(max_examples=150, deadline=None)
@given(whole=st.sampled_from([JPEG, files.picture(kind="PNG"), files.picture(kind="WEBP"), files.armed_pdf()]),
       place=st.floats(0, 1), bytes_=st.binary(min_size=1, max_size=8))  # fmt: skip
def test_a_file_with_a_wound_is_refused_or_made_anew(whole: bytes, place: float, bytes_: bytes) -> None:
    at = int(place * (len(whole) - len(bytes_)))
    try:
        clean = taken_from(whole[:at] + bytes_ + whole[at + len(bytes_) :], slot=PAGE)
    except Refused:
        return
    assert clean.content[:4] in (b"\xff\xd8\xff\xe0", b"%PDF")
    assert b"app.alert" not in clean.content


def test_a_slot_takes_no_kind_that_nobody_can_open() -> None:
    with pytest.raises(ValueError, match="kinds"):
        Slot(name="heic", kinds=frozenset({"image/heic"}))
    assert PHOTO.holds("image/jpeg")
    assert not PHOTO.holds(PDF)
    assert replace(PHOTO, kinds=frozenset({"image/png"})).holds("image/jpeg"), "a clean copy is JPEG, whatever came"


def test_a_process_of_its_own_says_the_same() -> None:
    assert apart.taken_from(JPEG, slot=PHOTO) == taken_from(JPEG, slot=PHOTO)
    assert apart.taken_from(files.pdf(2), slot=PAGE) == taken_from(files.pdf(2), slot=PAGE)
    with pytest.raises(Refused) as refusal:
        apart.taken_from(files.pdf(4), slot=SMALL)
    assert (refusal.value.code, refusal.value.facts) == ("documents.too-many-pages", {"most": 3})


@pytest.mark.parametrize(
    "breaks",
    [
        "while True: pass",
        "held = 'x' * 3 * 1024**3",
        "os.abort()",
        "open('written', 'w').write('x' * 9999)",
        "print('not an answer'); os._exit(0)",
    ],
)
def test_what_a_file_breaks_there_is_not_the_office(
    breaks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a decoder does: it ends, with a refusal, and leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(apart, "_SECONDS", 2)
    spoilt = (
        "import os, sys; from portlight.toolkit.uploads import __main__ as child\n"
        f"def bad(content, slot):\n    {breaks}\n    sys.exit(3)\n"
        "child.taken_from = bad; child.main()"
    )
    monkeypatch.setattr(apart, "_CHILD", ("-I", "-c", spoilt))
    with pytest.raises(Refused, match="broken"):
        apart.taken_from(JPEG, slot=PHOTO)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 0


def test_the_child_is_told_no_setting_and_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTLIGHT_SECRET_KEY", "a secret")
    told = "import json, os; print(json.dumps({'refused': ' '.join(os.environ), 'facts': {}}))"
    monkeypatch.setattr(apart, "_CHILD", ("-I", "-c", told))
    with pytest.raises(Refused) as refusal:
        apart.taken_from(JPEG, slot=PHOTO)
    assert set(refusal.value.code.split()) <= {"PATH", "LD_LIBRARY_PATH", "TMPDIR", "LC_CTYPE"}


def test_who_waits_too_long_for_his_turn_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = threading.BoundedSemaphore(1)
    monkeypatch.setattr(apart, "_AT_ONCE", turn)
    monkeypatch.setattr(apart, "_SECONDS", 0.01)
    with turn, pytest.raises(Refused, match="busy"):
        apart.taken_from(JPEG, slot=PHOTO)
    monkeypatch.undo()
    assert apart.taken_from(JPEG, slot=PHOTO).width == 400
