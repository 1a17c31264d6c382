"""System checks: combinations of settings that cannot be right, each with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


@register()
def demo_stays_at_home(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """The demo's door signs anybody in: it may only be reached from this machine."""
    if settings.MODE != "demo" or set(settings.ALLOWED_HOSTS) <= {"localhost"}:
        return []
    hint = "Unset PORTLIGHT_HOSTS, or choose PORTLIGHT_MODE=training for a copy others may reach."
    return [Error("demo mode answers to other hosts than localhost", hint=hint, id="portlight.E001")]


@register()
def points_only_in_tests(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    if settings.POINTS and settings.MODE != "test":
        hint = "Unset PORTLIGHT_POINTS."
        return [Error("a stopping point is named outside a test build", hint=hint, id="portlight.E002")]
    return []


@register()
def broker_can_be_used(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    if not settings.BROKER:
        return []
    if not find_spec("celery"):
        hint = "Install portlight[broker], or unset PORTLIGHT_BROKER."
        return [Error("a broker is named, but Celery is not installed", hint=hint, id="portlight.E003")]
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        hint = "Set PORTLIGHT_DATABASE_URL, or unset PORTLIGHT_BROKER."
        return [Error("several workers need PostgreSQL", hint=hint, id="portlight.E004")]
    return []


@register()
def seal_has_a_service(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    if settings.SEAL == "service" and not settings.SEAL_URL.startswith(("http://", "https://")):
        hint = "Set PORTLIGHT_SEAL_URL to the address the signing service takes PDFs at."
        return [Error("papers are to be sealed by a service without an address", hint=hint, id="portlight.E006")]
    return []


@register()
def reminder_comes_in_time(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    if settings.LODGING_REMIND_HOURS >= 24:
        hint = "Set PORTLIGHT_LODGING_REMIND_HOURS to less than 24."
        return [Error("the reminder to register would come when the 24 hours are over", hint=hint, id="portlight.E007")]
    return []


@register(deploy=True)
def office_speaks_https(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    if settings.MODE == "office" and not settings.HTTPS and not set(settings.ALLOWED_HOSTS) <= LOCAL:
        hint = "Set PORTLIGHT_SITE to the https:// address people use."
        return [Warning("the office's site is not https", hint=hint, id="portlight.W001")]
    return []
