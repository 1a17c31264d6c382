"""Appointments at the portal: free times by day, booking, moving, cancelling, waiting for an earlier one.

Other rooms lead here by `link`: for a case of hers, and in a lane that only they may open to her.
"""

from portlight.faces.portal.appointments.asked import link
from portlight.faces.portal.appointments.choosing import book, free
from portlight.faces.portal.appointments.shown import booked, mine
from portlight.faces.portal.appointments.standing import calendar, cancel, index, show
from portlight.faces.portal.appointments.waiting import leave, take, wait

__all__ = ["book", "booked", "calendar", "cancel", "free", "index", "leave", "link", "mine", "show", "take", "wait"]
