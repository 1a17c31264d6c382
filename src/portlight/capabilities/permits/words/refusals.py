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
    "permits.unknown": gettext_noop("There is no such application here."),
    "permits.no-such-matter": gettext_noop("Choose what you apply for."),
    "permits.name-missing": gettext_noop("Write the name as the passport prints it, at least one part of it."),
    "permits.born-later": gettext_noop(
        "Nobody was born on this day. Write the date of birth that the passport prints."
    ),
    "permits.number-missing": gettext_noop("Write the number of the passport."),
    "permits.until-past": gettext_noop("This day is over. Write until when you want to stay."),
    "permits.happened-later": gettext_noop("This day lies ahead. Write the day on which it happened."),
    "permits.needed-past": gettext_noop("This day is over. Write by when you need it, or leave it empty."),
    "permits.story-long": gettext_noop("This is too long. At most {most} characters."),
    "permits.agent-not-allowed": gettext_noop(
        "In this matter the law lets another apply only on one of the grounds it names. If none fits, the person applies "
        "herself or himself."
    ),
    "permits.too-many-drafts": gettext_noop(
        "You have {most} applications that are not filed yet. File one or throw one away first."
    ),
    "permits.draft-gone": gettext_noop("This draft is not there any more. It was filed, thrown away or kept too long."),
    "permits.draft-changed": gettext_noop("It was changed on another device meanwhile. Look at it again."),
    "permits.reason-unknown": gettext_noop("Choose from the list."),
    "permits.reply-empty": gettext_noop("Write your answer first."),
    "permits.reply-open": gettext_noop(
        "The person may still answer the reasons. Refuse when she has, or when the time is over."
    ),
    "permits.until-missing": gettext_noop("Write until when it is granted."),
    "permits.until-needless": gettext_noop("This matter is granted without a day. Leave it empty."),
    "permits.outside-limits": gettext_noop(
        "The law does not allow this length here. The limits stand beside the field; check the day."
    ),
    "permits.sticker-odd": gettext_noop("The number has 4 to 20 letters and digits. Type it as it is printed."),
    "permits.issued-later": gettext_noop("This day lies ahead. Type the day of issue as it is printed."),
    "permits.not-as-granted": gettext_noop("It was granted until {granted}. What was made must not end later."),
    "permits.lines-odd": gettext_noop(
        "These are not two lines of a visa, or a check digit is wrong. Type them again, or leave both empty."
    ),
    "permits.lines-of-another": gettext_noop("The lines name another passport than the application does."),
    "permits.courier-odd": gettext_noop(
        "The courier’s number has 6 to 40 letters, digits and hyphens. Type it as it is printed, or leave it empty."
    ),
    "permits.reference-odd": gettext_noop("The reference has 3 to 64 characters."),
    "permits.paid-already": gettext_noop("This fee was noted as paid before."),
    "permits.not-urgent": gettext_noop("Only an open urgent application has a place in the line."),
}
