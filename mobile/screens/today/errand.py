"""The one form or measure to do next, if there is any: what was begun first, then what closes soonest. Flet-free.

One, never a list: the board and the measures hold the rest. Nothing here counts or urges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.sentences import minutes_text, name_text
from mobile.screens.panels.readiness import is_begun, progress_text, step_title, unsent_title
from mobile.screens.panels.readiness import minutes_text as step_minutes
from mobile.screens.reads import measures as measuring
from mobile.screens.reads import readiness as readying
from mobile.screens.reads.measures import measure_route
from mobile.screens.reads.readiness import Board, board, form_route

KINDS = tuple(dict.fromkeys((*measuring.KINDS, *readying.KINDS)))


@dataclass(frozen=True)
class Errand:
    """`route` leads into it. `is_intake`: the clinic waits for it before there can be a first session. `is_before`: the
    clinic asks for it before the next session, and not at a time of its own."""

    title: str
    detail: str
    route: str
    is_begun: bool = False
    is_intake: bool = False
    is_before: bool = False

    @property
    def leads(self) -> bool:
        """Whether it is what to do next, before any preparing: it was begun, or nothing goes on without it."""
        return self.is_begun or self.is_intake


@dataclass(frozen=True)
class Waiting:
    """`errand` None: nothing waits for an answer. `slip`: the way to the clinic's early notice about a measure."""

    errand: Errand | None = None
    slip: str | None = None
    unsent: tuple[Errand, ...] = ()
    """What was begun and is not sent, besides the errand."""


async def waiting(
    s: Surroundings, records: Keeping, now: datetime, zone: ZoneInfo, apart: str | None = None
) -> Waiting:
    """As it stands now. `apart`: the clinic's id of a form that has a card of its own there."""
    found = await board(records, now, zone)
    known = await measuring.measures(records, now, zone)
    slip = next((measure_route(one.name) for one in known if one.slip is not None), None)
    errand = _errand(
        s, found, [one for one in known if one.due is not None and one.can_be_asked and one.name != apart]
    )
    return Waiting(
        errand, slip, tuple(one for one in _unsent(s, found) if errand is None or one.route != errand.route)
    )


def _unsent(s: Surroundings, found: Board) -> list[Errand]:
    steps = [step for step in found.turns.yours if is_begun(step) and found.held(step) is None]
    others = [Errand(unsent_title(s, one), "", one.route, True) for one in found.unsent]
    return [_of_step(s, found, step) for step in steps] + others


def _errand(s: Surroundings, found: Board, due: Sequence[measuring.Measure]) -> Errand | None:
    step = found.next if found.next is not None and found.next.form is not None else None
    is_step_begun = step is not None and step.state == "under_way" and is_begun(step)
    begun_measures = [one for one in due if one.due is not None and one.due.draft]
    if begun_measures:
        return _of_measure(s, begun_measures[0])
    if step is not None and is_step_begun:
        return _of_step(s, found, step)
    if due and not (step is not None and found.is_first):
        return _of_measure(s, due[0])
    return _of_step(s, found, step) if step is not None else None


def _of_measure(s: Surroundings, one: measuring.Measure) -> Errand:
    assert one.due is not None
    return Errand(
        name_text(s, one),
        minutes_text(s, one),
        form_route(one.due.draft or one.name),
        one.due.draft is not None,
        is_before=any(why.when == "before-session" for why in one.due.why),
    )


def _of_step(s: Surroundings, found: Board, step: readying.Step) -> Errand:
    text = [part for part in (progress_text(s, step), step_minutes(s, step)) if part]
    return Errand(step_title(s, step), " · ".join(text), found.way_in(step), is_begun(step), found.is_first)
