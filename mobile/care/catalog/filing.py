"""Which noun a received document is kept as, for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobile.care.catalog.row import Row
from mobile.care.catalog.rows import ROWS
from mobile.care.catalog.who import Who
from mobile.care.opened import Opened
from mobile.care.resource import Json, NotAResource, parse
from mobile.noun import Filing


def filing(resource_type: str, text: str, who: Who, opened: Opened | None = None) -> Filing | None:
    """How to keep a received document, or None for what is not this person's or not understood. Never raises.

    `opened`: what this person's grants open, where they are a practitioner; None: nothing. A grant that is filed is
    noted in it, and so are answers, for the photos they name.
    """
    opened = Opened() if opened is None else opened
    try:
        resource = parse(text)
        if resource.get("resourceType") != resource_type:
            return None
        row = _row(resource_type, resource)
        if row is None or not row.belongs(resource, who):
            return None
        noun = row.noun.from_resource(resource, text)
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


def _row(resource_type: str, resource: Json) -> Row | None:
    """The first of its type that knows it for its own."""
    return next((row for row in _BY_TYPE.get(resource_type, ()) if row.recognises(resource)), None)


def _by_type(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.resource_type, []).append(row)
    return found


_BY_TYPE = _by_type(ROWS)
