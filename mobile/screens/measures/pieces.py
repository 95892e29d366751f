"""The cards of measures: the line with its words, and the early notice with what one may do. Drawn anew, kept nowhere."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.safety import clinic_phones
from mobile.care.safety.put_away import PutAway
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, dialled, opens
from mobile.screens.clinic_words import phone_told
from mobile.screens.following import FollowingScreen
from mobile.screens.frame import Surroundings
from mobile.screens.measures.line import trend_line
from mobile.screens.measures.model import Measure, measure_route
from mobile.screens.measures.sentences import day, name_said, number, words_said


def trend_card(s: Surroundings, one: Measure, *, is_link: bool = False) -> ft.Control:
    """The line, what its ends are, and the same in words. `is_link`: it leads to the measure's own place."""
    _, trend = s._, one.trend
    assert trend is not None
    rows: list[ft.Control] = [parts.heading(name_said(s, one))]
    totals = [point for point in trend.points if point.total is not None]
    if len(totals) > 1:
        rows += [*_drawn(s, one)]
    words = words_said(s, trend.words)
    rows += [parts.body(line) for line in (words[:2] if is_link else words)]
    if is_link:
        way = measure_route(one.name)
        name = _("All of {measure}").format(measure=name_said(s, one))
        rows.append(parts.soft_button(name, s.guard(partial(s.go, way))))
    return parts.card(*rows, spacing=t.S8)


def _drawn(s: Surroundings, one: Measure) -> list[ft.Control]:
    _, trend = s._, one.trend
    assert trend is not None
    days = [point.at for point in trend.points] + [mark.at for mark in trend.sessions]
    legend = [_("dashed lines are sessions")] if trend.sessions else []
    if any(point.total is None for point in trend.points):
        legend.append(_("a ring was answered without a total"))
    top = parts.small(number(trend.most)) if trend.most is not None else parts.small("")
    low = parts.small(number(trend.least)) if trend.least is not None else parts.small("")
    first, last = parts.small(day(s, min(days))), parts.small(day(s, max(days)), align=ft.TextAlign.END)
    first.expand = last.expand = True
    ends = ft.Row([first, last], spacing=t.S8)
    drawing = parts.stack(top, trend_line(trend), low, ends, spacing=2)
    said = " ".join(words_said(s, trend.words))
    rows: list[ft.Control] = [
        ft.Semantics(label=said, image=True, exclude_semantics=True, container=True, content=drawing)
    ]
    if legend:
        rows.append(parts.small(", ".join(legend), align=ft.TextAlign.END))
    return rows


def slip_card(place: FollowingScreen, one: Measure) -> ft.Control:
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
                measure=name_said(s, one),
                last=number(slip.last),
                last_day=day(s, slip.last_at),
                best=number(slip.best),
                best_day=day(s, slip.best_at),
            )
        ),
    ]
    may_do = slip.may_do.said(s.language)
    if may_do:
        rows.append(parts.body(may_do))
    rows.append(parts.small(_("Nobody was told because of this. It is yours to decide.")))
    for phone in [one for one in clinic_phones(s.support_card()) if dialled(one.phone)][:1]:
        name = phone_told(_, phone.label) or _("Your clinic")
        rows.append(
            opens(
                parts.soft_button(f"{name} · {phone.phone}", _nothing, icon=parts.icons.CALL),
                call_link(phone.phone),
            )
        )

    rows.append(
        ft.Row(
            [parts.text_button(_("Put this away"), s.guard(partial(_put_away, place, slip.id)))], wrap=True
        )
    )
    return parts.card(*rows)


async def _put_away(place: FollowingScreen, id: str, _: object = None) -> None:
    await place.records.save(PutAway.of(id, place.s.now()))
    await place.redraw()


async def _nothing(_: object = None) -> None:
    """The client itself calls, within the tap."""
    ft.context.disable_auto_update()
