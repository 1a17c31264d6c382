"""The slots every room may use. A room that needs another one hands it in on its own nameplate."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.toolkit.uploads.slots import IMAGES, Slot

PASSPORT_PAGE = Slot(name="passport-page", title=gettext_noop("Passport page"), most_files=4, most_pages=4)
VISA_PAGE = Slot(name="visa-page", title=gettext_noop("Visa page"), most_files=6, most_pages=6)
PHOTO = Slot(name="photo", title=gettext_noop("Photo"), kinds=IMAGES, most_files=1)
SUPPORTING_PAPER = Slot(name="supporting-paper", title=gettext_noop("Supporting paper"), most_files=20)

SLOTS = (PASSPORT_PAGE, VISA_PAGE, PHOTO, SUPPORTING_PAPER)
