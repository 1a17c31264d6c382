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
    "people.key-known": gettext_noop("A person with this key is already enrolled."),
}
