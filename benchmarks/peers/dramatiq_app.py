"""Dramatiq, one message per mail: `dramatiq benchmarks.peers.dramatiq_app`."""

from __future__ import annotations

import os
from typing import Any

import django
import dramatiq
from django.apps import apps
from dramatiq.brokers.redis import RedisBroker

if not apps.ready:
    django.setup()

from benchmarks.peers import carrying


class SayReady(dramatiq.Middleware):
    def after_worker_boot(self, broker: Any, worker: Any) -> None:
        print("worker ready", flush=True)


broker = RedisBroker(url=os.environ["BENCH_BROKER_URL"])
broker.add_middleware(SayReady())
dramatiq.set_broker(broker)


@dramatiq.actor(max_retries=0)
def carry(number: int) -> None:
    carrying.carry(number)


def queue(numbers: list[int]) -> None:
    """A message for each; the broker keeps its connection."""
    for number in numbers:
        carry.send(number)
