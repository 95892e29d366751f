"""The cards of measures: the line with its words, and the early notice with what one may do. Drawn anew, kept nowhere."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.safety.put_away import PutAway
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.panels.measures.figure import figure, says_sessions
from mobile.screens.panels.measures.sentences import (
    day,
    figure_text,
    headline_text,
    name_text,
    number,
    words_text,
)
from mobile.screens.reads.measures import Measure, measure_route


def trend_card(
    s: Surroundings, one: Measure, *, is_link: bool = False, is_own: bool = True, is_short: bool = False
) -> ft.Control:
    """One sentence, the drawing, and how it is read. `is_link`: the rest is behind a tap. `is_own`: of who reads it.

    `is_short`: nothing beyond that, where it stands beside something else.
    """
    _, trend = s._, one.trend
    assert trend is not None
    rows: list[ft.Control] = [
        parts.small(name_text(s, one), is_strong=True),
        parts.heading(headline_text(s, one, is_own=is_own)),
    ]
    totals = [point for point in trend.points if point.total is not None]
    spot = "in a list" if is_link else "by itself" if is_own else "beside" if is_short else "in answers"
    if len(totals) > 1:
        wording = " ".join(words_text(s, trend.words))
        label = ft.Semantics(
            label=wording, image=True, exclude_semantics=True, container=True, content=figure(s, trend, spot)
        )
        rows.append(label)
        reading = figure_text(s, one)
        if trend.sessions and not says_sessions(trend):
            reading.append(_("The marks below are sessions."))
        rows += [parts.body(" ".join(reading))] if reading else []
    elif is_link:
        rows += [parts.body(line) for line in words_text(s, trend.words)]
    rows.append(parts.small(_("A score is one view, not a verdict.")))
    if is_link:
        way = s.guard(partial(s.go, measure_route(one.name)))
        label_ = _("All answers of {measure}, and what they mean").format(measure=name_text(s, one))
        rows.append(
            ft.Row([parts.text_button(_("All answers, and what they mean"), way, label=label_)], wrap=True)
        )
    elif not is_short:
        words = trend.words if totals else trend.words[1:]  # that there is none is said above
        rows += [parts.body(line) for line in words_text(s, words)]
    return parts.card(*rows, spacing=t.S8)


def ask_card(s: Surroundings) -> list[ft.Control]:
    """A way to ask about it, whichever way it went: the clinic's own number. Nothing where no number can be called."""
    _ = s._
    way = _call(s)
    if way is None:
        return []
    return [
        parts.card(
            parts.heading(_("Does this fit how you feel?")),
            parts.body(_("You can ask the clinic about it, up or down.")),
            way,
        )
    ]


def _call(s: Surroundings) -> ft.Control | None:
    """The button that calls the clinic; None where it gives no number that can be dialled."""
    return next(iter(clinic_numbers(s, 1)), None)


def slip_card(place: LiveScreen, one: Measure) -> ft.Control:
    """The clinic's early notice: the patient sees it first, it was sent to nobody, and says what they may do."""
    s, slip = place.s, one.slip
    _ = s._
    assert slip is not None
    text = _(
        "{measure}: {last} on {last_day}, after {best} on {best_day}. Your clinic asked to show you this here first."
    )
    rows: list[ft.Control] = [
        parts.heading(_("Something to tell the clinic?")),
        parts.body(
            text.format(
                measure=name_text(s, one),
                last=number(slip.last),
                last_day=day(s, slip.last_at),
                best=number(slip.best),
                best_day=day(s, slip.best_at),
            )
        ),
    ]
    may_do = slip.may_do.in_language(s.language)
    if may_do:
        rows.append(parts.body(may_do))
    rows.append(parts.small(_("Nobody was told because of this. It is yours to decide.")))
    way = _call(s)
    rows += [way] if way is not None else []
    rows.append(
        ft.Row(
            [parts.text_button(_("Put this away"), s.guard(partial(_put_away, place, slip.id)))], wrap=True
        )
    )
    return parts.card(*rows)


async def _put_away(place: LiveScreen, id: str, _: object = None) -> None:
    await place.records.save(PutAway.of(id, place.s.now()))
    await place.redraw()
