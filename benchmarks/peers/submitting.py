"""Messages as fast as a client can: `python -m benchmarks.peers.submitting smpp|aliyun|tencent|smpplib --count N …`.

The first three are our channel without the ledger: from a desk in memory to the answer of the provider's simulator.
`smpp` and `smpplib` go to the same simulated centre, with as many sessions and as large a window, the same text of one
part, a receipt asked for. Prints "ready" when bound, waits for a line, prints one JSON object.

smpplib blocks and has no window of its own. Its README sends with `send_message`, gives a handler to
`set_message_sent_handler` and reads in a thread with `client.listen`: so it is done here, a sender and a listener for
each session; a semaphore that the handler releases is the window.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psutil

from benchmarks.gauge import peak

TEXT = "Official notice K7F3-9QXM. Read it: https://exit-entry.example/en/s/{token}"
TOKEN = "0123456789abcdefghij"


WARM = 10  # messages that bind the sessions and open the connections, before the time begins
START = {"smpp": "852", "aliyun": "86138", "tencent": "86138"}


def number(index: int, start: str = START["smpp"]) -> str:
    return f"{start}{index:08d}"


@dataclass
class Desk:
    """`delivery.port.Desk` in memory: hands out parcels, counts answers. No ledger, no database."""

    count: int
    template: Any
    start: str = START["smpp"]
    handed: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    returned: list[Any] = field(default_factory=list)

    def next(self) -> Any:
        from portlight.delivery.port import Parcel

        if self.returned:
            return self.returned.pop()
        if self.handed >= self.count:
            return None
        self.handed += 1
        return Parcel(
            None, self.handed, self.handed, self.handed, 0, "en", f"+{number(self.handed, self.start)}",
            self.template,
        )  # fmt: skip

    def intend(self, parcel: Any) -> None:
        """Nothing is kept."""

    def settle(self, parcel: Any, answer: Any) -> None:
        self.outcomes[answer.outcome] = self.outcomes.get(answer.outcome, 0) + 1

    def give_back(self, parcel: Any) -> None:
        self.returned.append(parcel)

    untaken = give_back

    def trouble(self, code: str, *, route: str = "") -> None:
        raise RuntimeError(f"{route}: {code}")

    def throttled(self, code: str, seconds: float, *, route: str = "") -> None:
        raise RuntimeError(f"{route}: {code}")

    def usable(self, route: str) -> bool:
        return True

    def allow(self, route: str, wanted: int) -> int:
        return wanted


def ours(route: str, count: int) -> dict[str, Any]:
    """The channel itself, its settings from the environment; connections are open before the time begins."""
    import django
    import uvloop
    from django.conf import settings

    django.setup()
    if not settings.KEYS.exists:
        settings.KEYS.make()
    return uvloop.run(_carry(route, count))


async def _carry(route: str, count: int) -> dict[str, Any]:
    from portlight.channels.sms.channel import Sms
    from portlight.channels.sms.sheets import Sheet

    channel, copy, mainland = Sms(), _copy(), route != "smpp"
    name = f"sms.{route}"
    way = _smpp(copy) if route == "smpp" else _batch(channel.by_name[name], name, copy)
    sheet = Sheet(copy.code, copy.severity, copy.not_after, "notice", {mainland: {name: way}, not mainland: {}})
    await channel.carry(Desk(WARM, sheet, START[route]))
    _ready()
    began, desk = time.monotonic(), Desk(count, sheet, START[route])
    await channel.carry(desk)
    seconds = time.monotonic() - began
    await channel.close()
    return {"seconds": seconds, "answers": desk.outcomes.get("accepted", 0), "warm": WARM}


def _batch(way: Any, name: str, copy: Any) -> Any:
    """The shipped Chinese text of a notice: by Aliyun with the reader's own address, by Tencent the same for all."""
    from portlight.channels.sms.queries import Approved

    site = "https://exit-entry.example"
    text = f"官方通知（编号{{code}}）请阅：{site}/s/{{token}} 核实真伪请在 {site}/v 输入编号。"
    if name == "sms.tencent":
        text = f"官方通知，编号{{code}}。请在 {site}/v 输入编号，阅读全文并核实真伪。"
    code = "SMS_100000001" if name == "sms.aliyun" else "100000001"
    approved = Approved(route=name, reach="mainland", provider_code=code, sign="出入境", text=text)
    return way.lay_out(approved, copy, mainland=True)


