"""How many an audience is, before the button: counted as a set, nobody is listed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from portlight.delivery import audiences, sql
from portlight.delivery.audiences import Audience
from portlight.delivery.expansion import REASONS, USABLE, page_select
from portlight.delivery.queries.cards import Size

_EVERYBODY = (0, 1 << 62)


def size(*, audience: Audience, channels: Sequence[str], languages: Collection[str]) -> Size:
    """What `announce` would make of it now, by the very statement the expansion uses: 170,000 people in under a second.

    `languages`: those whose text is there.
    """
    chosen = audiences.choices(set(languages))
    statement, before, behind = page_select(audiences.where(audience), list(channels) or ["-"], chosen)
    best = (
        "SELECT id, channel, language, max(step) OVER (PARTITION BY id) AS best, step,"
        " row_number() OVER (PARTITION BY id ORDER BY step DESC, rank) AS turn FROM"
        f" ({statement}) AS page"
    )
    found = sql.select(
        f"SELECT channel, language, best, turn = 1, step = {USABLE}, count(*) FROM ({best}) AS b"
        " GROUP BY 1, 2, 3, 4, 5",
        [*before, *_EVERYBODY, *behind],
    )
    return _added_up(found)


def people(*, audience: Audience) -> int:
    """How many people the audience means, with or without a way to them."""
    where = audiences.where(audience)
    found = sql.select(f"SELECT count(*) FROM people_person p WHERE {where.person}", where.person_parameters)
    return int(found[0][0])


def _added_up(found: list[tuple[str, str | None, int, bool, bool, int]]) -> Size:
    people = reachable = 0
    by_channel: dict[str, int] = {}
    by_way: dict[tuple[str, str], int] = {}
    by_language: dict[str, int] = {}
    excluded: dict[str, int] = {}
    for channel, language, best, first, usable, count in found:
        if usable:
            by_channel[channel] = by_channel.get(channel, 0) + count
            by_way[(channel, str(language))] = by_way.get((channel, str(language)), 0) + count
        if not first:
            continue
        people += count
        if best == USABLE:
            reachable += count
            by_language[str(language)] = by_language.get(str(language), 0) + count
        else:
            excluded[REASONS[best]] = excluded.get(REASONS[best], 0) + count
    return Size(
        people=people, reachable=reachable, by_channel=by_channel, by_language=by_language, excluded=excluded,
        by_way=by_way,
    )  # fmt: skip
