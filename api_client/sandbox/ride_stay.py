"""Until when somebody stays after an appointment, by the clinic's own protocols: what the page behind a ride's link counts with.

The course that has the appointment names the protocols; an action of theirs says how long to stay, from the beginning or from
the end. A length that is not in minutes or hours, or counts from an end nobody gave, says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, cast

from api_client.sandbox.exact import Json
from api_client.sandbox.given import CARE

STAY = "session-rule-stay"
_UNITS = {"min": "minutes", "h": "hours"}


def leaving(
    name: str, start: datetime | None, end: datetime | None, plans: Iterable[Json], protocols: Iterable[Json]
) -> datetime | None:
    """The longer of the appointment's end and every stay that is asked for after it. `name`: "Appointment/a1". None: neither is known."""
    named = {
        canonical for plan in plans if _has(plan, name) for canonical in _texts(plan, "instantiatesCanonical")
    }
    found = [end] if end is not None else []
    for protocol in protocols:
        url, version = str(protocol.get("url")), protocol.get("version")
        if protocol.get("status") == "active" and (url in named or f"{url}|{version}" in named):
            found += [at for action in _actions(protocol) if (at := _stay(action, start, end)) is not None]
    return max(found, default=None)


def _has(plan: Json, name: str) -> bool:
    linked: list[Any] = [one.get("reference") for one in _objects(plan, "activity")]
    names = [cast("Json", one).get("reference") for one in linked if isinstance(one, dict)]
    return plan.get("status") == "active" and name in names


def _actions(holder: Json) -> Iterator[Json]:
    for action in _objects(holder, "action"):
        yield action
        yield from _actions(action)


def _stay(action: Json, start: datetime | None, end: datetime | None) -> datetime | None:
    codes = [one for concept in _objects(action, "code") for one in _objects(concept, "coding")]
    if not any(one.get("system") == CARE and one.get("code") == STAY for one in codes):
        return None
    for related in _objects(action, "relatedAction"):
        base = {"after-start": start, "after-end": end}.get(str(related.get("relationship")))
        length: Any = related.get("offsetDuration")
        if base is None or not isinstance(length, dict):
            continue
        duration = cast("Json", length)
        unit, value = _UNITS.get(str(duration.get("code"))), str(duration.get("value"))
        if unit is not None and value.isascii() and value.isdigit() and len(value) < 5:
            return base + timedelta(**{unit: int(value)})
    return None


def _objects(holder: Json, name: str) -> list[Json]:
    listed: Any = holder.get(name)
    return (
        [cast("Json", one) for one in cast("list[Any]", listed) if isinstance(one, dict)]
        if isinstance(listed, list)
        else []
    )


def _texts(holder: Json, name: str) -> list[str]:
    listed: Any = holder.get(name)
    return (
        [one for one in cast("list[Any]", listed) if isinstance(one, str)] if isinstance(listed, list) else []
    )
