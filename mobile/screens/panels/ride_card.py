"""How the ride home stands, in words: on the session's page, on Today, and where it is arranged. No more than is known."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.session_rules import SessionRule
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, dialled, opens
from mobile.i18n import ended
from mobile.screens.frame import Surroundings
from mobile.screens.panels.call_rows import nothing
from mobile.screens.reads.agenda import Agenda
from mobile.screens.reads.ride import Ride, ride_route


def ride_card(s: Surroundings, ride: Ride, *, is_due: bool) -> list[ft.Control]:
    """Who takes them home and whether they said so; a call, and the way to arrange it. `is_due`: the clinic asks for it by now."""
    if ride.session is None:
        return []
    go = s.guard(partial(s.go, ride_route(ride.session)))
    name, detail = ride_text(s, ride)
    words = parts.stack(parts.strong(name), *([parts.small(detail)] if detail else []), spacing=2)
    is_set = ride.is_confirmed
    mark = ft.Container(
        parts.icons.icon(
            parts.icons.RIDE_CONFIRMED if is_set else parts.icons.RIDE,
            color=t.PRIMARY if is_set else t.PREPARE,
        ),
        bgcolor=t.PRIMARY_SOFT if is_set else t.PREPARE_SOFT,
        border_radius=22,
        padding=10,
    )
    row: list[ft.Control] = [mark, ft.Container(ft.MergeSemantics(words), expand=True)]
    call = call_button(s, ride)
    rows: list[ft.Control] = [
        ft.Row([*row, *call], spacing=t.S12, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    ]
    label = s._("Ride home") if ride.name else s._("Say who takes you home")
    button = parts.soft_button if is_due and not is_set else parts.text_button
    rows.append(button(label, go))
    return [parts.card(*rows)]


def call_button(s: Surroundings, ride: Ride) -> list[ft.Control]:
    """Rings them; nothing where no number is known that can be dialled."""
    if not dialled(ride.number):
        return []
    label = s._("Call {name}").format(name=ride.name)
    button = parts.icon_button(parts.icons.CALL, label, nothing)
    return [opens(button, call_link(ride.number))]


def ride_text(s: Surroundings, ride: Ride) -> tuple[str, str]:
    """`Jo takes you home`, `Said yes Sunday, 7:40 PM`."""
    _, name, stand = s._, ride.name, ride.stand
    answered = ride.request.answered_at if ride.request is not None else None
    when = s.moments.near(answered, s.now()) if answered is not None else ""
    if stand == "yes":
        return _("{name} takes you home").format(name=name), _("Said yes {when}").format(when=when)
    title = _("Ride home: {name}").format(name=name) if name else _("Ride home")
    detail = {
        "nobody": _("Nobody is written here yet"),
        "written": _("Not asked by a link. Your clinic does not know."),
        "another": _("Not confirmed. What was answered before was of somebody else, or another number."),
        "asked": _("Not confirmed. Your clinic has not answered with a link yet."),
        "ready": _("Not confirmed yet. The link waits for an answer."),
        "no": _("Can not take you home. Said so {when}").format(when=when),
        "moved": _("Not confirmed: the answer was for another time than your session has now."),
        "called_off": _("This session does not take place."),
        "run_out": _("The link ended with the session."),
        "taken_back": _("The link is taken back."),
        "refused": _("Your clinic’s system declined the question."),
    }[stand]
    return title, detail


def is_ride_due(known: Agenda, ride: Ride) -> bool:
    """Whether the clinic asks by now, by its own times, who takes them home, and the patient has not marked it as arranged."""
    return any(one.is_on(known.now) and not one.is_done for one in known.of(ride.session, "ride"))


def without_ride(s: Surroundings, known: Agenda, ride: Ride) -> list[ft.Control]:
    """What the clinic says where nobody is confirmed, once it asks for it; in its own words. To call, once the time it names for that
    is behind or the day has come: what is to be done before then cannot be done any more."""
    if ride.is_confirmed or not is_ride_due(known, ride):
        return []
    _, call = s._, parts.text_button(s._("Who to call"), s.guard(partial(s.go, "/care")))
    rules = [one for one in known.asks.rules.of("no-ride") if one.text]
    if not rules:
        text = _("Your clinic has not written here what happens without a ride. Ask it before the day.")
        if _is_today(s, ride):
            text = _("Your clinic has not written here what happens without a ride. Call it now.")
            return [parts.notice(text, tone="prepare", action=call)]
        return [parts.notice(text, tone="prepare")]
    return [_said_by_the_clinic(s, known, ride, one, call) for one in rules]


def _said_by_the_clinic(
    s: Surroundings, known: Agenda, ride: Ride, rule: SessionRule, call: ft.Control
) -> ft.Control:
    title, text = rule.title.in_language(s.language), rule.text.in_language(s.language)
    start, end = (ride.session.start_at, ride.session.ends_at) if ride.session is not None else (None, None)
    until = rule.moment(start, end, s.zone) if start is not None else None
    if not _is_today(s, ride) and (until is None or until > known.now):
        return parts.notice(text, title=title, tone="prepare")
    late = s._("If you have nobody yet, call your clinic now.")
    return parts.notice(f"{ended(text)} {late}", title=title, tone="prepare", action=call)


def _is_today(s: Surroundings, ride: Ride) -> bool:
    start = ride.session.start_at if ride.session is not None else None
    return start is not None and s.moments.days_between(s.now(), start) <= 0


def ride_line(s: Surroundings, known: Agenda, ride: Ride, *, is_next: bool) -> list[ft.Control]:
    """A line of Today's session card: once somebody was asked, or the clinic asks for it. `is_next`: the way to it stands there
    already as the next step."""
    is_due = is_ride_due(known, ride)
    if ride.session is None or not (is_due or ride.request is not None):
        return []
    title, detail = ride_text(s, ride)
    rows: list[ft.Control] = [
        ft.MergeSemantics(
            parts.stack(parts.small(title, color=t.INK, is_strong=True), parts.small(detail), spacing=0)
        )
    ]
    if not ride.is_confirmed:
        rows += without_ride(s, known, ride)
        go = s.guard(partial(s.go, ride_route(ride.session)))
        rows += [] if is_next else [parts.text_button(s._("Ride home"), go)]
    return rows
