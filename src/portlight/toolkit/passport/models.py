"""The two networks of PP-OCR that come inside rapidocr's wheel, called directly: one finds text, one reads a line.

Nothing is fetched and nothing is said on standard error. One thread each: several workers share the cores.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from portlight.toolkit.refusals import Refused

NEEDED = ("cv2", "numpy", "rapidocr", "onnxruntime")
_lock = threading.Lock()


@dataclass(frozen=True)
class Network:
    session: Any
    given: str
    characters: tuple[str, ...] = ()  # what its columns mean after the first, which is the blank

    def __call__(self, batch: Any) -> Any:
        return self.session.run(None, {self.given: batch})[0]


def absent() -> list[str]:
    """What the reader needs and does not find here."""
    missing = [name for name in NEEDED if not _there(name)]
    if not missing and (_file("det") is None or _file("rec") is None):
        missing.append("rapidocr")
    return missing


def required() -> None:
    """Refused("passport.reader-absent") unless everything is installed."""
    if missing := absent():
        raise Refused("passport.reader-absent", missing=", ".join(missing))
    import cv2

    cv2.setNumThreads(1)


def warm() -> None:
    """Loads both networks now (about half a second of processor time), so that the first photograph need not."""
    required()
    finder()
    reader()


def finder() -> Network:
    with _lock:
        return _opened("det")


def reader() -> Network:
    with _lock:
        return _opened("rec")


@cache
def _opened(part: str) -> Network:
    import onnxruntime  # type: ignore[import-untyped]

    wish = onnxruntime.SessionOptions()
    wish.intra_op_num_threads = wish.inter_op_num_threads = 1
    wish.log_severity_level = 4
    wish.enable_cpu_mem_arena = False  # it keeps the largest picture's memory for good
    session = onnxruntime.InferenceSession(str(_file(part)), wish, providers=["CPUExecutionProvider"])
    said = session.get_modelmeta().custom_metadata_map.get("character", "")
    return Network(session, session.get_inputs()[0].name, tuple(said.splitlines()))


def _there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _file(part: str) -> Path | None:
    """Found without importing rapidocr, which would set up logging."""
    spec = find_spec("rapidocr")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for file in sorted((Path(folder) / "models").glob(f"*_{part}_*.onnx")):
            return file
    return None
