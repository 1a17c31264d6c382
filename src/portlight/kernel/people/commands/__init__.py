"""Everything that is written about people, by verb."""

from portlight.kernel.people.commands.addresses import add_address, change_address, consent, withdraw
from portlight.kernel.people.commands.enrolment import enrol
from portlight.kernel.people.commands.meeting import Met, Somebody, forget_if_unproved, forget_unproved, meet, meet_all
from portlight.kernel.people.commands.particulars import erase, note_paper, set_interests, set_languages
from portlight.kernel.people.commands.proofs import ask_proof, prove, prove_shared
from portlight.kernel.people.commands.sessions import close_session, open_session
from portlight.kernel.people.commands.tidying import tidy

__all__ = [
    "Met",
    "Somebody",
    "add_address",
    "ask_proof",
    "change_address",
    "close_session",
    "consent",
    "enrol",
    "erase",
    "forget_if_unproved",
    "forget_unproved",
    "meet",
    "meet_all",
    "note_paper",
    "open_session",
    "prove",
    "prove_shared",
    "set_interests",
    "set_languages",
    "tidy",
    "withdraw",
]
