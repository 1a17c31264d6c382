"""The child of `apart`: `{slot}` on a line and the file in, what was made of it out."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads.checking import taken_from
from portlight.toolkit.uploads.slots import Slot

_LIMITS = (
    (resource.RLIMIT_AS, 1024**3),
    (resource.RLIMIT_CPU, 12),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
)


def main() -> None:
    for what, most in _LIMITS:
        allowed = resource.getrlimit(what)[1]
        limit = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (limit, limit))
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(head)
    slot = Slot(**{**told, "kinds": frozenset(told["kinds"])})
    try:
        clean = taken_from(content, slot=slot)
    except Refused as refusal:
        answer, made = {"refused": refusal.code, "facts": refusal.facts}, b""
    else:
        answer, made = {name: value for name, value in asdict(clean).items() if name != "content"}, clean.content
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
