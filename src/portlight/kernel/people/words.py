from django.utils.translation import gettext_noop

SENTENCES = {
    "people.language-unknown": gettext_noop("The office does not write in this language: {language}."),
    "people.language-doubled": gettext_noop("A language stands in the list twice. Name each language once."),
    "people.nationality-odd": gettext_noop(
        "This is not a country code: {nationality}. Use the three letters of ISO 3166, for example FRA."
    ),
    "people.district-odd": gettext_noop("There is no such district: {district}."),
    "people.topic-odd": gettext_noop("There is no such topic: {topic}."),
    "people.channel-odd": gettext_noop("The office does not send on this channel: {channel}."),
    "people.address-odd": gettext_noop(
        "This address cannot be right. Write an e-mail address like name@example.org, or a telephone number with its "
        "country code, like +8621555501."
    ),
    "people.paper-odd": gettext_noop(
        "This travel paper cannot be right. Give the three-letter code of the country and the number on the paper."
    ),
    "people.question-odd": gettext_noop("The question about people cannot be read: {part}."),
    "people.unknown": gettext_noop("There is no such person."),
    "people.address-unknown": gettext_noop("There is no such address."),
    "people.proofs-too-many": gettext_noop(
        "Too many codes were asked for. Wait {minutes} minutes, then ask for a new one."
    ),
    "people.proof-over": gettext_noop("This code is no longer good. Ask for a new one."),
    "people.proof-spent": gettext_noop("This code was tried too often. Ask for a new one."),
    "people.proof-wrong": gettext_noop("This is not the code. Look at the message again and type its six digits."),
    "people.share-odd": gettext_noop("Choose how long the link is good."),
    "people.shares-too-many": gettext_noop("No more than {most} links can be made in a day. Try again tomorrow."),
    "people.share-over": gettext_noop(
        "This link shows nothing more: it was opened before, taken back, or its time is over. Ask the person who gave it to you for another."
    ),
    "people.copy-gone": gettext_noop("This copy is there no longer. Ask for a new one."),
    "people.key-known": gettext_noop("A person with this key is already enrolled."),
    # advice of the reader of passports (`toolkit.passport.ADVICE`), and its one refusal
    "passport.reader-absent": gettext_noop(
        "This office cannot read photographs of passports. Type the fields yourself."
    ),
    "passport.not-an-image": gettext_noop(
        "This file is not a photograph that can be opened. Take a photo, or choose a JPEG or PNG file."
    ),
    "passport.too-large": gettext_noop(
        "This file is too large. Take the photo with your phone's ordinary camera setting."
    ),
    "passport.too-small": gettext_noop("The letters are too small. Move closer, until the page fills the picture."),
    "passport.no-zone": gettext_noop(
        "No printed lines with the signs <<< were found. Photograph the page with your portrait, with the two or three lines at its edge."
    ),
    "passport.unreadable": gettext_noop(
        "The printed lines could not be read. Lay the page flat, hold the phone parallel to it, and take the photo again."
    ),
    "passport.blurred": gettext_noop(
        "The picture is blurred. Rest your elbows, touch the screen where the printed lines are, and take the photo again."
    ),
    "passport.glare": gettext_noop(
        "Light is reflected on the printed lines. Turn the page away from the lamp or the window, without flash."
    ),
    "passport.too-dark": gettext_noop(
        "The picture is too dark. Go where there is more light, and keep your own shadow off the page."
    ),
    "passport.cut-off": gettext_noop(
        "The printed lines are cut off or covered. Show the whole page, and keep your fingers off the lines."
    ),
}

# What somebody opened, and why, as the person reads it on her own page.
READINGS = {"people.opened": gettext_noop("Your name, papers and addresses")}
REASONS = {
    "own": gettext_noop("to show it to you"),
    "own-copy": gettext_noop("for the copy you asked for"),
    "shared-address": gettext_noop("to ask which of you signs in: several share this address"),
}
