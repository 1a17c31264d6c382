from django.utils.translation import gettext_noop

SENTENCES = {
    "timeline.resend-differs": gettext_noop(
        "This was sent before with other content, and only the first was kept. Open the page again to change it."
    ),
}
