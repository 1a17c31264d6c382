"""`portlight bench delivery`: the broadcast, whole product path, beside its yardstick and its peers in one run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import databases, gauge, machine, outcome, sinks
from benchmarks.figures import Measured
from benchmarks.office import CONNECTIONS, Office
from benchmarks.outcome import FEW, OURS, YARDSTICK, Outcome
from benchmarks.peers.every import PEERS

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Wish:
    people: int = 170_000
    few: int = 10_000  # the small office that growth is measured against; 0: growth is left out
    peer_count: int = 4_000
    rounds: int = 3

    @classmethod
    def quick(cls, people: int) -> Wish:
        return cls(people=people, few=0, peer_count=min(400, people), rounds=1)


def run(kind: str, wish: Wish, folder: Path, say: Say) -> dict[str, Any]:
    """One kind of database. Progress goes to `say`; the result names everything it was measured with."""
    where = machine.described()
    with databases.opened(kind, folder) as new:
        if new is None:
            return {**outcome.nothing(kind), **where}
        run = Run(kind, wish, folder, say, new)
        run.prepare()
        for number in range(wish.rounds):
            run.round(number)
        return {**outcome.result(run.found), **where}


class Run:
    """Offices, yardstick and peers on one kind of database, and the rounds they have."""

    def __init__(self, kind: str, wish: Wish, folder: Path, say: Say, new: Callable[[str], Any]) -> None:
        self.wish, self.folder, self.say, self.new = wish, folder, say, new
        self.found = Outcome(kind=kind, people=wish.people, few=wish.few, sink=sinks.counting(folder).who)

    def prepare(self) -> None:
        """The offices, and one small run into the sink that tells every mail from every other."""
        self.say(f"{self.found.kind}: building an office of {self.wish.people:,} people")
        self.office = Office(self.new("office"), self.folder, self.wish.people)
        self.small = Office(self.new("small"), self.folder, self.wish.few) if self.wish.few else self.office
        self.found.database = self.office.database.settings
        with sinks.OwnSink(self.folder) as sink:
            ran, told = self.small.round(sink), sink.told()
            self.found.mean_bytes = round(sink.mean_bytes())
        self.found.counted = {
            "messages": ran.count, "lost": ran.count - (told["messages"] - told["duplicates"]),
            "duplicates": told["duplicates"], "uncertain": ran.more["uncertain"],
        }  # fmt: skip

    def round(self, number: int) -> None:
        """Everybody once, one after the other: A B C A B C."""
        if self.wish.few:
            self._try(FEW, lambda: self._ours(self.small))
        self._try(OURS, lambda: self._ours(self.office))
        self._try(YARDSTICK, self._source)
        for peer in PEERS:
            self._try(peer.who, lambda peer=peer: self._peer(peer, number))

    def _try(self, who: str, measure: Callable[[], Measured | str]) -> None:
        """A peer that cannot run is a row with the reason, never a figure; a round that failed is told beside the
        others. If we ourselves cannot, there is no result."""
        if who in self.found.skipped:
            return
        try:
            found = measure()
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            if who in (FEW, OURS):
                raise
            self.found.failed.setdefault(who, []).append(told(error))
            self.say(f"  {who:<28} failed: {told(error)}")
            return
        if isinstance(found, str):
            self.found.skipped[who] = found
            self.say(f"  {who:<28} {found}")
            return
        self.found.rounds.setdefault(who, []).append(found)
        each = found.cpu_seconds / found.count * 1e6
        self.say(f"  {who:<28} {found.count:>8,} in {found.seconds:6.2f} s  {found.rate:9,.0f}/s  {each:6,.0f} µs")

    def _ours(self, office: Office) -> Measured:
        with sinks.counting(self.folder) as sink:
            return office.round(sink)

    def _source(self) -> Measured | str:
        if not sinks.installed():
            return "smtp-source and smtp-sink are not installed (apt install postfix)"
        count = self.found.rounds[OURS][0].count
        with sinks.PostfixSink(self.folder) as sink:
            command = [sinks.source(), "-d", "-s", str(CONNECTIONS), "-l", str(self.found.payload)]
            command += ["-m", str(count), "-f", "notices@exit-entry.example", "-t", "resident@example.org"]
            with gauge.Gauge(sink.pid) as taking:
                seconds, cpu, rss = gauge.timed([*command, f"127.0.0.1:{sink.port}"])
        return Measured(count, seconds, cpu, rss, {"sink_cpu_seconds": taking.cpu_seconds})

    def _peer(self, peer: Any, number: int) -> Measured | str:
        if missing := peer.missing():
            return str(missing)
        name = f"{type(peer).__name__.lower()}_{number}"
        with sinks.counting(self.folder) as sink:
            measured: Measured = peer.round(self.new(name), self.folder, sink, self.wish.peer_count)
        return measured


def told(error: Exception) -> str:
    """What went wrong, in the program's own last words where it left any; no paths."""
    if isinstance(error, subprocess.CalledProcessError):
        words = error.stderr.decode("utf-8", "replace") if isinstance(error.stderr, bytes) else error.stderr or ""
        return (words.strip().rpartition("\n")[2] or f"exit code {error.returncode}")[:200]
    return str(error)[:200]
