"""A calendar entry as a file that every calendar takes: RFC 5545, one VEVENT, in UTC.

Moments are written in UTC, so that no file has to carry the rules of a zone (3.2.19); a calendar shows them in its
owner's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_PRODUCT = "-//Portlight//Appointments//EN"
_WIDE = 75  # octets of a line without its break (3.1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One appointment. `uid` stays the same for ever; `sequence` rises with each change, so that the newer one wins.

    `alarm` is how long before its beginning the calendar reminds by itself. Texts are in one language, `language`.
    """

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    language: str = ""
    cancelled: bool = False
    alarm: timedelta | None = None


def calendar(entry: Entry) -> bytes:
    """The whole file, as `text/calendar; charset=utf-8`. A cancelled entry takes the one of its uid out of a calendar.

    ValueError for a moment without a zone, or for a uid or an address that cannot stand in one line.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if entry.cancelled else 'PUBLISH'}", *_event(entry), "END:VCALENDAR",
    ]  # fmt: skip
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """The line with its break; longer than 75 octets it goes on in the next, behind a space, never within a letter."""
    parts: list[bytes] = []
    part = b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > _WIDE - bool(parts):  # the space counts
            parts.append(part)
            part = b""
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"


def escaped(text: str) -> str:
    """A text as a value (3.3.11). What is no letter, mark or break is left out."""
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        shown = shown.replace(sign, f"\\{sign}")
    return "".join("\\n" if one == "\n" else one for one in shown if one in "\n\t" or (one >= " " and one != "\x7f"))


def _event(entry: Entry) -> list[str]:
    lines = [
        "BEGIN:VEVENT", f"UID:{_plain(entry.uid)}", f"SEQUENCE:{entry.sequence}", f"DTSTAMP:{_utc(entry.stamped_at)}",
        f"DTSTART:{_utc(entry.starts_at)}", f"DTEND:{_utc(entry.ends_at)}", _said("SUMMARY", entry.summary, entry),
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}", "TRANSP:OPAQUE",
    ]  # fmt: skip
    lines += [
        _said(name, text, entry)
        for name, text in (("LOCATION", entry.location), ("DESCRIPTION", entry.description))
        if text
    ]
    if entry.url:
        lines.append(f"URL:{_plain(entry.url)}")
    if entry.alarm is not None and not entry.cancelled:
        minutes = int(entry.alarm.total_seconds() // 60)
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", _said("DESCRIPTION", entry.summary, entry),
                  f"TRIGGER:-PT{minutes}M", "END:VALARM"]  # fmt: skip
    return [*lines, "END:VEVENT"]


def _said(name: str, text: str, entry: Entry) -> str:
    language = f";LANGUAGE={_plain(entry.language)}" if entry.language else ""
    return f"{name}{language}:{escaped(text)}"


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _plain(text: str) -> str:
    if not text or not text.isprintable() or not text.isascii():
        raise ValueError(f"cannot stand in a line: {text!r}")
    return text
