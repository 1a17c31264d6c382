"""`python -m benchmarks.peers.with_post_office --count N`: queued with send_many, sent with its own command."""

from __future__ import annotations

import argparse
import json
import resource
import time
from typing import Any

import django
import psutil

from benchmarks.gauge import peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--lockfile", required=True)
    wish = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    from benchmarks.peers.letters import mean_bytes, readers

    call_command("migrate", verbosity=0, interactive=False)
    people, templates = list(readers(wish.count)), _templates()
    before, began = _spent(), time.monotonic()
    _queue(people, templates)
    queued = time.monotonic()
    call_command("send_queued_mail", processes=wish.processes, lockfile=wish.lockfile, verbosity=0)
    told = {"began": began, "queue_seconds": queued - began, "ended": time.monotonic(), "cpu": _spent() - before}
    print(json.dumps({**told, "rss_mb": peak(psutil.Process()), "bytes": mean_bytes(people)}), flush=True)


def _templates() -> dict[str, Any]:
    """One for each language, with a place for the person's token."""
    from post_office.models import EmailTemplate

    from benchmarks.peers.letters import bodies, texts

    made = {}
    for language in texts():
        title, text, html = bodies(language, "{{ token }}")
        made[language] = EmailTemplate.objects.create(
            name=f"sample-{language}", subject=title, content=text, html_content=html
        )
    return made


def _queue(people: list[tuple[str, str]], templates: dict[str, Any]) -> None:
    from post_office import mail

    from benchmarks.peers.letters import headers, token

    for start in range(0, len(people), 1000):
        mails = [(address, language, token()) for address, language in people[start : start + 1000]]
        mail.send_many(
            [
                {
                    "recipients": [address], "template": templates[language], "context": {"token": own},
                    "headers": headers(language, own), "render_on_delivery": True,
                }
                for address, language, own in mails
            ]
        )  # fmt: skip


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
