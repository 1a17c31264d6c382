"""Base45 (RFC 9285): bytes as the 45 characters that a QR symbol packs most tightly."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {char: number for number, char in enumerate(ALPHABET)}


def encode(raw: bytes) -> str:
    out = []
    for first in range(0, len(raw) - 1, 2):
        high, low = divmod(raw[first] * 256 + raw[first + 1], 2025)
        middle, last = divmod(low, 45)
        out.append(ALPHABET[last] + ALPHABET[middle] + ALPHABET[high])
    if len(raw) % 2:
        high, low = divmod(raw[-1], 45)
        out.append(ALPHABET[low] + ALPHABET[high])
    return "".join(out)


def decode(text: str) -> bytes:
    """The bytes of `text`. ValueError for a foreign character, a group too large, or a single character left over."""
    if len(text) % 3 == 1:
        raise ValueError("one character is left over")
    try:
        digits = [_VALUES[char] for char in text]
    except KeyError as error:
        raise ValueError(f"not of the alphabet: {error}") from None
    out = bytearray()
    for first in range(0, len(digits), 3):
        group = digits[first : first + 3]
        value = sum(digit * 45**place for place, digit in enumerate(group))
        out += value.to_bytes(len(group) - 1, "big") if value < 256 ** (len(group) - 1) else _too_large()
    return bytes(out)


def _too_large() -> bytes:
    raise ValueError("a group stands for more than its bytes")
