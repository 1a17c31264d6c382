"""The interface words: one catalogue per room and language in the repository, one per language at run time.

`src/portlight/locale/<language>/<room>.po` holds what people outside and messages show (complete in all nine),
`<room>.desk.po` what only the desk shows. English needs no catalogue: it is the msgid.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale

from portlight.toolkit import whole
from portlight.toolkit.languages import LANGUAGES

log = logging.getLogger(__name__)

LOCALE = Path(__file__).resolve().parent.parent / "locale"
TRANSLATED = tuple(code for code in LANGUAGES if code != "en")
PLURALS = {
    "zh-Hans": "nplurals=1; plural=0;",
    "ja": "nplurals=1; plural=0;",
    "ko": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "fr": "nplurals=2; plural=(n > 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99"
    " ? 4 : 5);",
}


def forms(language: str) -> int:
    return int(PLURALS[language].split("=")[1].split(";")[0])


def files(language: str) -> list[Path]:
    return sorted((LOCALE / language).glob("*.po"))


def header(language: str) -> dict[str, str]:
    """What stands at the head of every catalogue. `X-State` is *proposed* until a person signs it by name and date."""
    return {
        "Language": to_locale(language.lower()),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
        "X-State": "proposed",
    }


def read(file: Path) -> polib.POFile:
    return polib.pofile(str(file), encoding="utf-8", wrapwidth=0)


def entries(language: str) -> Iterator[tuple[str, polib.POEntry]]:
    """(catalogue name, entry) over all catalogues of a language; `notices.desk` is the desk's of notices."""
    for file in files(language):
        for entry in read(file):
            yield file.stem, entry


def fingerprint(language: str) -> str:
    made = hashlib.sha256(PLURALS[language].encode())
    for file in files(language):
        made.update(file.name.encode() + b"\0" + file.read_bytes())
    return made.hexdigest()


def compile_all(to: Path | None = None) -> list[str]:
    """Merges the catalogues of each language into `<to>/<locale>/LC_MESSAGES/django.mo`; says which were remade.

    Cheap when nothing changed: one hash per language. Several processes may start at once: written beside, renamed.
    """
    return [code for code in TRANSLATED if _compile(code, to or Path(settings.LOCALE_PATHS[0]))]


def _compile(language: str, to: Path) -> bool:
    folder = to / to_locale(language.lower()) / "LC_MESSAGES"
    target, stamp, now = folder / "django.mo", folder / "django.stamp", fingerprint(language)
    if target.exists() and stamp.exists() and stamp.read_text() == now:
        return False
    merged = polib.POFile()
    merged.metadata = header(language)
    seen: set[tuple[str, str]] = set()
    for _, entry in entries(language):
        key = (entry.msgctxt or "", entry.msgid)
        if key not in seen and entry.translated():
            seen.add(key)
            merged.append(entry)
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in ((target, merged.to_binary()), (stamp, now.encode())):
        whole.write(file, content, mode=0o644)
    return True