def _copy() -> Any:
    from portlight.delivery.port import Copy

    at = datetime.now(UTC)
    return Copy(
        code="K7F3-9QXM", kind="notice", about="notice:N", language="en", wanted="en", title="", text="",
        severity="ordinary", drill=False, not_after=at + timedelta(days=1), at=at,
    )  # fmt: skip


def _smpp(copy: Any) -> Any:
    from portlight.channels.sms.queries import Approved
    from portlight.channels.sms.smpp import layout

    text = layout.lay_out(
        Approved(route="sms.smpp", reach="abroad", provider_code="", sign="", text=TEXT.replace("{token}", TOKEN)),
        copy, source="OFFICE", token=lambda delivery: b"",
    )  # fmt: skip
    assert len(text.parts) == 1
    return text


def smpplib(count: int, port: int, sessions: int, window: int) -> dict[str, Any]:
    lines = [_Line(port, window, range(n + 1, count + 1, sessions)) for n in range(sessions)]
    _ready()
    began = time.monotonic()
    for line in lines:
        line.start()
    for line in lines:
        line.join()
    seconds = time.monotonic() - began
    for line in lines:
        line.close()
    return {"seconds": seconds, "answers": sum(line.answers for line in lines), "warm": 0}


class _Line:
    """One session of smpplib, as its README has it."""

    def __init__(self, port: int, window: int, numbers: range) -> None:
        import smpplib.client
        import smpplib.consts

        self.numbers, self.answers = numbers, 0
        self.room, self.all_answered = threading.Semaphore(window), threading.Event()
        self.client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True, timeout=30)
        self.client.set_message_sent_handler(self.answered)
        self.client.connect()
        self.client.bind_transceiver(system_id="office", password="secret")
        self.how = {
            "source_addr_ton": smpplib.consts.SMPP_TON_ALNUM, "source_addr": "OFFICE", "dest_addr_ton": 1,
            "dest_addr_npi": 1, "short_message": TEXT.replace("{token}", TOKEN).encode(), "data_coding": 0,
            "registered_delivery": True,
        }  # fmt: skip
        self.listener = threading.Thread(target=self.client.listen, kwargs={"auto_send_enquire_link": False})
        self.sender = threading.Thread(target=self.send)

    def answered(self, pdu: Any) -> None:
        self.answers += 1
        self.room.release()
        if self.answers == len(self.numbers):
            self.all_answered.set()

    def send(self) -> None:
        for index in self.numbers:
            self.room.acquire()
            self.client.send_message(destination_addr=number(index), **self.how)

    def start(self) -> None:
        self.listener.daemon = True
        self.listener.start()
        self.sender.start()

    def join(self) -> None:
        self.sender.join()
        self.all_answered.wait(60)

    def close(self) -> None:
        """The process ends: a listener that blocks in its read cannot be asked to stop."""
        self.client.disconnect()


def _ready() -> None:
    print("ready", flush=True)
    sys.stdin.readline()
    used = resource.getrusage(resource.RUSAGE_SELF)
    _before.append(used.ru_utime + used.ru_stime)


_before: list[float] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("who", choices=(*START, "smpplib"))
    parser.add_argument("--port", type=int, default=0, help="of the centre; ours has it from its settings")
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--sessions", type=int, default=3)
    parser.add_argument("--window", type=int, default=10)
    wish = parser.parse_args()
    if wish.who == "smpplib":
        logging.disable(logging.CRITICAL)  # as its README: its logger is not asked for every PDU
        told = smpplib(wish.count, wish.port, wish.sessions, wish.window)
    else:
        told = ours(wish.who, wish.count)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told |= {"cpu": used.ru_utime + used.ru_stime - _before[0], "rss_mb": peak(psutil.Process())}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
