"""What is frozen at release, and the code by which anyone can ask whether it is ours."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from portlight.toolkit.refusals import Refused
from portlight.toolkit.text import control_characters

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: read aloud on the telephone, copied by hand.
ALPHABET = "3467ACDEFGHJKMNPQRTUVWXY9"


@dataclass(frozen=True)
class Frozen:
    """A title and a text with the marks of `toolkit.markup`. Refused("delivery.control-character") for what
    `toolkit.text.control_characters` names: the sending path uses controls as its own marks."""

    title: str
    text: str
    params: Mapping[str, str] = field(default_factory=dict, compare=False)  # for channels that fill a prepared template

    def __post_init__(self) -> None:
        for part in (self.title.replace("\n", "\x00"), self.text, *self.params.values()):
            for character in control_characters(part):
                raise Refused("delivery.control-character", character=character)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode()).hexdigest()


def new_code() -> str:
    """K7F3-9QXM: 25⁸ = 1.5 × 10¹¹ of them; drawn, not counted, so that none can be guessed from another."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def spelt(given: str) -> str:
    """A code as somebody typed it, in our spelling."""
    letters = "".join(letter for letter in given.upper() if letter.isalnum())
    return f"{letters[:4]}-{letters[4:8]}"
