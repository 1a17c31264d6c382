"""Words of a person's own page that stand in no template."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = {
    "my_page.not-agreed": gettext_noop("Tick the line if you want your page to be closed."),
    "my_page.no-address": gettext_noop(
        "We have no confirmed address of yours that a code could be sent to. Come to a counter with your passport."
    ),
}

# Who looked at a file, by the kind of actor: the office's people are told apart from its machine, never named.
WHO = {
    "staff": gettext_noop("An officer of this office"),
    "person": gettext_noop("Somebody at the portal"),
    "client": gettext_noop("A program of an institution"),
    "machine": gettext_noop("The office’s system"),
}
OTHER_READING = gettext_noop("Something kept about you")
OTHER_REASON = gettext_noop("for a reason noted as “{code}”")

# The parts of the copy of everything.
SECTIONS = {
    "person": gettext_noop("Who you are"),
    "addresses": gettext_noop("How we reach you"),
    "cases": gettext_noop("My cases"),
    "appointments": gettext_noop("My appointments"),
    "papers": gettext_noop("My papers"),
    "documents": gettext_noop("What I handed in"),
    "notices": gettext_noop("Notices I was sent"),
    "readings": gettext_noop("Who looked at my file"),
}
LABELS = {
    "name": gettext_noop("Name"),
    "birth_date": gettext_noop("Date of birth"),
    "nationality": gettext_noop("Nationality"),
    "languages": gettext_noop("Languages"),
    "district": gettext_noop("District"),
    "topics": gettext_noop("Topics"),
    "since": gettext_noop("With us since"),
    "paper": gettext_noop("Travel document"),
    "channel": gettext_noop("Way"),
    "value": gettext_noop("Address"),
    "confirmed": gettext_noop("Confirmed"),
    "agreed": gettext_noop("Agreed to messages"),
    "stopped": gettext_noop("Stopped"),
    "number": gettext_noop("Number"),
    "kind": gettext_noop("Kind"),
    "step": gettext_noop("Step"),
    "opened": gettext_noop("Begun"),
    "closed": gettext_noop("Closed"),
    "time": gettext_noop("Time"),
    "place": gettext_noop("Place"),
    "until": gettext_noop("Until"),
    "file": gettext_noop("File"),
    "withdrawn": gettext_noop("Withdrawn"),
    "title": gettext_noop("Title"),
    "who": gettext_noop("Who"),
    "what": gettext_noop("What"),
    "why": gettext_noop("Why"),
}
