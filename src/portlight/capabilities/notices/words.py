"""What a refusal of this room says, in the reader's language; and the names of its codes."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.delivery.texts import Frozen
from portlight.faces.words import in_all

SENTENCES: dict[str, str] = {
    "notices.unknown": gettext_noop("There is no notice {number}."),
    "notices.busy": gettext_noop("Too many notices are being opened at this moment. Try again."),
    "notices.moved-meanwhile": gettext_noop(
        "Somebody else changed the text in {language} while you were at it. Reload the page; what you typed is below."
    ),
    "notices.text-released": gettext_noop("The text in {language} has already left and cannot be changed any more."),
    "notices.released-already": gettext_noop("This notice has already been released."),
    "notices.empty-text": gettext_noop("A notice needs a title and a text."),
    "notices.title-too-long": gettext_noop("The title has {length} characters; at most {most} fit."),
    "notices.control-characters": gettext_noop(
        "The text contains invisible control characters. Paste it as plain text."
    ),
    "notices.not-at-step": gettext_noop(
        "The text in {language} is not at this step. Reload the page to see where it stands."
    ),
    "notices.same-person": gettext_noop(
        "You have already handled the text in {language}. Translating, reviewing and signing need three different people."
    ),
    "notices.stale": gettext_noop(
        "The source has changed since the text in {language} was made from it. Look at it again first."
    ),
    "notices.bytes-differ": gettext_noop(
        "The text in {language} is no longer the one you read. Read it again, then sign."
    ),
    "notices.checks-block": gettext_noop(
        "The checks object {count} times, first: “{source}” in the source, “{target}” here. Mend it, or give a reason for signing all the same."
    ),
    "notices.reason-missing": gettext_noop("Give a reason. It stays on the timeline."),
    "notices.languages-wanting": gettext_noop(
        "The emergency in force asks that a notice leaves in these languages too: {languages}. Have them signed first."
    ),
    "notices.nothing-signed": gettext_noop("No language has been signed yet. What nobody signed does not leave."),
    "notices.source-unsigned": gettext_noop(
        "The source text has not been signed. It prevails, so it leaves first or together."
    ),
    "notices.writer-releases": gettext_noop("You wrote this notice. Somebody else must release it."),
    "notices.no-not-after": gettext_noop(
        "Say until when the notice may still be sent. News that comes too late does harm."
    ),
    "notices.not-after-past": gettext_noop("The time until which the notice may be sent has already passed."),
    "notices.not-after-before-not-before": gettext_noop(
        "The notice may not be sent before it ends. Look at both times."
    ),
    "notices.nobody": gettext_noop(
        "Nobody belongs to this audience. Change the question, or choose public outlets only."
    ),
    "notices.no-way-out": gettext_noop("Choose at least one channel or public outlet."),
    "notices.wait-odd": gettext_noop("Between two channels wait {least} to {most} minutes."),
    "notices.glass-emergency-only": gettext_noop(
        "Only a notice of severity “emergency” can be released by one person alone."
    ),
    "notices.glass-needs-reason": gettext_noop("Write in a sentence why you release alone. It is marked for ever."),
    "notices.glass-narrow": gettext_noop(
        "Fewer than {few} people, or one nationality in one district, are never written to by one person alone. Ask a second person to release it."
    ),
    "notices.no-glass-to-review": gettext_noop("There is no release by one person alone to review at {number}."),
    "notices.own-glass": gettext_noop("You released it yourself. Somebody else must review it."),
    "notices.corrected-already": gettext_noop(
        "{number} has a corrected version already. Go on with that one, or correct it in its turn."
    ),
    "notices.not-out": gettext_noop("{number} is not out, so it cannot be withdrawn."),
    "notices.import-language": gettext_noop("“{language}” is not one of the office's languages: {known}."),
    "notices.import-twice": gettext_noop("Two files were given for {language}. Keep one."),
    "notices.import-encoding": gettext_noop(
        "The file for {language} is not UTF-8 (first at byte {position}). Save it again as UTF-8 and send it once more."
    ),
    "notices.import-empty": gettext_noop("The file for {language} is empty."),
    "notices.import-nothing": gettext_noop("No file was given. Name at least one, as language=FILE."),
    "notices.account-unknown": gettext_noop("There is no account with the address {email}."),
    "notices.not-proposable": gettext_noop(
        "Somebody has already written the text in {language}. A proposal does not replace it."
    ),
    "notices.import-unreadable": gettext_noop("The file {file} cannot be read."),
    "notices.not-received": gettext_noop(
        "{number} is the office's own text. Only a text received from elsewhere is attested."
    ),
    "notices.nothing-to-attest": gettext_noop("Nothing is left to attest at {number}."),
    "notices.nothing-to-sign": gettext_noop("Everything asked for is signed already."),
    "notices.prepared-unknown": gettext_noop("There is no prepared notice “{key}”."),
    "notices.prepared-unsigned": gettext_noop(
        "The prepared notice “{key}” has not been signed in Chinese. Sign it first."
    ),
    "notices.slot-missing": gettext_noop("Fill in “{slot}”."),
    "notices.slot-unknown": gettext_noop("This notice has no place for “{slot}”."),
    "notices.slot-wrong": gettext_noop("“{slot}” must be filled with a {wanted}."),
}


WITHDRAWAL = (
    gettext_noop("Withdrawn: {title}"),
    gettext_noop(
        "The notice “{title}” ({number}) has been withdrawn. What it says does not hold any more. Please do not act on it, "
        "and tell those to whom you passed it on."
    ),
)


def withdrawal() -> dict[str, Frozen]:
    """What holders of a withdrawn notice are told, in nine languages; the command fills in `{title}` and `{number}`."""
    return in_all(*WITHDRAWAL)


STEPS: dict[str, str] = {
    "draft": gettext_noop("draft"),
    "translated": gettext_noop("translated"),
    "reviewed": gettext_noop("reviewed"),
    "signed": gettext_noop("signed"),
    "stale": gettext_noop("source changed"),
    "missing": gettext_noop("not translated"),
    "proposed": gettext_noop("proposed"),
}

SEVERITIES: dict[str, str] = {
    "ordinary": gettext_noop("Ordinary"),
    "urgent": gettext_noop("Urgent"),
    "emergency": gettext_noop("Emergency"),
}

POLICIES: dict[str, str] = {
    "all": gettext_noop("On all channels at once"),
    "cheapest": gettext_noop("On the cheapest channel; the next one for whom it refuses"),
    "confirm": gettext_noop("Channel by channel, until the person confirms"),
}

TOPICS: dict[str, str] = {
    "office": gettext_noop("The office and its services"),
    "hall": gettext_noop("The hall: opening hours and appointments"),
    "permits": gettext_noop("Visas and permits"),
    "registration": gettext_noop("Accommodation registration"),
    "entry": gettext_noop("Entry rules"),
    "health": gettext_noop("Health and disease control"),
    "community": gettext_noop("Help in the community"),
}

# What the checks found, as the reviewer reads it.
FINDINGS: dict[str, str] = {
    "link": gettext_noop("Links differ"),
    "date": gettext_noop("Dates differ"),
    "time": gettext_noop("Times of day differ"),
    "phone": gettext_noop("Telephone numbers differ"),
    "number": gettext_noop("Numbers differ"),
    "unit": gettext_noop("The same number counts something else"),
    "weekday": gettext_noop("Days of the week differ"),
    "script": gettext_noop("Not in the script of its language"),
    "language": gettext_noop("Seems to be in another language"),
    "untranslated": gettext_noop("Same as the source"),
    "paragraphs": gettext_noop("Another number of paragraphs"),
    "empty": gettext_noop("Nothing written"),
}

PREPARED: dict[str, str] = {
    "hall-closed": gettext_noop("The hall is closed"),
    "hall-reopens": gettext_noop("The hall opens again"),
    "hall-hours": gettext_noop("New opening hours of the hall"),
    "stays-prolonged": gettext_noop("Stays are extended by themselves"),
    "urgent-lane": gettext_noop("Urgent handling is open"),
    "register-lodging": gettext_noop("Register where you stay"),
    "appointments-moved": gettext_noop("Appointments are moved"),
    "entry-rules": gettext_noop("Entry rules change"),
    "health-advice": gettext_noop("Fever or cough: call first"),
    "false-message": gettext_noop("Messages that are not from us"),
    "online-pause": gettext_noop("Online services pause"),
    "stay-indoors": gettext_noop("Stay indoors"),
    "supplies": gettext_noop("Service stations buy for you"),
    "drill": gettext_noop("Exercise: a test message"),
}

SLOTS: dict[str, str] = {
    "from": gettext_noop("From"),
    "to": gettext_noop("To"),
    "until": gettext_noop("Until"),
    "date": gettext_noop("Date"),
    "time": gettext_noop("Time"),
    "opens": gettext_noop("Opens"),
    "closes": gettext_noop("Closes"),
    "starts": gettext_noop("Begins"),
    "ends": gettext_noop("Ends"),
    "phone": gettext_noop("Telephone"),
    "hotline": gettext_noop("Hotline"),
    "link": gettext_noop("Link"),
    "hours": gettext_noop("Hours"),
    "days": gettext_noop("Days"),
    "places": gettext_noop("Places"),
}
