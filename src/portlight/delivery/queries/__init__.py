"""What this room answers. Cards and pages, never rows."""

from portlight.delivery.queries.addresses import address_of
from portlight.delivery.queries.cards import Size
from portlight.delivery.queries.channels import channels, quiet_hours
from portlight.delivery.queries.gauges import TOLD, Gauge, gauges
from portlight.delivery.queries.inbound import odd, opened
from portlight.delivery.queries.official import is_official
from portlight.delivery.queries.outlets import OutletCard, outlet
from portlight.delivery.queries.prices import Bill, bill
from portlight.delivery.queries.progress import progress
from portlight.delivery.queries.published import published
from portlight.delivery.queries.reach import doubts, reach, reach_by, unreached
from portlight.delivery.queries.received import ReceivedCard, received
from portlight.delivery.queries.report import FEW, Report, daily, report
from portlight.delivery.queries.size import people, size
from portlight.delivery.queries.ways import WayCard, way

__all__ = [
    "FEW", "TOLD", "Bill", "Gauge", "OutletCard", "ReceivedCard", "Report", "Size", "WayCard", "address_of", "bill",
    "channels", "daily", "doubts", "gauges", "is_official", "odd", "opened", "outlet", "people", "progress",
    "published", "quiet_hours", "reach", "reach_by", "received", "report", "size", "unreached", "way",
]  # fmt: skip
