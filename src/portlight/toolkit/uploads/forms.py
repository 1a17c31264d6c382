"""Forms in a PDF: what was filled in becomes part of the page, or the file is refused; it never reads otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Name, Pdf, String

from portlight.toolkit.refusals import Refused

_DEEP = 20  # fields inside fields


def flatten(given: Pdf) -> None:
    """Every note, stamp and filled-in field drawn onto its page as it is shown on a screen.

    Refused: documents.form-unprinted, for a form that only its own program can draw (XFA without pages, ISO 32000-1
    annex K; values in other than Latin letters that nobody has drawn: qpdf would put question marks).
    """
    needs_its_program: Any = given.Root.get("/NeedsRendering")
    if needs_its_program is True:
        raise Refused("documents.form-unprinted")
    if Name.AcroForm in given.Root:
        form = given.Root.AcroForm
        undrawn, values = False, []
        for field in _fields(given):
            value = _value(field)
            values.append(value)
            undrawn = undrawn or (bool(value) and "/AP" not in field)
        if undrawn and not all(value.isascii() for value in values):
            raise Refused("documents.form-unprinted")
        # While it stands there, qpdf draws all fields anew, or flattens none.
        form.NeedAppearances = undrawn
        given.generate_appearance_streams()
        form.NeedAppearances = False
    given.flatten_annotations("screen")


def _fields(given: Pdf) -> Iterator[Any]:
    for page in given.pages:
        for one in page.obj.get("/Annots", ()):
            if one.get("/Subtype") == Name.Widget:
                yield one


def _value(field: Any) -> str:
    """What stands in it, its own or its parents' text; of buttons and signatures nothing."""
    for _ in range(_DEEP):
        if "/V" in field:
            return str(field["/V"]) if isinstance(field["/V"], String) else ""
        if "/Parent" not in field:
            break
        field = field["/Parent"]
    return ""
