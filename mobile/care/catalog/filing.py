"""Which noun a received document is kept as, for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from mobile.care.catalog.row import Row
from mobile.care.catalog.rows import ROWS
from mobile.care.catalog.who import Who
from mobile.care.clinic_wide import LONGEST_KEPT, MOST_KEPT, ClinicWide
from mobile.care.opened import Opened
from mobile.care.resource import Json, NotAResource, Resource, parse
from mobile.noun import Filing


def filing(resource_type: str, text: str, who: Who, opened: Opened | None = None) -> Filing | None:
    """How to keep a received document, or None for what is not this person's or not understood. Never raises.

    `opened`: what this person's grants open, where they are a practitioner; None: nothing. A grant that is filed is
    noted in it, and so are answers, for the photos they name.
    """
    opened = Opened() if opened is None else opened
    try:
        is_shared = resource_type in _CLINIC_WIDE and len(text) <= LONGEST_KEPT
        found = _read_once(resource_type, text) if is_shared else _read(resource_type, text)
        if found is None:
            return None
        row, resource, noun = found
        if not row.belongs(resource, who):
            return None
        if who.role == "practitioner":
            if not row.holding.holds(resource, opened):
                return None
            row.noted(opened, noun)
        return Filing(noun.KIND, noun.id, noun.head(), bool(getattr(noun, "goes_first", False)))
    except (NotAResource, RecursionError, TypeError, ValueError, AttributeError, KeyError):
        return None


def may_hold(resource_type: str, server_id: str, who: Who, opened: Opened) -> bool:
    """Whether this person's device may hold a document of that id, as far as its name tells."""
    rows = _BY_TYPE.get(resource_type, ())
    if who.role == "patient" or not rows:
        return True
    is_shut = any(one.holding.is_shut(server_id, opened) for one in rows)
    return not is_shut and any(one.holding.may_hold(server_id, opened) for one in rows)


def _read(resource_type: str, text: str) -> tuple[Row, Json, Resource] | None:
    """The noun, with the first row of its type that knows it for its own. Raises where it cannot be read."""
    resource = parse(text)
    if resource.get("resourceType") != resource_type:
        return None
    row = next((row for row in _BY_TYPE.get(resource_type, ()) if row.recognises(resource)), None)
    return row and (row, resource, row.noun.from_resource(resource, text))


_read_once = lru_cache(MOST_KEPT)(_read)


def _by_type(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.resource_type, []).append(row)
    return found


_BY_TYPE = _by_type(ROWS)
_CLINIC_WIDE = frozenset(
    type_ for type_, rows in _BY_TYPE.items() if all(issubclass(row.noun, ClinicWide) for row in rows)
)
"""Types of which nothing is any one person's."""
