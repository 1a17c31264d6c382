"""What a push says, and what the page around it says when something is refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop

LABEL = gettext_noop("Browser notification")
EXERCISE = gettext_noop("EXERCISE: %(title)s")
NOT_YET = gettext_noop(
    "This message is not available in your language yet. You receive it in %(language)s now, and in your language as "
    "soon as it has been checked."
)
# By purpose. A lock screen is read by others: it says that there is news, not what it is.
NEWS: dict[str, str] = {
    "notice": gettext_noop("There is news from the office. Open it to read all of it."),
    "correction": gettext_noop("The office has corrected an earlier notice. Open it to read what holds now."),
    "withdrawal": gettext_noop("The office has withdrawn an earlier notice. Open it to read more."),
}
SENTENCES: dict[str, str] = {
    "webpush.subscription-odd": gettext_noop("What your browser sent is not complete. Reload the page and try again."),
    "webpush.service-unknown": gettext_noop(
        "Your browser uses the message service {service}, which we do not know. Choose e-mail instead, or another browser."
    ),
    "webpush.too-many": gettext_noop(
        "You have switched it on in {most} browsers. Switch it off in one that you no longer use."
    ),
    "webpush.sign-in": gettext_noop("You are no longer signed in. Sign in, then try again."),
    "webpush.key-there": gettext_noop(
        "There is a key already: {file}. With another one every browser that has switched on would be lost."
    ),
}
