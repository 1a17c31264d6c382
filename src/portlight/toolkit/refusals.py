"""One way of saying no: a code and the facts. Sentences stand in each room's `words.py`, in nine languages."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A command will not do this, and nothing was written.

    `code` is `<room>.<reason>` in the office's words, e.g. `notices.not-after-past`; `facts` fill the sentence.
    Faces turn it into a sentence in the reader's language, beside `field` where one is named.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code
