"""One maker of slips in a process of its own: `python -m benchmarks.peers.slips WHO COUNT` prints what it took.

All print the same slip: two languages, eleven lines, the sentences, a fresh square each time; the nine languages by
turns. The first slip of each language warms a maker up and is not counted.
"""

from __future__ import annotations

import html
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any

import django

FONTS = {"zh-Hans": "Noto Sans CJK SC", "ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "ar": "Noto Sans Arabic"}
FILES = {
    "": "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "ar": "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
    "ja": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
}
FILES |= {"ko": FILES["ja"], "zh-Hans": FILES["ja"]}
Maker = Callable[[Any, str, Any], bytes]


def paper(number: int, language: str) -> tuple[Any, Any]:
    """An issued paper that nobody printed before, and the moment."""
    from django.utils import timezone

    from portlight.kernel.papers import keyring, printing, rules, specimen
    from portlight.toolkit import stamps

    at = timezone.now()
    facts = rules.kept(specimen.KIND, specimen.FACTS)
    claims = stamps.Claims(
        kind=specimen.KIND.name, number=rules.numbered("X", 2026, number), holder=facts["name"],
        nationality=facts["nationality"], document=facts["document"], valid_from=at,
        valid_until=at + timedelta(days=30), issued_at=at, issuer="exit-entry.example", specimen=True,
    )  # fmt: skip
    stamp = stamps.sign(claims, keyring.current(at)[0])
    opened = printing.Opened(
        number=claims.number, kind=specimen.KIND, facts=facts, code="K7F3-9QXM", stamp=stamp, specimen=True,
        issued_at=at, valid_from=at, valid_until=claims.valid_until, language=language,
    )  # fmt: skip
    return opened, at


def ours(opened: Any, language: str, at: Any) -> bytes:
    from portlight.kernel.papers import printing, words

    return printing.pdf(opened, language=language, seal=words.SEAL_OF_TRIAL, at=at)


def ours_sealed(opened: Any, language: str, at: Any) -> bytes:
    from portlight.kernel.papers import seals

    return seals.built_in().seal(ours(opened, language, at), at=at)


def texts(opened: Any, language: str, at: Any) -> dict[str, Any]:
    from portlight.kernel.papers import printing, words

    pair = (language, "zh-Hans" if language != "zh-Hans" else "en")
    return printing.texts(opened, pair=pair, seal=words.SEAL_OF_TRIAL, at=at)


def weasyprint(opened: Any, language: str, at: Any) -> bytes:
    said = texts(opened, language, at)
    rows = "".join(
        f"<tr><td>{html.escape(row['label'][0])}<td><b>{'<br>'.join(map(html.escape, row['values']))}</b>"
        f"<td lang=zh>{html.escape(row['label'][1])}</tr>"
        for row in said["rows"]
    )
    pairs = "".join(
        f"<p>{html.escape(said[name][0])}<br><span>{html.escape(said[name][1])}</span></p>"
        for name in ("title", "proves", "not_proves", "basis", "check", "call", "seal", "prevails")
    )
    family = FONTS.get(language, "Noto Sans")
    page = (
        f"<html lang={said['tag']} dir={'rtl' if said['rtl'] else 'ltr'}><style>@page {{ size: A4; margin: 18mm }}"
        f"body {{ font: 11pt '{family}', 'Noto Sans', 'Noto Sans CJK SC' }} table {{ width: 100% }}"
        f"svg {{ width: 43mm }} span, [lang=zh] {{ font-family: 'Noto Sans CJK SC' }}</style><body>"
        f"<table>{rows}</table>{pairs}{said['symbol']}</body></html>"
    )
    return bytes(_weasy().HTML(string=page).write_pdf(font_config=_config()))


@cache
def _weasy() -> Any:
    import weasyprint

    return weasyprint


@cache
def _config() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def fpdf2(opened: Any, language: str, at: Any) -> bytes:
    from fpdf import FPDF

    said = texts(opened, language, at)
    pdf = FPDF()
    for name, file in {"own": FILES.get(language, FILES[""]), "latin": FILES[""], "zh": FILES["zh-Hans"]}.items():
        pdf.add_font(name, fname=file)
    pdf.set_fallback_fonts(["latin", "zh"])
    pdf.add_page()
    pdf.set_font("own", size=11)
    for row in said["rows"]:
        pdf.multi_cell(0, 6, f"{row['label'][0]}  {' / '.join(row['values'])}  {row['label'][1]}", new_x="LMARGIN")
    for name in ("title", "proves", "not_proves", "basis", "check", "call", "seal", "prevails"):
        pdf.multi_cell(0, 6, f"{said[name][0]}\n{said[name][1]}", new_x="LMARGIN")
    pdf.image(BytesIO(said["symbol"].encode()), w=43)
    return bytes(pdf.output())


MAKERS: dict[str, Maker] = {"ours": ours, "sealed": ours_sealed, "weasyprint": weasyprint, "fpdf2": fpdf2}


def main() -> None:
    django.setup()
    from portlight.toolkit.languages import CODES

    who, count = sys.argv[1], int(sys.argv[2])
    make = MAKERS[who]
    for place, language in enumerate(CODES):
        opened, at = paper(place, language)
        make(opened, language, at)
    began, cpu, size = time.perf_counter(), time.process_time(), 0
    for place in range(count):
        language = CODES[place % len(CODES)]
        opened, at = paper(1000 + place, language)
        made = make(opened, language, at)
        if not made.startswith(b"%PDF-"):
            raise RuntimeError(f"{who} made no PDF")
        size += len(made)
    told = {
        "count": count, "seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "bytes": size / count,
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()
