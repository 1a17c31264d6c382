"""`python -m benchmarks.peers.with_mailer --count N`: queued through its backend, sent with its own command.

Its engine takes each mail under a row lock and skips what another process holds, so that several share one queue: the
command runs as often as told. Between queuing and sending nothing else happens.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time

import django
import psutil

from benchmarks.gauge import peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--send", action="store_true", help="only the command")
    wish = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    if wish.send:
        call_command("send_mail", verbosity=0)
        return
    from benchmarks.peers.letters import mean_bytes, readers

    call_command("migrate", verbosity=0, interactive=False)
    people = list(readers(wish.count))
    before, began = _spent(), time.monotonic()
    _queue(people)
    queued = time.monotonic()
    _send(wish.processes)
    told = {"began": began, "queue_seconds": queued - began, "ended": time.monotonic(), "cpu": _spent() - before}
    print(json.dumps({**told, "rss_mb": peak(psutil.Process()), "bytes": mean_bytes(people)}), flush=True)


def _queue(people: list[tuple[str, str]]) -> None:
    from django.core.mail import EmailMultiAlternatives, get_connection

    from benchmarks.peers.letters import bodies, headers, token

    backend = get_connection()
    for start in range(0, len(people), 1000):
        mails = []
        for address, language in people[start : start + 1000]:
            own = token()
            title, text, html = bodies(language, own)
            mail = EmailMultiAlternatives(title, text, to=[address], headers=headers(language, own))
            mail.attach_alternative(html, "text/html")
            mails.append(mail)
        backend.send_messages(mails)


def _send(processes: int) -> None:
    command = [sys.executable, "-m", "benchmarks.peers.with_mailer", "--send"]
    running = [subprocess.Popen(command, env=dict(os.environ)) for _ in range(processes)]
    codes = [one.wait() for one in running]
    if any(codes):
        raise SystemExit("send_mail failed")


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
