"""The line icons, on a 24 × 24 ground. `TURNS` are mirrored where the page runs from the right."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS: dict[str, str] = {
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7v.1"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.5 3.5 5.3 3.5 8.5s-1 6-3.5 8.5'
    'c-2.5-2.5-3.5-5.3-3.5-8.5s1-6 3.5-8.5z"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4.5 3.6-6.5 7.5-6.5s6.9 2 7.5 6.5"/>',
    "people": '<circle cx="8" cy="8.5" r="3"/><path d="M2.5 19c.4-3.6 2.6-5.5 5.5-5.5s5.1 1.9 5.5 5.5"/>'
    '<path d="M15 5.8a3 3 0 0 1 0 5.4M17 14c2.4.7 4 2.4 4.5 5"/>',
    "shield": '<path d="M12 3 5 5.5V11c0 4.7 2.8 8 7 10 4.2-2 7-5.3 7-10V5.5z"/><path d="m8.8 12 2.3 2.3 4.2-4.3"/>',
    "urgent": '<path d="M12 3v3M4.5 6.5l2 2M19.5 6.5l-2 2M7 19v-4a5 5 0 0 1 10 0v4M5 20h14"/>',
    "warning": '<path d="M12 4 2.8 20h18.4z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 20h15"/>',
    "house": '<path d="M3.5 11 12 4l8.5 7"/><path d="M6 9.5V20h12V9.5"/><path d="M9.5 20v-5.5h5V20"/>',
    "news": '<path d="M4 10v4h3l8 4.5v-13L7 10z"/><path d="M18 9.5a4 4 0 0 1 0 5M8 14.5 9 20h2.5"/>',
    "again": '<path d="M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5"/>',
    "offline": '<path d="M4 4l16 16M8.5 15.5a5 5 0 0 1 6 -.5M5 12a10 10 0 0 1 4-2.5M19 12a10 10 0 0'
    ' 0-5-2.9M12 19v.1"/>',
    "question": '<path d="M4 5h16v11h-8.5L7 20v-4H4z"/><path d="M10 9a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1M12 13.7v.1"/>',
    "camera": '<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "bell": '<path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4"/>',
    "paper": '<path d="M6 3.5h8l4 4v13H6z"/><path d="M14 3.5v4h4M9 12h6M9 15.5h6"/>',
    "print": '<path d="M7 8V4h10v4M7 17H4V8.5h16V17h-3"/><path d="M7 14h10v6H7z"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7"/>',
    "onward": '<path d="m9 5 7 7-7 7"/>',
    "card": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><circle cx="8.5" cy="11" r="2"/>'
    '<path d="M5.5 16c.5-1.5 1.6-2.2 3-2.2s2.5.7 3 2.2M14 10h4M14 13.5h4"/>',
    "calendar": '<rect x="4" y="5" width="16" height="15" rx="2"/>'
    '<path d="M4 9.5h16M8.5 3v4M15.5 3v4M12 12.5v5M9.5 15h5"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "passport": '<rect x="5" y="3" width="14" height="18" rx="2"/><circle cx="12" cy="10" r="3.5"/>'
    '<path d="M8.5 17.5h7"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4.5 7.5 7.5 6 7.5-6"/>',
    "pin": '<path d="M12 21c-4.5-5-7-8.3-7-11.5a7 7 0 0 1 14 0c0 3.2-2.5 6.5-7 11.5z"/>'
    '<circle cx="12" cy="9.5" r="2.5"/>',
    "write": '<path d="M4 20l1-4L16 5l3 3L8 19z"/><path d="M14 7l3 3"/>',
}
TURNS = frozenset({"onward"})


def icon(name: str, small: bool = False, klass: str = "") -> SafeString:
    """`{% icon "check" small=True %}`: decorative; the word stands beside it."""
    classes = " ".join(filter(None, ("icon", "turns" if name in TURNS else "", "is-small" if small else "", klass)))
    drawn = mark_safe(ICONS[name])  # noqa: S308 - our own constants
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', classes, drawn)
