"""Celery, one task per mail."""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.signals import worker_ready

from benchmarks.peers import carrying

app = Celery("bench")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf["CELERY_DB_REUSE_MAX"] = 1 << 30  # else it closes the database connection before and after every task


@worker_ready.connect
def say_ready(**_: Any) -> None:
    print("worker ready", flush=True)


@app.task(name="carry")
def carry(number: int) -> None:
    carrying.carry(number)


def queue(numbers: list[int]) -> None:
    """A task for each, over one kept connection to the broker."""
    with app.producer_pool.acquire(block=True) as producer:
        for number in numbers:
            carry.apply_async((number,), producer=producer)
