"""A declaration on its way: each page as it was typed, kept an hour, sealed, under a key in the address.

Every page makes a new draft: going back in the browser finds what stood there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from portlight.capabilities.lodging.rules.days import moved_in
from portlight.capabilities.lodging.rules.values import FROM_PHOTO, Declared, Holder, Lodging, Stay
from portlight.faces import drafts
from portlight.kernel.places import queries as places

_USE = "lodging"
# What each page must have said: it leaves behind what it has checked. A sheet of many may have left some of it out.
_SAID_BY = {
    "holder": ("nationality", "sex", "birth_date", "paper", "paper_number", "paper_until"),
    "address": ("where_district", "where_line"), "days": ("moved_in_on", "stay_kind"),
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    key: str
    typed: QueryDict

    def said(self, name: str) -> str:
        return str(self.typed.get(name, ""))

    @property
    def about(self) -> str:
        """How its photos are kept before there is a case."""
        return f"draft:{self.said('draft_id')}"

    @property
    def request_id(self) -> UUID:
        return UUID(self.said("draft_id"))

    @property
    def reading(self) -> int | None:
        return int(self.said("reading")) if self.said("reading").isdecimal() else None

    @property
    def photo(self) -> UUID | None:
        return UUID(self.said("photo_key")) if self.said("photo_key") else None


def begun(declared_for: str, *, at: str = "") -> Draft:
    """`at`: code of a standard address, from the poster of a compound; an unknown one is looked over."""
    typed = QueryDict(mutable=True)
    typed.update({"declared_for": declared_for, "draft_id": str(uuid4())})
    if at and places.address(at):
        typed["where_address"] = at
    return Draft(drafts.keep(typed, use=_USE), typed)


def of_declared(told: Declared, *, continues: str) -> Draft:
    """What was declared before, to be corrected."""
    typed = QueryDict(mutable=True)
    parts = {**vars(told.holder), **{f"where_{name}": value for name, value in vars(told.lodging).items()}}
    moved_in = timezone.localtime(told.lodging.moved_in_at)
    parts |= {
        "moved_in_on": moved_in.date(), "moved_in_time": f"{moved_in:%H:%M}", "leaving_on": told.lodging.leaving_on,
        "stay_kind": told.stay.kind, "visa": told.stay.visa, "stay_until": told.stay.until,
        "entered_on": told.stay.entered_on, "declared_for": told.declared_for, "draft_id": uuid4(),
        "continues": continues,
    }  # fmt: skip
    typed.update({name: "" if value is None else str(value) for name, value in parts.items()})
    return Draft(drafts.keep(typed, use=_USE), typed)


def of(request: HttpRequest) -> Draft | None:
    """The draft in the address; None when it is not there any more, or is no draft of this kind."""
    key = request.GET.get("d", "")
    typed = drafts.kept(key, use=_USE)
    return Draft(key, typed) if typed is not None else None


def with_more(draft: Draft, more: Mapping[str, Any]) -> Draft:
    """The draft with what one more page said in the place of what that page said before."""
    typed = saying(draft, more).typed
    return Draft(drafts.keep(typed, use=_USE), typed)


def saying(draft: Draft, more: Mapping[str, Any]) -> Draft:
    """As `with_more`, to be looked at and not kept."""
    typed = draft.typed.copy()
    for name, value in more.items():
        typed[name] = "" if value is None else str(value)
    return Draft("", typed)


def onward(page: str, draft: Draft) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(f'lodging:portal:{page}')}?{urlencode({'d': draft.key})}")


def from_start() -> HttpResponseRedirect:
    """An hour has gone by, or the address was typed by hand."""
    return HttpResponseRedirect(f"{reverse('lodging:portal:declare')}?over=1")


def declared(draft: Draft, *, at: datetime, read: Mapping[str, Any] | None) -> Declared | str:
    """The whole of it, as each page has checked it; or the name of the page that must be filled in first."""
    if missing := next((page for page, names in _SAID_BY.items() if not all(map(draft.said, names))), None):
        return missing
    person = _holder(draft)
    seen = {name: str(value or "") for name, value in (read or {}).items()}
    return Declared(
        holder=person, stay=_stay(draft), lodging=_lodging(draft, at), declared_for=draft.said("declared_for"),
        read_from_photo=bool(seen),
        differs_from_photo=_differing(person, seen),
        photo_doubts=tuple(doubt for doubt in seen.get("doubts", "").split(",") if doubt),
    )  # fmt: skip


def _holder(draft: Draft) -> Holder:
    sex: Any = draft.said("sex")
    return Holder(
        surname=draft.said("surname"), given_names=draft.said("given_names"), nationality=draft.said("nationality"),
        sex=sex, birth_date=date.fromisoformat(draft.said("birth_date")), paper=draft.said("paper"),
        paper_number=draft.said("paper_number"), paper_until=_day(draft, "paper_until"),
    )  # fmt: skip


def _stay(draft: Draft) -> Stay:
    kind = draft.said("stay_kind")
    visa = draft.said("visa") if kind == "visa" else ""
    return Stay(kind=kind, visa=visa, until=_day(draft, "stay_until"), entered_on=_day(draft, "entered_on"))


def _lodging(draft: Draft, at: datetime) -> Lodging:
    hour = draft.said("moved_in_time")
    return Lodging(
        **{name: draft.said(f"where_{name}") for name in ("address", "district", "line", "room", "host_name")},
        leaving_on=_day(draft, "leaving_on"),
        moved_in_at=moved_in(
            date.fromisoformat(draft.said("moved_in_on")), time.fromisoformat(hour) if hour else None, at=at,
            zone=timezone.get_default_timezone(),
        ),
    )  # fmt: skip


def _day(draft: Draft, name: str) -> date | None:
    return date.fromisoformat(draft.said(name)) if draft.said(name) else None


def _differing(person: Holder, seen: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in FROM_PHOTO if seen.get(name) and seen[name] != str(getattr(person, name)))


def _typed_of(draft: Draft, prefix: str) -> QueryDict:
    """One page's own names: `address` is an e-mail address on one page and a place on another."""
    typed = QueryDict(mutable=True)
    typed.update({name.removeprefix(prefix): draft.said(name) for name in draft.typed if name.startswith(prefix)})
    return typed


def place_of(draft: Draft) -> QueryDict:
    return _typed_of(draft, "where_")
