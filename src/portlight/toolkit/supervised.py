"""Telling systemd that this process is ready and alive (sd_notify(3)): one datagram, nothing when nobody listens."""

from __future__ import annotations

import contextlib
import os
import socket


def notify(state: str) -> None:
    """READY=1, WATCHDOG=1 or STOPPING=1, to the socket systemd named in NOTIFY_SOCKET."""
    name = os.environ.get("NOTIFY_SOCKET", "")
    if not name:
        return
    address = "\0" + name[1:] if name.startswith("@") else name
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.sendto(state.encode("ascii"), address)
