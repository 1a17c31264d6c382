"""Everything one may ask about notices: frozen cards, never querysets."""

from portlight.capabilities.notices.queries.editor import EditorCard, RailCard, Weighed, editor, weigh
from portlight.capabilities.notices.queries.frame import FrameCard, audience_of, bill_of, frame, release_facts, size_of
from portlight.capabilities.notices.queries.listing import (
    NoticeCard,
    glass_unreviewed,
    glass_waiting,
    listing,
    waiting_for,
)
from portlight.capabilities.notices.queries.needed import needed_languages
from portlight.capabilities.notices.queries.prepared import PreparedCard, prepared, prepared_list

__all__ = [
    "EditorCard",
    "FrameCard",
    "NoticeCard",
    "PreparedCard",
    "RailCard",
    "Weighed",
    "audience_of",
    "bill_of",
    "editor",
    "frame",
    "glass_unreviewed",
    "glass_waiting",
    "listing",
    "needed_languages",
    "prepared",
    "prepared_list",
    "release_facts",
    "size_of",
    "waiting_for",
    "weigh",
]
