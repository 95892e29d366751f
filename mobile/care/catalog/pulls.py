"""The searches that one person needs, in the order they are asked."""

from __future__ import annotations

from mobile.care.catalog.rows import ROWS
from mobile.care.catalog.search import Pull
from mobile.care.catalog.who import Who


def pulls(who: Who) -> tuple[Pull, ...]:
    """What this person needs from the clinic: one search a key, in the order of the rows but for those that wait for another."""
    found: dict[str, Pull] = {}
    waiting: dict[str, list[Pull]] = {}
    for row in ROWS:
        search = row.asked.by(who)
        if search is None or search.key in found:
            continue
        pull = search.pull(row.resource_type, who)
        if search.after is not None and search.after not in found:
            waiting.setdefault(search.after, []).append(pull)
            continue
        found[search.key] = pull
        found.update({one.key: one for one in waiting.pop(search.key, ())})
    return tuple(found.values())
