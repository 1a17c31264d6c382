"""Photos: measured from the header, decoded once, turned upright, made sRGB and written anew without anything else."""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps

from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads.slots import JPEG, PNG, WEBP, Clean, Slot

LONGEST = 3000  # pixels: a passport page fills them with over 500 dots an inch
QUALITY = 85
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
# A JPEG is decoded row by row; of a progressive one and a PNG every pixel stands in memory, of a WebP several times.
# Measured as the process it runs in: a JPEG of 50 MP 0.18 GB and 0.8 s, of 32 MP progressive 0.15 GB and 1.1 s, a PNG
# of 32 MP with an alpha channel 0.53 GB and 2.9 s, a WebP of 16 MP 0.34 GB and 1.1 s.
_MOST_PROGRESSIVE, _MOST_OF_OTHERS = 32_000_000, {PNG: 32_000_000, WEBP: 16_000_000}
# Sharp enough for letters when smaller, at half the time of Lanczos.
_FILTER = Image.Resampling.HAMMING
# A progressive photo has about ten scans. Each one is a pass over all pixels: with thousands, a small file takes hours.
_MOST_SCANS = 64
_SRGB = ImageCms.createProfile("sRGB")


def clean(content: bytes, kind: str, *, slot: Slot) -> Clean:
    """The photo anew as JPEG, at most 3000 pixels long, upright, sRGB, with no metadata.

    Refused: documents.too-many-pixels, documents.animated, documents.broken.
    """
    if kind == JPEG and content.count(b"\xff\xda") > _MOST_SCANS:
        raise Refused("documents.broken")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd in a file is no news: its pixels are limited above
            return _anew(content, kind, slot)
    except Refused:
        raise
    except Image.DecompressionBombError as error:  # Pillow's own limit, met while the header is read
        raise Refused("documents.too-many-pixels", most=slot.most_pixels // 1_000_000) from error
    except Exception as error:  # decoders of hostile bytes raise whatever they like
        raise Refused("documents.broken") from error


def _anew(content: bytes, kind: str, slot: Slot) -> Clean:
    with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
        _measured(image, kind, slot)
        # A telephone's JPEG may carry a second picture (depth, brightness): its first one is the photo.
        if kind != JPEG and getattr(image, "n_frames", 1) > 1:
            raise Refused("documents.animated")
        profile = image.info.get("icc_profile")
        if kind == JPEG:
            longest = max(image.size)
            image.draft(None, tuple(max(1, side * LONGEST // longest) for side in image.size))  # type: ignore[arg-type]
        image.load()
        upright = _small(ImageOps.exif_transpose(image))
    plain = _srgb(_eight_bit(upright), profile)
    plain.info.clear()  # a comment would be written again
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    return Clean(content=out.getvalue(), kind=JPEG, width=plain.width, height=plain.height)


def _measured(image: Image.Image, kind: str, slot: Slot) -> None:
    bound = _MOST_PROGRESSIVE if image.info.get("progressive") else slot.most_pixels
    most = min(slot.most_pixels, _MOST_OF_OTHERS.get(kind, bound))
    if image.width * image.height > most:
        raise Refused("documents.too-many-pixels", most=most // 1_000_000)
    if not image.width or not image.height:
        raise Refused("documents.broken")


def _small(image: Image.Image) -> Image.Image:
    if max(image.size) > LONGEST and image.mode not in {"P", "PA", "1"} and not image.mode.startswith("I"):
        image.thumbnail((LONGEST, LONGEST), _FILTER, reducing_gap=2.0)
    return image


def _eight_bit(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # grey of 16 bits
        return image.convert("F").point(lambda level: level * (1 / 257)).convert("L")
    if image.mode in {"P", "PA", "LA", "La", "RGBa", "RGBA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return image


def _srgb(image: Image.Image, profile: Any) -> Image.Image:
    """In the colours it was taken in, told in sRGB. A profile that cannot be used is left aside."""
    if isinstance(profile, bytes) and image.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            told = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            image = told or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    plain = image if image.mode == "RGB" else image.convert("RGB")
    if max(plain.size) > LONGEST:
        plain.thumbnail((LONGEST, LONGEST), _FILTER, reducing_gap=2.0)
    return plain
