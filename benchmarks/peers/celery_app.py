"""Celery, one task per mail: load its row, send over the process's kept connection, mark it as sent."""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.signals import worker_ready
from django.core.mail import EmailMultiAlternatives, get_connection

app = Celery("bench")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf["CELERY_DB_REUSE_MAX"] = 1 << 30  # else it closes the database connection before and after every task
_kept: list[Any] = []


@worker_ready.connect
def say_ready(**_: Any) -> None:
    print("worker ready", flush=True)


@app.task(name="carry")
def carry(number: int) -> None:
    from django.utils import timezone

    from benchmarks.peers.letters import bodies, headers, token
    from benchmarks.peers.mailbox.models import Mail

    mail = Mail.objects.get(pk=number)
    own = token()
    title, text, html = bodies(mail.language, own)
    message = EmailMultiAlternatives(
        title, text, to=[mail.address], headers=headers(mail.language, own), connection=_connection()
    )
    message.attach_alternative(html, "text/html")
    message.send()
    Mail.objects.filter(pk=number).update(state="sent", sent_at=timezone.now())


def _connection() -> Any:
    """Opened once per process of the pool and kept."""
    if not _kept:
        _kept.append(get_connection())
        _kept[0].open()
    return _kept[0]
