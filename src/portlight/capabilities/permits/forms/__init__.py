"""What permits asks: on the way to an answer, on the way to an application, at the desk."""

from portlight.capabilities.permits.forms.desk import (
    Accept,
    Ask,
    Grant,
    HandOver,
    MadeForm,
    NotAccept,
    Order,
    Paid,
    Reason,
    Seen,
)
from portlight.capabilities.permits.forms.filing import PaperForm, PhotoForm, Reply, Start, Who, Wish
from portlight.capabilities.permits.forms.guide import Have, More, Want, carried

__all__ = [
    "Accept", "Ask", "Grant", "HandOver", "Have", "MadeForm", "More", "NotAccept", "Order", "Paid", "PaperForm",
    "PhotoForm", "Reason", "Reply", "Seen", "Start", "Want", "Who", "Wish", "carried",
]  # fmt: skip
