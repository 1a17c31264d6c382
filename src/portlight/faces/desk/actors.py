"""Who acts at the desk, as a value for commands."""

from __future__ import annotations

from django.http import HttpRequest

from portlight.toolkit.actor import Actor, staff


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in account. Only inside a screen, where somebody is signed in."""
    return staff(request.user.pk)
