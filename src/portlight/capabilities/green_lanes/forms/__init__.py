"""What is typed for a green lane: at the portal by an institution's officers, at the desk by the office's."""

from portlight.capabilities.green_lanes.forms.institution import (
    Ask,
    Booking,
    Invitation,
    NewTime,
    Nothing,
    Papers,
    RosterForm,
    Seen,
)
from portlight.capabilities.green_lanes.forms.office import Admission, Agreement, Answer, Enrolment

__all__ = [
    "Admission", "Agreement", "Answer", "Ask", "Booking", "Enrolment", "Invitation", "NewTime", "Nothing",
    "Papers", "RosterForm", "Seen",
]  # fmt: skip
