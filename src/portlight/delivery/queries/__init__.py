"""What this room answers. Cards and pages, never rows."""

from portlight.delivery.queries.channels import channels
from portlight.delivery.queries.official import is_official
from portlight.delivery.queries.progress import progress
from portlight.delivery.queries.published import published
from portlight.delivery.queries.reach import doubts, reach, reach_by, unreached
from portlight.delivery.queries.size import size

__all__ = [
    "channels", "doubts", "is_official", "progress", "published", "reach", "reach_by", "size", "unreached",
]  # fmt: skip
