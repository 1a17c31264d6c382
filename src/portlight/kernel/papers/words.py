"""Words of the room: refusals, what stands on every paper, and what is said of a stamp that was checked."""

from django.utils.translation import gettext_noop

SENTENCES = {
    "papers.language-unknown": gettext_noop("The office prints no papers in this language: {language}."),
    "papers.fact-missing": gettext_noop("The paper cannot be made without this: {name}."),
    "papers.fact-odd": gettext_noop("This cannot stand on the paper as it is: {name}."),
    "papers.fact-unknown": gettext_noop("This has no place on a paper of this kind: {name}."),
    "papers.ends-before-it-begins": gettext_noop("The paper would end before it begins."),
    "papers.unknown": gettext_noop("There is no such paper: {number}."),
    "papers.revoked-already": gettext_noop("This paper was withdrawn before: {number}."),
    "papers.why-missing": gettext_noop("Say why the paper is opened."),
    "papers.ground-missing": gettext_noop("Say on what ground the paper is withdrawn."),
    "papers.no-font": gettext_noop(
        "The paper cannot be printed in this language: the font {font} is not installed. Install it: {install}"
    ),
    "papers.no-letter": gettext_noop(
        "The paper cannot be printed: no installed font has these letters: {letters}. Install more: {install}"
    ),
    "papers.key-unknown": gettext_noop("There is no such key: {key}."),
    "papers.file-odd": gettext_noop("This file cannot be read: {file}."),
}

NUMBER = gettext_noop("Number")
ISSUED = gettext_noop("Issued")
VALID = gettext_noop("Valid")
FROM = gettext_noop("from {day}")
BASIS = gettext_noop("Legal basis: {basis}")
CHECK = gettext_noop(
    "To check this paper, scan the square with the office’s verifier, which works without a network, or enter number "
    "and code here:"
)
CALL = gettext_noop("Questions: {hotline}")
SEAL_FOLLOWS = gettext_noop("The electronic seal follows. The square is good at once.")
SEALED = gettext_noop("This file carries the office’s electronic seal.")
SEALED_ELSEWHERE = gettext_noop("This copy carries no electronic seal. The sealed one is in {language}.")
SEAL_OF_TRIAL = gettext_noop("Trial seal: this is a specimen and proves nothing.")
PREVAILS = gettext_noop("If the languages differ, the Chinese text prevails.")
PRINTED = gettext_noop("Printed {moment}")
SQUARE = gettext_noop("Square with the signed content of this paper")
WATERMARK = "SPECIMEN 样本"

HOLDER = gettext_noop("Name")
NATIONALITY = gettext_noop("Nationality")
DOCUMENT = gettext_noop("Travel paper ends in")
VALID_FROM = gettext_noop("Valid from")
LAST_DAY = gettext_noop("Last day")
ISSUER = gettext_noop("Issued by")

SAID = {
    "good": gettext_noop("This paper is genuine and valid today."),
    "expired": gettext_noop("This paper is genuine, but it is no longer valid."),
    "not-yet": gettext_noop("This paper is genuine, but it is not valid yet."),
    "revoked": gettext_noop("The office has withdrawn this paper. It proves nothing any more."),
    "replaced": gettext_noop("The office has replaced this paper by another one. This one proves nothing any more."),
    "unknown-key": gettext_noop("This square was not signed by this office. Do not rely on the paper."),
    "not-genuine": gettext_noop("This square is forged or was changed. Do not rely on the paper; call the hotline."),
    "malformed": gettext_noop("This is not the text of a square of ours. Scan it again and copy the whole text."),
    "not-known": gettext_noop("We know no paper with this number and this code."),
    "unrecorded": gettext_noop(
        "This square is signed with our key, but the office has no record of this paper. Call the hotline."
    ),
    "specimen": gettext_noop("This is a specimen, made for trial or training. It proves nothing."),
}

# Of each claim, as the page without a network names it.
CLAIMS = {
    "number": NUMBER,
    "holder": HOLDER,
    "nationality": NATIONALITY,
    "document": DOCUMENT,
    "from": VALID_FROM,
    "last_day": LAST_DAY,
    "issued": ISSUED,
    "issuer": ISSUER,
}
PAGE = {
    "title": gettext_noop("Check a paper without a network"),
    "lead": gettext_noop(
        "This page checks the square on a paper of the office with keys it carries itself. It sends nothing to anybody."
    ),
    "text": gettext_noop("Text of the square, beginning with PL1:"),
    "check": gettext_noop("Check the paper"),
    "picture": gettext_noop("Or photograph the square"),
    "no_detector": gettext_noop(
        "This browser cannot read a square from a picture. Scan it with any QR reader and paste the text here."
    ),
    "no_square": gettext_noop("No square was found in the picture. Take it again, closer and straight."),
    "compare": gettext_noop("Compare this with the paper, and with the travel paper of its holder."),
    "list": gettext_noop("Papers withdrawn after {moment} are not known here."),
    "no_list": gettext_noop("Withdrawn papers are not known here."),
    "newer": gettext_noop("Newer list of withdrawn papers (file revoked.json of the office)"),
    "list_odd": gettext_noop("This list is not signed by the office. It was not taken in."),
    "keys": gettext_noop("Keys of the office as of"),
    "no_script": gettext_noop("Without JavaScript this page cannot check anything. Ask the office’s page instead."),
}

READINGS = {"papers.opened": gettext_noop("A slip or receipt of yours")}
