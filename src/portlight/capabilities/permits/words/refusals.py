from django.utils.translation import gettext_noop

SENTENCES = {
    "permits.days-odd": gettext_noop("No visa gives so many days. Write the number that is printed on it."),
    "permits.entered-later": gettext_noop("This day lies ahead. Write the day you last entered China."),
    "permits.entered-too-late": gettext_noop(
        "You entered after this day, as it stands here. Look at both dates once more: the day of entry is the stamp’s."
    ),
    "permits.extended-odd": gettext_noop(
        "All extensions together are never longer than what is printed on the visa. Check both numbers."
    ),
}
