"""The benchmarks' own promises: shapes, counters, medians, and a measured path that is right. Nothing is timed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from benchmarks import crowd, databases, figures, report, urgent
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Measured, Row
from benchmarks.office import Office, agree
from benchmarks.sinks import OwnSink, last_count
from portlight.config import checkout

GOALS = (Goal("limit", 0.6, AT_LEAST), Goal("rss_mb", 200.0, AT_MOST))


def test_it_reads_the_last_whole_count_of_smtp_sink(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_bytes(b"".join(b"sess=4 quit=0 mesg=%d\r" % n for n in range(900, 1203)) + b"sess=4 quit=0 mesg=12")
    assert last_count(out) == 1202
    out.write_bytes(b"")
    assert last_count(out) == 0


def test_a_row_is_the_median_of_its_rounds_and_the_highest_peak() -> None:
    rounds = [Measured(100, seconds, 0.5, rss) for seconds, rss in ((1.0, 50.0), (4.0, 90.0), (2.0, 60.0))]
    row = figures.row("ours", "messages/s", rounds)
    assert (row.rate, row.cpu_us_each, row.rss_mb) == (50.0, 5000.0, 90.0)
    assert row.more["rates"] == [100.0, 25.0, 50.0]


def test_a_result_has_the_promised_shape_and_a_missing_figure_does_not_hold() -> None:
    rows = [Row("ours", "messages/s", 100.0, 5.0, 90.0), Row("theirs", "messages/s", skipped="not installed")]
    ratio = figures.ratio(rows[0], rows[1])
    found = figures.result("delivery", rows, ratios={"limit": ratio}, goals=GOALS, figures={"rss_mb": 90.0})
    assert {"job", "rows", "ratios", "goal", "holds"} <= set(found)
    assert {"who", "rate", "unit", "cpu_us_each", "rss_mb"} <= set(found["rows"][1])
    assert found["rows"][1]["skipped"] == "not installed"
    assert found["rows"][1]["rate"] is None
    assert found["held"] == {"limit": None, "rss_mb": True}
    assert found["holds"] is False


def test_a_missed_goal_is_published_as_missed(tmp_path: Path) -> None:
    rows = [Row("ours", "messages/s", 50.0, 5.0, 90.0), Row("theirs", "messages/s", 100.0, 1.0, 2.0)]
    ratios = {"limit": figures.ratio(*rows)}
    found = figures.result("delivery", rows, ratios=ratios, goals=GOALS, figures={"rss_mb": 90.0})
    machine = {"cpu": "a", "cores": 2, "memory_gb": 4, "kernel": "6", "python": "3.11"}
    more = {"commit": "abc", "machine": machine, "load_before": [0.5, 0.4, 0.3]}
    figures.keep({**found, **more}, tmp_path / "delivery-sqlite.json")
    page = report.page(tmp_path)
    assert "**0.5** – missed" in page
    assert "**90** – holds" in page
    assert page.count("results/delivery-sqlite.json") >= len(rows)


def test_of_two_databases_the_worse_figure_counts() -> None:
    every = [{"limit": 0.7, "growth": 0.9, "best_peer": 30.0}, {"limit": 0.9, "growth": 1.1, "best_peer": None}]
    assert figures.lowest(every) == {"limit": 0.7, "growth": 1.1, "best_peer": None}


def test_the_crowd_knows_where_an_answer_ends() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    assert crowd.whole(answer + b"HTTP") == len(answer)
    assert crowd.whole(answer[:20]) is None
    known = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    assert crowd.whole(known) == len(known)


def test_the_first_and_the_last_mail_of_one_message_are_told_from_the_others() -> None:
    lines = [f"to\t<{code}.{n}@x>\t{n}\thash\t10\t{moment}" for code, n, moment in
             (("AAAA", 1, 3.5), ("BBBB", 2, 1.0), ("AAAA", 3, 2.5))]  # fmt: skip
    assert urgent.moments(lines, "AAAA") == [2.5, 3.5]


def test_without_a_checkout_the_command_says_where_the_benchmarks_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checkout.benches() == "benchmarks.cli"
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    assert checkout.benches() == "portlight.config.checkout"
    said = CliRunner().invoke(checkout.bench, ["delivery", "--quick"])
    assert said.exit_code == 1
    assert "source checkout" in said.output


def test_every_result_file_names_where_it_was_measured() -> None:
    for file in report.RESULTS.glob("*.json"):
        found = json.loads(file.read_text(encoding="utf-8"))
        assert {"job", "rows", "ratios", "goal", "holds", "commit", "machine", "load_before", "versions"} <= set(found)
        assert {"cpu", "cores", "memory_gb", "kernel", "python"} == set(found["machine"])


@pytest.mark.scale
def test_the_measured_path_reaches_everybody_once(tmp_path: Path) -> None:
    """The very office, worker and press that are timed, with a few people and the sink that knows every mail."""
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("a process of its own with a file of its own: once is enough")
    office = Office(databases.Sqlite(tmp_path, "office"), tmp_path, 200)
    for _ in range(2):  # a second round starts from the same state
        with OwnSink(tmp_path) as sink, office.at_work(sink.port), office.presser("urgent", sink.port) as presser:
            told = presser.go()
            agree(sink, told["messages"])
            assert sink.told() == {"messages": told["messages"], "recipients": told["messages"], "duplicates": 0}
        assert told["audience"] == told["messages"] == sum(told["by_language"].values())
        assert told["messages"] + sum(told["excluded"].values()) == 200
        assert told["uncertain"] == 0
        assert len(told["by_language"]) == 9
