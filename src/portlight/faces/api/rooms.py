"""How a room's `api` gives programs something to call.

router = room("lodging", scope="lodging.roster")

@router.get("/rosters/{number}", …)      # /api/lodging/rosters/<number>
def roster(request, number): …
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from ninja import Header, Router
from pydantic import BeforeValidator

from portlight.faces.api.keys import Pace, ProgramKey
from portlight.faces.api.root import api

__all__ = ["IdempotencyKey", "room"]


def room(name: str, *, scope: str) -> Router:
    """A part of the API below `/api/<name>/`, for programs that may do `scope` and do not ask too fast."""
    router = Router(auth=ProgramKey(scope), throttle=Pace(), tags=[name])
    api.add_router(f"/{name}", router)
    return router


def _unquoted(text: Any) -> Any:
    """A structured header would have it in quotes; most programs send it without."""
    return text.strip().strip('"') if isinstance(text, str) else text


# draft-ietf-httpapi-idempotency-key-header: the same call again gets the first answer, other content is refused.
IdempotencyKey = Annotated[
    UUID | None,
    BeforeValidator(_unquoted),
    Header(
        None, alias="Idempotency-Key", description="A UUID of your own for this call: sent again, it does nothing twice"
    ),
]
