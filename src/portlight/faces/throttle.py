"""How often something may be tried: counted in the cache of all processes, for an hour from the first try."""

from __future__ import annotations

from django.core.cache import cache

_SECONDS = 3600


def too_often(key: str, *, most: int) -> bool:
    """Counts one more try of `key`, and whether it is more than `most` in the hour. The key names nobody: blind it."""
    cache.add(key, 0, _SECONDS)
    try:
        tries = cache.incr(key)
    except ValueError:  # the hour ended between the two lines
        tries = 1
    return bool(tries > most)
