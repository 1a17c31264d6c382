"""What the programs that run inside an office share: an act by its name, its numbers, one JSON object printed."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import django

Acts = Mapping[str, Callable[[argparse.Namespace], dict[str, Any]]]
COPIES = 3  # how often each filing is sent where a bench shows that sent again is not filed again


def act(acts: Acts, *, numbers: Sequence[str] = ()) -> None:
    """Does the act of the command line, in the office of the environment. `numbers`: its options, 0 if absent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=tuple(acts))
    for name in numbers:
        parser.add_argument(f"--{name}", type=int, default=0)
    given = parser.parse_args()
    django.setup()
    print(json.dumps(acts[given.act](given)), flush=True)


def counted(asked: Mapping[str, str]) -> dict[str, int]:
    """The one number that each statement answers, by its name."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for name, statement in asked.items():
            cursor.execute(statement)
            found[name] = cursor.fetchone()[0]
    return found


def sent_again(count: int, share: int, of: int) -> list[int]:
    """This process's share of `count` filings, each sent `COPIES` times, shuffled alike in every process."""
    sent = list(range(count)) * COPIES
    random.Random(20200217).shuffle(sent)
    return sent[share::of]
