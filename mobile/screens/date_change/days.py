"""The times a clinic offers, by day: each to be chosen, or by which rule it is not possible, and what else would have to move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import flet as ft

from mobile.care.date_change import Fit, Wanted
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.panels.date_effects import line
from mobile.screens.panels.date_words import moves_text, obstacle_text
from mobile.screens.status_text import begun

DAYS_AT_ONCE = 8


def days_card(
    s: Surroundings,
    fits: Sequence[Fit],
    wanted: Sequence[Wanted],
    on_choose: Callable[[Fit], Handler],
    most: int,
) -> list[ft.Control]:
    """`wanted`: what is chosen, in its order. `most`: so many days at most."""
    by_day: dict[date, list[Fit]] = {}
    for one in fits:
        by_day.setdefault(one.start.astimezone(s.zone).date(), []).append(one)
    rows: list[ft.Control] = []
    for listed in list(by_day.values())[:most]:
        rows += [parts.hairline()] if rows else []
        rows.append(parts.stack(*_day(s, listed, wanted, on_choose), spacing=t.S4))
    return [parts.card(*rows, spacing=t.S12)] if rows else []


def days_in(s: Surroundings, fits: Sequence[Fit]) -> int:
    """How many days of the clinic's calendar there are."""
    return len({one.start.astimezone(s.zone).date() for one in fits})


def _day(
    s: Surroundings, fits: Sequence[Fit], wanted: Sequence[Wanted], on_choose: Callable[[Fit], Handler]
) -> list[ft.Control]:
    name = f"{s.moments.weekday(fits[0].start)}, {s.moments.day(fits[0].start)}"
    rows: list[ft.Control] = [parts.strong(begun(name))]
    allowed = [one for one in fits if one.is_allowed]
    if allowed:
        chips = parts.chip_row(*(_chip(s, one, wanted, on_choose) for one in allowed))
        rows.append(ft.Semantics(label=begun(name), container=True, content=chips))
    moving: dict[str, list[str]] = {}
    for one in allowed:
        if text := moves_text(s, [number for number, _ in one.must_move]):
            moving.setdefault(text, []).append(s.moments.time(one.start))
    rows += [parts.small(_of_times(s, text, at, len(allowed))) for text, at in moving.items()]
    why: dict[str, list[str]] = {}
    for one in fits:
        if not one.is_allowed:
            why.setdefault(obstacle_text(s, one.obstacles[0]), []).append(s.moments.time(one.start))
    rows += [line(parts.icons.NOT_POSSIBLE, _of_times(s, text, at, len(fits))) for text, at in why.items()]
    return rows


def _of_times(s: Surroundings, text: str, times: Sequence[str], total: int) -> str:
    """The words alone where they are about the whole day, else with the times they are about before them."""
    if len(times) == total:
        return text
    return s._("{time}: {text}").format(time=", ".join(times), text=text)


def _chip(
    s: Surroundings, one: Fit, wanted: Sequence[Wanted], on_choose: Callable[[Fit], Handler]
) -> ft.Control:
    place = next((n for n, other in enumerate(wanted, 1) if other.slot in one.time.names), 0)
    text = s.moments.time(one.start)
    if place and len(wanted) > 1:
        text = s._("{number}. {time}").format(number=place, time=text)
    return parts.time_chip(text, s.guard(on_choose(one)), is_on=bool(place))
