"""What the clinic's protocols ask around one appointment, as times: when to arrive, until when to eat and drink, how long to stay.

A length that is missing, stated twice in two ways, or cannot be meant beside another has no time: it is asked of the clinic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from api_client.sandbox.exact import Json
from api_client.sandbox.given import CARE

_RULE = "session-rule-"
_UNITS = {"min": "minutes", "h": "hours"}
_BEFORE = ("before", "before-start")
_LIGHTER = ("fatty", "solid", "light", "milk", "clear")
"""From what is to be left off longest to what may be taken latest. A clinic that says otherwise made a slip."""


@dataclass(frozen=True)
class Food:
    """`about`: "solid", "milk", "clear" or another word of the clinic's. `at`, UTC: nothing of it after this; None: to be asked."""

    about: str
    at: datetime | None


@dataclass(frozen=True)
class AskedTimes:
    """All UTC. `until`: the longer of the appointment's end and every stay that is asked for after it. `food` None: nothing is said of
    it, and it is to be asked."""

    arrive: datetime | None = None
    until: datetime | None = None
    food: tuple[Food, ...] | None = None


def asked_times(
    name: str, start: datetime | None, end: datetime | None, plans: Iterable[Json], protocols: Iterable[Json]
) -> AskedTimes:
    """`name`: "Appointment/a1". The course that has it names the protocols."""
    starts, ends = (one.astimezone(UTC) if one is not None else None for one in (start, end))
    actions = list(_asked_for(name, plans, protocols))
    leaving = [ends] if ends is not None else []
    leaving += [at for action in actions if (at := _stay(action, starts, ends)) is not None]
    until = max(leaving, default=None)
    if starts is None:
        return AskedTimes(until=until)
    arrivals = {_before(action) for action in actions if _kind(action) == "arrive"}
    early = next(iter(arrivals)) if len(arrivals) == 1 else None
    return AskedTimes(starts - early if early is not None else None, until, _food(actions, starts))


def _food(actions: Iterable[Json], start: datetime) -> tuple[Food, ...] | None:
    lengths: dict[str, set[timedelta | None]] = {}
    for action in actions:
        kind = _kind(action)
        if kind == "fasting" or kind.startswith("fasting-"):
            lengths.setdefault(kind.partition("-")[2], set()).add(_before(action))
    known = {about: next(iter(each)) if len(each) == 1 else None for about, each in lengths.items()}
    for about in _impossible(known):
        known[about] = None
    found = (Food(about, start - length if length is not None else None) for about, length in known.items())
    return tuple(found) or None


def _impossible(known: dict[str, timedelta | None]) -> set[str]:
    wrong: set[str] = set()
    for place, heavy in enumerate(_LIGHTER):
        for light in _LIGHTER[place + 1 :]:
            longer, shorter = known.get(heavy), known.get(light)
            if longer is not None and shorter is not None and longer < shorter:
                wrong |= {heavy, light}
    return wrong


def _asked_for(name: str, plans: Iterable[Json], protocols: Iterable[Json]) -> Iterator[Json]:
    """Every action of the protocols that the course of this appointment names."""
    named = {
        canonical for plan in plans if _has(plan, name) for canonical in _texts(plan, "instantiatesCanonical")
    }
    for protocol in protocols:
        url, version = str(protocol.get("url")), protocol.get("version")
        if protocol.get("status") == "active" and (url in named or f"{url}|{version}" in named):
            yield from _actions(protocol)


def _has(plan: Json, name: str) -> bool:
    linked: list[Any] = [one.get("reference") for one in _objects(plan, "activity")]
    names = [cast("Json", one).get("reference") for one in linked if isinstance(one, dict)]
    return plan.get("status") == "active" and name in names


def _actions(holder: Json) -> Iterator[Json]:
    for action in _objects(holder, "action"):
        yield action
        yield from _actions(action)


def _kind(action: Json) -> str:
    """ "fasting-solid" of "session-rule-fasting-solid"; "" where it is no rule of a session."""
    for concept in _objects(action, "code"):
        for one in _objects(concept, "coding"):
            code = one.get("code")
            if one.get("system") == CARE and isinstance(code, str) and code.startswith(_RULE):
                return code.removeprefix(_RULE)
    return ""


def _before(action: Json) -> timedelta | None:
    """How long before the beginning, where it says that once and in minutes or hours."""
    related = _objects(action, "relatedAction")
    if len(related) != 1 or related[0].get("relationship") not in _BEFORE:
        return None
    return _length(related[0])


def _stay(action: Json, start: datetime | None, end: datetime | None) -> datetime | None:
    """A length that counts from an end nobody gave says nothing."""
    if _kind(action) != "stay":
        return None
    for related in _objects(action, "relatedAction"):
        base = {"after-start": start, "after-end": end}.get(str(related.get("relationship")))
        length = _length(related)
        if base is not None and length is not None:
            return base + length
    return None


def _length(related: Json) -> timedelta | None:
    given: Any = related.get("offsetDuration")
    if not isinstance(given, dict) or "offsetRange" in related:
        return None
    duration = cast("Json", given)
    unit, value = _UNITS.get(str(duration.get("code"))), str(duration.get("value"))
    if unit is None or not (value.isascii() and value.isdigit() and len(value) < 5):
        return None
    return timedelta(**{unit: int(value)})


def _objects(holder: Json, name: str) -> list[Json]:
    listed: Any = holder.get(name)
    each = cast("list[Any]", listed) if isinstance(listed, list) else []
    return [cast("Json", one) for one in each if isinstance(one, dict)]


def _texts(holder: Json, name: str) -> list[str]:
    listed: Any = holder.get(name)
    each = cast("list[Any]", listed) if isinstance(listed, list) else []
    return [one for one in each if isinstance(one, str)]
