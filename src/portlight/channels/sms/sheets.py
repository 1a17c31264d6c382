"""What `prepare` makes of a copy: per route and reach a layout that only wants the number and the reader's token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from portlight.channels.sms import queries, rules, ways
from portlight.channels.sms.queries import Approved
from portlight.delivery.port import Copy


class LaysOut(Protocol):
    """A route, as far as a sheet needs it."""

    def lay_out(self, template: Approved, copy: Copy, *, mainland: bool) -> Any:
        """Compiled once per message and language."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """`ways[mainland]`: route → layout, in the office's order; a route whose template is not approved is missing."""

    code: str
    severity: str
    not_after: datetime
    purpose: str
    ways: Mapping[bool, Mapping[str, Any]]
    lacks: Mapping[bool, str] = field(default_factory=dict)  # why a reach has no way: no-route | no-template


def lay_out(copy: Copy, routes: Mapping[str, LaysOut]) -> Sheet:
    """One query: the approved templates of this purpose and language. A drill uses the drill's own wording."""
    purpose = purpose_of(copy)
    there = {(one.route, one.reach): one for one in queries.approved(purpose, copy.language)}
    found: dict[bool, dict[str, Any]] = {}
    lacks: dict[bool, str] = {}
    for reach in rules.REACHES:
        mainland = reach == "mainland"
        order = [route for route in ways.order(reach) if route in routes]
        found[mainland] = {
            route: routes[route].lay_out(there[route, reach], copy, mainland=mainland)
            for route in order
            if (route, reach) in there
        }
        lacks[mainland] = "no-template" if order else "no-route"
    return Sheet(copy.code, copy.severity, copy.not_after, purpose, found, lacks)


def purpose_of(copy: Copy) -> str:
    """A one-time code of a drill is still a code: the person is signing in."""
    return "drill" if copy.drill and copy.purpose != "code" else copy.purpose


def values_of(copy: Copy) -> dict[str, str]:
    """What a copy itself puts into the slots; the token is each reader's own."""
    return {"code": copy.code, "number": copy.params.get("code", "")}
