"""What a task of one mail does, whoever runs it: load its row, send over a kept connection, mark it as sent."""

from __future__ import annotations

import threading
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

_kept = threading.local()


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
    """Opened once per thread and kept."""
    if not hasattr(_kept, "connection"):
        _kept.connection = get_connection()
        _kept.connection.open()
    return _kept.connection
