"""A code as it is printed at a counter and typed by its reader: Crockford's base 32 with his check sign."""

from __future__ import annotations

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: read aloud and copied by hand
BITS = 55
_LENGTH = BITS // 5
_LIKE = str.maketrans("OIL", "011")


def code_of(number: int) -> str | None:
    """The code of a drawn number below 2⁵⁵, `XXXX-XXXX-XXXX`; None where its check sign would be none of the 32.

    Crockford checks modulo 37, with five further signs (`*~$=U`) that nobody finds on a telephone: such a number is
    drawn anew, which leaves 54.7 bits.
    """
    check = number % 37
    if check >= len(SIGNS):
        return None
    signs = "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(_LENGTH))) + SIGNS[check]
    return "-".join(signs[place : place + 4] for place in range(0, len(signs), 4))


def spelt(typed: str) -> str | None:
    """A code as somebody typed it, in our spelling; None when it cannot be one: a sign is wrong, missing or exchanged.

    O is read as 0, I and L as 1; case, spaces and dashes do not count.
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_LIKE)
    if len(signs) != _LENGTH + 1 or not set(signs) <= set(SIGNS):
        return None
    number = 0
    for sign in signs[:-1]:
        number = number << 5 | SIGNS.index(sign)
    found = code_of(number)
    return found if found is not None and found.replace("-", "") == signs else None
