from django.utils.translation import gettext_noop

SENTENCES = {
    "documents.empty": gettext_noop("This file is empty. Choose it again, or take a new photo."),
    "documents.too-large": gettext_noop(
        "This file is too large: at most {most} MB. Take a photo with a lower resolution, or send fewer pages."
    ),
    "documents.too-many-pixels": gettext_noop(
        "This picture has too many pixels: at most {most} million. Take it again with a lower resolution."
    ),
    "documents.too-many-pages": gettext_noop(
        "This PDF has too many pages: at most {most}. Send only the pages that are asked for."
    ),
    "documents.too-many-files": gettext_noop("There are too many files here: at most {most}. Remove one first."),
    "documents.kind-unknown": gettext_noop(
        "This is neither a photo (JPEG, PNG or WebP) nor a PDF. Save it as PDF, or take photos of the pages. On an iPhone, set the camera to “Most Compatible”."
    ),
    "documents.kind-elsewhere": gettext_noop(
        "Files of this kind are not taken here. Take a photo of the paper instead."
    ),
    "documents.broken": gettext_noop(
        "This file is damaged or incomplete and cannot be opened. Save it again, or take photos of the pages."
    ),
    "documents.animated": gettext_noop("This picture moves. Take a photo instead."),
    "documents.encrypted": gettext_noop(
        "This PDF is protected by a password. Save it without one, or take photos of the pages."
    ),
    "documents.form-unprinted": gettext_noop(
        "This PDF is a form whose entries cannot be shown here. Print it into a new PDF, or take photos of the pages."
    ),
    "documents.infected": gettext_noop(
        "The virus scanner found something harmful in this file, so it was not kept. Take photos of the pages with another device."
    ),
    "documents.not-opened": gettext_noop(
        "This file has arrived and has not been opened yet. It can be seen here in a few minutes."
    ),
    "documents.in-quarantine": gettext_noop(
        "This file is still being checked for viruses. Come back in a few minutes."
    ),
    "documents.scanner-silent": gettext_noop(
        "This file cannot be shown yet: the virus scanner does not answer. The office has been told; you need not send the file again."
    ),
    "documents.slot-unknown": gettext_noop("There is no place for papers named “{slot}”."),
    "documents.busy": gettext_noop("Many files are being checked at this moment. Send yours again in a minute."),
    "documents.no-room": gettext_noop(
        "The office cannot keep files at this moment. Send it again later, or bring the paper to the counter."
    ),
    "documents.unknown": gettext_noop("There is no such paper here."),
    "documents.erased": gettext_noop("This paper is no longer kept."),
    "documents.not-a-photo": gettext_noop("Only photos can be read. Take a photo of the page."),
}

READINGS = {
    "documents.opened": gettext_noop("A photo or paper you handed in"),
    "documents.reading-opened": gettext_noop("What was read in a photo of yours"),
}
