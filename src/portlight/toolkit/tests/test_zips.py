"""Packed files: what the directory says, what really comes out, and nothing kept of what is too much."""

from __future__ import annotations

import io
import zipfile

import pytest

from portlight.toolkit import zips


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """The same ZIP with another size in its directory and in the head of its one file."""
    place, told = content.index(b"PK\1\2"), size.to_bytes(4, "little")
    return content[:22] + told + content[26 : place + 24] + told + content[place + 28 :]


def fault(content: bytes, **limits: int) -> str:
    with pytest.raises(zips.Unfit) as found:
        zips.members(content, **{"most": 1000, "most_files": 3, **limits})
    return found.value.fault


def test_the_files_inside_are_told_without_folders() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.mkdir("people")
        made.writestr("people/a.txt", b"words")
    (one,) = zips.members(out.getvalue(), most=1000, most_files=3)
    assert (one.place, one.name, one.size) == (1, "people/a.txt", 5)
    assert list(zips.opened(out.getvalue(), range(5), most=10)) == [(1, b"words")]


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", packed(a=b"x")[:-5], b"PK\3\4" + b"\0" * 60],
    ids=["nothing", "words", "cut off", "zeroes"],
)  # what is packed names the moment: no name of a test
def test_what_is_no_zip_is_told(content: bytes) -> None:
    assert fault(content) == "not-a-zip"


def test_too_many_and_too_large_are_told_by_the_directory() -> None:
    assert fault(packed(a=b"", b=b"", c=b"", d=b"")) == "too-many"
    assert fault(packed(a=b"x" * 1001)) == "unzips-too-large"
    assert len(zips.members(packed(a=b"x" * 1000), most=1000, most_files=3)) == 1


def test_a_directory_that_lies_is_found_out() -> None:
    bomb = lying(packed(a=b"\0" * 500_000), 10)
    assert fault(bomb) in {"unzips-too-large", "not-a-zip"}
    assert list(zips.opened(bomb, range(1), most=1000)) == [(0, None)]


def test_one_that_is_too_large_or_broken_stops_nobody_else() -> None:
    content = packed(a=b"x" * 50, b=b"words")
    assert list(zips.opened(content, range(2), most=10)) == [(0, None), (1, b"words")]


def test_a_password_is_told() -> None:
    content = bytearray(packed(a=b"words"))
    for sign, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(sign) + place] |= 1
    assert fault(bytes(content)) == "encrypted"
