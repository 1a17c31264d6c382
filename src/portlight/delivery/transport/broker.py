"""Celery on RabbitMQ: one task, `lease`, in one quorum queue. Importing this imports Celery.

RabbitMQ 3.10 and later. A quorum queue outlives the loss of a node; its length and the age of its messages are limited,
because nothing in it is needed: the sweeper offers again what is still open.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator, Sequence
from typing import Any

import uvloop
from celery import Celery, signals
from celery.worker.consumer import Consumer
from django.conf import settings
from django.db import connection
from django.utils import timezone
from kombu.entity import Exchange, Queue
from kombu.exceptions import KombuError, OperationalError

from portlight.delivery.journal import host
from portlight.delivery.loop import Engine

NOT_REACHED = (KombuError, OperationalError, OSError)
TASK = "portlight.lease"
QUEUE = "portlight.leases"
_AGE_MS, _LENGTH = 60_000, 10_000
_SECONDS = 2


def _application() -> Celery:
    # No fixups: Celery's own for Django would close the database connection after every task.
    app = Celery("portlight", broker=settings.BROKER, fixups=[], set_as_current=False)
    arguments = {"x-queue-type": "quorum", "x-message-ttl": _AGE_MS, "x-max-length": _LENGTH}
    exchange = Exchange(QUEUE, type="direct")  # type: ignore[no-untyped-call]
    queue = Queue(QUEUE, exchange, routing_key=QUEUE, queue_arguments=arguments)  # type: ignore[no-untyped-call]
    app.conf.update(
        task_queues=[queue],
        task_default_queue=QUEUE, task_default_exchange=QUEUE, task_default_routing_key=QUEUE,
        task_ignore_result=True, task_publish_retry=False, task_acks_late=False, worker_prefetch_multiplier=1,
        # A lease may take minutes at a slow pace, in the thread that would answer heartbeats.
        broker_heartbeat=0, broker_connection_timeout=_SECONDS, broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None, broker_transport_options={"confirm_publish": True},
        worker_consumer=f"{__name__}:LeaseConsumer", worker_hijack_root_logger=False,
        worker_enable_remote_control=False, worker_send_task_events=False, broker_pool_limit=None,
    )  # fmt: skip
    return app


app = _application()


def send(leases: Sequence[int]) -> None:
    """Put the numbers of these leases into the queue; NOT_REACHED when the broker does not take them."""
    # A connection of its own each time: a kept one may have died since, and would say so too late.
    with app.connection_for_write() as line:
        line.ensure_connection(max_retries=1, timeout=_SECONDS)
        producer = app.amqp.Producer(line)
        for lease in leases:
            app.send_task(TASK, args=(lease,), producer=producer, retry=False)


class LeaseConsumer(Consumer):
    """Without the 28 queues Celery makes for delayed tasks: none is ever delayed, the lease table is the clock.

    And it notices a line that broke while a message was acknowledged: Kombu quietly opens another one then, on which
    nobody has asked for messages, and the worker would wait at it for ever.
    """

    class Blueprint(Consumer.Blueprint):
        default_steps = [step for step in Consumer.Blueprint.default_steps if "delayed_delivery" not in step]

    def on_ready(self) -> None:
        self.line = self.connection.connection
        super().on_ready()

    def perform_pending_operations(self) -> None:
        """Called before each look. ConnectionResetError: it is another line by now; Celery then begins anew."""
        if self.connection.connection is not self.line:
            raise ConnectionResetError("the line to the broker is gone")
        super().perform_pending_operations()


class Carrier:
    """The engine of a worker that is woken: kept from task to task, made anew after a failure."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self.engine: Engine | None = None

    def carry(self, lease: int) -> bool:
        """One lease. After a failure its journal is the truth: the next call begins by replaying it."""
        try:
            return self.runner.run(self._carry(lease))
        except Exception:
            if self.engine is not None:
                self.engine.journal.release()
                self.engine = None
            connection.close()
            raise

    async def _carry(self, lease: int) -> bool:
        if self.engine is None:
            self.engine = Engine(settings.DATA / "journals", clock=timezone.now, chores=lambda at: 0)
            self.engine.start()
        return await self.engine.carry_offered(lease)

    def stop(self, **_: Any) -> None:
        if self.engine is not None:
            self.engine.stop()

    def leave(self) -> None:
        """In order: nothing is in the air between two tasks, so the journal goes with its worker."""
        if self.engine is not None:
            self.engine.journal.drop()
            self.engine.journal.release()
            self.engine.life.gone()
        self.runner.close()


@contextlib.contextmanager
def _carrier() -> Iterator[Carrier]:
    carrier = Carrier()
    signals.worker_shutting_down.connect(carrier.stop, weak=False)
    try:
        yield carrier
    finally:
        signals.worker_shutting_down.disconnect(carrier.stop)
        carrier.leave()


def consume() -> None:
    """A Celery worker with one place, in this process, until it is told to stop."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # one thread, one connection: docs/adr/0007
    with _carrier() as carrier:

        @app.task(name=TASK)
        def lease(number: int) -> None:
            carrier.carry(int(number))

        # Celery's event loop is for pools of processes; with one place in this thread, its plain loop notices a lost
        # connection whenever it looks (LeaseConsumer), also one that was closed during a task.
        worker = app.Worker(
            hostname=f"portlight-{os.getpid()}@{host()}", pool_cls="solo", concurrency=1, loglevel="WARNING",
            quiet=True, use_eventloop=False, without_gossip=True, without_mingle=True, without_heartbeat=True,
        )  # fmt: skip
        with contextlib.suppress(SystemExit):
            worker.start()
