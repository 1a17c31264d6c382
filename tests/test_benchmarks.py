"""The benchmarks' own promises: shapes, counters, medians, and a measured path that is right. Nothing is timed."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.template.loader import render_to_string

from benchmarks import crowd, databases, figures, nginx, officers, policies, pusher, receipts, report, sms, urgent
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Measured, Row
from benchmarks.office import Office, agree
from benchmarks.peers import slips
from benchmarks.sinks import OwnSink, last_count
from portlight.channels.sms import inbox
from portlight.config import checkout
from portlight.kernel.papers import checking, keyring, seals, typesetting
from portlight.toolkit import stamps

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
        assert {"cpu", "cores", "memory_gb", "kernel", "python"} <= set(found["machine"])


@pytest.mark.parametrize(("vendor", "number"), [("aliyun", "13800000050"), ("tencent", "+8613800000050")])
def test_a_push_says_every_report_twice_and_our_channel_reads_it(vendor: str, number: str) -> None:
    lines = [f"{number[:-3]}{n:03d}\tname{n}\tK7F3-9QXM.1\thash\t1.0" for n in range(250)]
    reports = [pusher.report(vendor, line) for line in lines]
    bodies = pusher.pushes(reports, seed=1)
    assert max(len(json.loads(body)) for body in bodies) == pusher.EACH
    said = Counter(json.dumps(one, sort_keys=True) for body in set(bodies) for one in json.loads(body))
    assert set(said.values()) == {2}
    assert len(said) == 250
    assert len(bodies) > len(set(bodies)), "some pushes are made again as they were"
    read = [one for body in set(bodies) for one in inbox.read(inbox.record(vendor, body))]
    assert Counter(one.outcome for one in read) == {"delivered": 490, "failed": 10}
    assert {one.address for one in read} == {f"+8613800000{n:03d}" for n in range(250)}


def test_clients_are_compared_a_process_each_and_the_other_way_of_running_the_peer_is_told() -> None:
    def once(rate: float) -> list[Measured]:
        return [Measured(1000, 1000 / rate, 0.1, 50.0, {"simulator_cpu_us": 5.0, "lost": 0, "duplicates": 0})]

    who = {sms.OURS: 40_000.0, sms.THEIRS: 8_000.0, sms.THEIRS_APART: 10_000.0}
    rounds = {name: once(rate) for name, rate in {**who, **dict.fromkeys(sms.WHOLE.values(), 20_000.0)}.items()}
    rounds |= {who: once(60_000.0) for who in sms.BATCHES.values()}
    found = sms._result(rounds, sms.Wish.quick())
    assert (found["ratios"]["smpplib"], found["ratios"]["best_peer"]) == (5.0, 4.0)
    assert found["held"] == {"smpplib": False, "aliyun_numbers": True, "tencent_numbers": True,
                             "lost": True, "duplicates": True}  # fmt: skip


def test_nginx_is_told_to_serve_one_page_of_its_own_folder(tmp_path: Path) -> None:
    if nginx.program() is None:
        pytest.skip(nginx.MISSING)
    page = tmp_path / "index.html"
    page.write_bytes("<p>出入境</p>".encode() * 200)
    with nginx.serving(page, tmp_path) as (port, _), urllib.request.urlopen(f"http://127.0.0.1:{port}/page/") as answer:
        assert answer.read() == page.read_bytes()
        assert answer.headers["ETag"]


@pytest.mark.scale
@pytest.mark.parametrize("vendor", receipts.VENDORS)
def test_the_measured_receipts_are_all_counted_and_none_twice(vendor: str, tmp_path: Path) -> None:
    """The very office, front and pushes that are timed, with few people."""
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("a process of its own with a file of its own: once is enough")
    wish = receipts.Wish(people=300, early=100, rounds=1)
    office = receipts._office(vendor, lambda name: databases.Sqlite(tmp_path, name), tmp_path, wish.people)
    found = receipts._round(vendor, office, tmp_path, wish, lambda text: None).more
    assert (found["lost"], found["counted_twice"], found["unread"], found["loose"]) == (0, 0, 0, 0)
    assert found["early"] == 100


@pytest.mark.scale
@pytest.mark.parametrize("who", ["smpp", "aliyun", "tencent", "smpplib"])
def test_each_client_submits_everything_it_was_asked_to(who: str, tmp_path: Path) -> None:
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("it has no database")
    assert sms._submit(who, 300, tmp_path).count == 300


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


@pytest.mark.parametrize("language", ["fr", "ar", "ja"])
def test_every_measured_slip_carries_the_stamp_it_is_measured_with(
    language: str, settings: Any, tmp_path: Path
) -> None:
    settings.PAPERS_KEYS = tmp_path / "papers.json"
    if typesetting.missing(language) or typesetting.missing("zh-Hans"):
        pytest.skip(typesetting.INSTALL)
    opened, at = slips.paper(7, language)
    sealed = checking.of_file(slips.ours_sealed(opened, language, at), seals.certificates())
    assert sealed is not None
    assert (sealed.stamp, sealed.seal) == (opened.stamp, "good")
    assert stamps.verify(opened.stamp, keyring.public(), at=at).state == "good"


@pytest.mark.parametrize("cell", policies.BAD)
def test_no_malformed_cell_of_the_bench_is_publishable_and_a_good_one_is(cell: str) -> None:
    assert not policies.published(cell)
    assert policies.published("[5..6]")


@pytest.mark.django_db
def test_the_measured_officers_read_our_pages_as_people_do(cast: Any) -> None:
    from html import unescape

    from portlight.faces.desk.tests.desk_cases import opened, two_kinds
    from portlight.faces.desk.tests.test_desk_office import signed_in

    with two_kinds():
        made = [opened().number for _ in range(26)]
        browser = signed_in(cast.chen.key)
        text = browser.get("/desk/work/").content.decode()
        lines = officers.LINE.findall(text)
        onward = officers.ONWARD.search(text)
        assert onward is not None
        more = browser.get(f"/desk/work/{unescape(onward[1])}").content.decode()
        assert sorted(number for _, number in [*lines, *officers.LINE.findall(more)]) == sorted(made)
    assert sum(share for _, share in officers.MIX) == 100
    holder = render_to_string("desk/_case_holder.html", {"beside": _Beside()})
    act = officers.ACT.search(holder)
    assert act is not None
    assert unescape(act[1]) == "/desk/work/T-2026-0000001-1/hold/?tab=mine&place=x"


class _Beside:
    """What the part of a case's page that says who holds it is drawn from."""

    class card:
        number = "T-2026-0000001-1"

    query, may_take, mine, holder = "?tab=mine&place=x", True, False, ""
