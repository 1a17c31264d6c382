"""A photograph as a telephone saves it: twelve megapixels, about three megabytes."""

from __future__ import annotations

import io

from PIL import Image

from benchmarks.passports.photos import photo

LONG, SHORT = 4000, 3000
_MOST = 3_300_000  # bytes
_FIRST = 920_000  # of the seeds: none that a reader was tuned to


def photograph(seed: int) -> bytes:
    """Of a passport's page on a table; the page is the same for the same seed, the grain of the sensor never is."""
    picture = Image.open(io.BytesIO(photo(_FIRST + seed).image)).convert("RGB")
    whole = picture.resize((LONG, SHORT))
    grain = Image.effect_noise((LONG, SHORT), 12).convert("RGB")  # of its sensor: what makes a file as large as it is
    whole = Image.blend(whole, grain, 0.12)
    for quality in range(95, 50, -3):
        out = io.BytesIO()
        whole.save(out, "JPEG", quality=quality)
        if out.tell() <= _MOST:
            break
    return out.getvalue()
