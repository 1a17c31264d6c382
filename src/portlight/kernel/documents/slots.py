"""The slots every room may use. A room that needs another one hands it in on its own nameplate."""

from __future__ import annotations

from portlight.toolkit.uploads.slots import IMAGES, Slot

PASSPORT_PAGE = Slot(name="passport-page", most_files=4, most_pages=4)
VISA_PAGE = Slot(name="visa-page", most_files=6, most_pages=6)
PHOTO = Slot(name="photo", kinds=IMAGES, most_files=1)
SUPPORTING_PAPER = Slot(name="supporting-paper", most_files=20)

SLOTS = (PASSPORT_PAGE, VISA_PAGE, PHOTO, SUPPORTING_PAPER)
