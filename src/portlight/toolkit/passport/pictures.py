"""From bytes to pixels, within bounds: nothing is decoded before its header says that it is small enough."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

MOST_BYTES = 40 * 1024 * 1024
MOST_PIXELS = 64_000_000  # what phones take; JPEG is decoded at a fraction of that
MOST_PIXELS_WHOLE = 40_000_000  # formats that have to be decoded whole
LEAST_SIDE, LONGEST_SIDE = 64, 2400
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")


class Unusable(Exception):
    """No picture can be had from these bytes. `advice` is the code that says why."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


def opened(image: bytes) -> Pixels:
    """The picture upright as its EXIF says, blue-green-red, no side over 2,400 pixels. May raise Unusable."""
    import cv2
    import numpy as np

    if len(image) > MOST_BYTES:
        raise Unusable("too-large")
    Image.init()  # before it only some formats are known, and the others raise KeyError
    try:
        with Image.open(io.BytesIO(image), formats=_FORMATS) as found:
            pixels = np.asarray(_whole(found))
    except Unusable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable("too-large") from None
    except Exception:  # Pillow's plugins raise whatever a broken file leads them to
        raise Unusable("not-an-image") from None
    return np.ascontiguousarray(cv2.cvtColor(_limited(pixels), cv2.COLOR_RGB2BGR), dtype=np.uint8)


def _whole(found: Image.Image) -> Image.Image:
    wide, high = found.size
    by_parts = found.format in ("JPEG", "MPO")
    if wide * high > (MOST_PIXELS if by_parts else MOST_PIXELS_WHOLE):
        raise Unusable("too-large")
    if min(wide, high) < LEAST_SIDE:
        raise Unusable("too-small")
    if by_parts:
        found.draft(found.mode, (LONGEST_SIDE * wide // max(wide, high), LONGEST_SIDE * high // max(wide, high)))
    return ImageOps.exif_transpose(_colours(found))


def _colours(found: Image.Image) -> Image.Image:
    """Red, green and blue. Sixteen bits are brought down to eight; what is see-through is white."""
    if found.mode.startswith("I") or found.mode == "F":
        import numpy as np

        deep = np.asarray(found, np.float32)
        low, high = float(np.nanmin(deep)), float(np.nanmax(deep))
        if not high > low:
            return Image.new("RGB", found.size)
        level = np.nan_to_num((deep - low) * (255 / (high - low)))
        flat = Image.fromarray(level.astype(np.uint8)).convert("RGB")
        flat.info = found.info
        return flat
    if found.mode in ("RGBA", "LA", "PA") or "transparency" in found.info:
        seen = found.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        ground.alpha_composite(seen)
        return ground.convert("RGB")
    return found.convert("RGB")


def _limited(pixels: Pixels) -> Pixels:
    import cv2

    share = LONGEST_SIDE / max(pixels.shape[:2])
    if share >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
