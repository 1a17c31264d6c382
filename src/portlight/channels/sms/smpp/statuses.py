"""command_status of a submit_sm_resp one by one (SMPP 3.4, 5.1.3): what a centre's refusal is about."""

from __future__ import annotations

from portlight.channels.sms.verdicts import About

STATUSES: dict[int, tuple[str, About]] = {
    0x01: ("RINVMSGLEN", About.CONTENT),
    0x02: ("RINVCMDLEN", About.CONTENT),
    0x03: ("RINVCMDID", About.ACCOUNT),
    0x04: ("RINVBNDSTS", About.ACCOUNT),
    0x06: ("RINVPRTFLG", About.CONTENT),
    0x07: ("RINVREGDLVFLG", About.CONTENT),
    0x08: ("RSYSERR", About.LATER),
    0x0A: ("RINVSRCADR", About.ACCOUNT),  # the name we send under is not ours there
    0x0B: ("RINVDSTADR", About.DEAD),
    0x0C: ("RINVMSGID", About.LATER),
    0x0D: ("RBINDFAIL", About.ACCOUNT),
    0x0E: ("RINVPASWD", About.ACCOUNT),
    0x0F: ("RINVSYSID", About.ACCOUNT),
    0x11: ("RCANCELFAIL", About.LATER),
    0x14: ("RMSGQFUL", About.FAST),
    0x15: ("RINVSERTYP", About.ACCOUNT),
    0x33: ("RINVNUMDESTS", About.CONTENT),
    0x40: ("RINVDESTFLAG", About.CONTENT),
    0x42: ("RINVSUBREP", About.CONTENT),
    0x43: ("RINVESMCLASS", About.CONTENT),
    0x44: ("RCNTSUBDL", About.CONTENT),
    0x45: ("RSUBMITFAIL", About.LATER),
    0x48: ("RINVSRCTON", About.ACCOUNT),
    0x49: ("RINVSRCNPI", About.ACCOUNT),
    0x50: ("RINVDSTTON", About.ADDRESS),
    0x51: ("RINVDSTNPI", About.ADDRESS),
    0x53: ("RINVSYSTYP", About.ACCOUNT),
    0x54: ("RINVREPFLAG", About.CONTENT),
    0x55: ("RINVNUMMSGS", About.CONTENT),
    0x58: ("RTHROTTLED", About.FAST),
    0x61: ("RINVSCHED", About.CONTENT),
    0x62: ("RINVEXPIRY", About.CONTENT),
    0x63: ("RINVDFTMSGID", About.CONTENT),
    0x64: ("RX_T_APPN", About.LATER),
    0x65: ("RX_P_APPN", About.CONTENT),
    0x66: ("RX_R_APPN", About.LATER),
    0xC0: ("RINVOPTPARSTREAM", About.CONTENT),
    0xC1: ("ROPTPARNOTALLWD", About.CONTENT),
    0xC2: ("RINVPARLEN", About.CONTENT),
    0xC3: ("RMISSINGOPTPARAM", About.CONTENT),
    0xC4: ("RINVOPTPARAMVAL", About.CONTENT),
    0xFE: ("RDELIVERYFAILURE", About.LATER),
    0xFF: ("RUNKNOWNERR", About.DOUBT),  # nobody says that it was not taken
}


def told(status: int) -> tuple[str, About]:
    """Name and meaning; vendors' own numbers (0x400–0x4FF) and unknown ones are tried again later."""
    return STATUSES.get(status) or (f"0x{status:08X}", About.LATER)
