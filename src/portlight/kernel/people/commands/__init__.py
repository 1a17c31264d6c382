"""Everything that is written about people, by verb."""

from portlight.kernel.people.commands.addresses import add_address, change_address, consent, withdraw
from portlight.kernel.people.commands.copying import ask_copy, copy_moved, forget_copies, keep_copy
from portlight.kernel.people.commands.enrolment import enrol
from portlight.kernel.people.commands.meeting import Met, Somebody, forget_if_unproved, forget_unproved, meet, meet_all
from portlight.kernel.people.commands.particulars import erase, note_paper, set_interests, set_languages
from portlight.kernel.people.commands.proofs import ask_proof, prove, prove_shared
from portlight.kernel.people.commands.sessions import close_session, open_session
from portlight.kernel.people.commands.sharing import open_share, revoke_share, share
from portlight.kernel.people.commands.tidying import tidy

__all__ = [
    "Met",
    "Somebody",
    "add_address",
    "ask_copy",
    "ask_proof",
    "change_address",
    "close_session",
    "consent",
    "copy_moved",
    "enrol",
    "erase",
    "forget_copies",
    "forget_if_unproved",
    "forget_unproved",
    "keep_copy",
    "meet",
    "meet_all",
    "note_paper",
    "open_session",
    "open_share",
    "prove",
    "prove_shared",
    "revoke_share",
    "set_interests",
    "set_languages",
    "share",
    "tidy",
    "withdraw",
]
