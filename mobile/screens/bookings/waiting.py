"""What waits on whoever books, as a list of groups: who asks for another date and until when, whose ride home nobody confirmed, who
is not ready yet, and sessions that were missed, which are only flagged."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.bookings.deadlines import asked_until, ride_until, session_chip, short_moment
from mobile.screens.bookings.rides import ride_words, state_text
from mobile.screens.frame import Surroundings
from mobile.screens.kept_in_view import Piece
from mobile.screens.panels.bookings import WAITING_ROUTE
from mobile.screens.pieces_kept import KeptPieces
from mobile.screens.reads.booking_waits import Asked, HomeRide, Missed, NotReady
from mobile.screens.reads.bookings import Bookings
from mobile.screens.status_text import begun, session_when


class WaitingList:
    """Made once for a place. Rows that say the same stay the same ones, however many there are."""

    def __init__(self, s: Surroundings) -> None:
        self._s = s
        self._kept = KeptPieces()

    def drawn(self, known: Bookings, chosen: str, *, has_all: bool) -> list[Piece]:
        """`chosen`: the request that is open, as in a route; "" none. A request's piece bears its id."""
        s, _ = self._s, self._s._
        self._kept.begin()
        rows: list[Piece] = []
        if known.waiting:
            head = _head(parts.icons.SWAP, _("Asked for another date"), len(known.waiting))
            rows.append(("asked", head))
            rows += [self._asked(one, is_chosen=one.request.id == chosen) for one in known.waiting]
        elif has_all and not known.count:
            nothing = parts.empty_state(
                _("Nothing waits for you"),
                _("When a patient asks for another date, it appears here."),
                icon=parts.icons.SESSIONS,
            )
            rows.append(("nothing", ft.Container(nothing)))
        rows += self._rides(known)
        if known.not_ready:
            rows.append(("unready", _head(parts.icons.STEPS, _("Not ready yet"), len(known.not_ready))))
            rows += [self._unready(one) for one in known.not_ready]
        if known.missed:
            rows.append(("missed", _head(parts.icons.FLAG, _("Missed, only flagged"), len(known.missed))))
            rows += [self._missed(one) for one in known.missed]
        return [*rows, ("seen", _what_is_seen(s))]

    # --- the groups ---

    def _piece(self, name: str, looks: object, draw: Callable[[], ft.Control]) -> Piece:
        drawn = self._kept.piece(name, looks, lambda: ft.Container(draw()))
        assert isinstance(drawn, ft.Container)
        return name, drawn

    def _asked(self, one: Asked, *, is_chosen: bool) -> Piece:
        s, now = self._s, self._s.now().replace(second=0, microsecond=0)
        looks = (one, is_chosen, now if one.until is not None else None, s.language)
        return self._piece(one.request.id, looks, partial(_asked_row, s, one, is_chosen=is_chosen))

    def _rides(self, known: Bookings) -> list[Piece]:
        s, _ = self._s, self._s._
        rows: list[Piece] = []
        if known.rides_open:
            head = _head(parts.icons.RIDE, _("Ride not confirmed"), len(known.rides_open))
            rows.append(("rides", head))
            shared = ride_words(s, known.rides_open)
            if shared is not None:  # what the clinic says is the same for all: once, above them
                rows += [(f"said {place}", _said(parts.small(text))) for place, text in enumerate(shared)]
            for place, one in enumerate(known.rides_open):
                words = ride_words(s, (one,)) if shared is None else None
                looks = (one, words, s.now().date(), s.language)
                draw = partial(_ride_row, s, one, words or ())
                rows.append(self._piece(f"ride {one.session.id} {place}", looks, draw))
        confirmed = [one for one in known.rides if one.state == "yes"]
        if confirmed:
            rows.append(("confirmed", _head(parts.icons.RIDE_CONFIRMED, _("Ride confirmed"), len(confirmed))))
            for place, one in enumerate(confirmed):
                looks = (one, s.now().date(), s.language)
                row = partial(_plain_row, s, one.name, begun(session_when(s, one.session)))
                rows.append(self._piece(f"confirmed {one.session.id} {place}", looks, row))
        return rows

    def _unready(self, one: NotReady) -> Piece:
        s = self._s
        looks = (one, s.now().date(), s.language)
        return self._piece(f"unready {one.session.id}", looks, partial(_unready_row, s, one))

    def _missed(self, one: Missed) -> Piece:
        s = self._s
        looks = (one, s.now().date(), s.language)
        return self._piece(f"missed {one.session.id}", looks, partial(_missed_row, s, one))


def request_route(one: Asked) -> str:
    return f"{WAITING_ROUTE}/{quote(one.request.id, safe='')}"


def which_session(s: Surroundings, one: Asked) -> str:
    """`Session 4, Fri 10:30 AM`."""
    when = (
        short_moment(s, one.session.start_at)
        if one.session.start_at is not None
        else session_when(s, one.session)
    )
    name = s._("Session {number}").format(number=one.number) if one.number else one.session.name
    return s._("{session}, {time}").format(session=name or s._("Session"), time=when)


def _asked_row(s: Surroundings, one: Asked, *, is_chosen: bool) -> ft.Control:
    _ = s._
    chips: list[ft.Control] = [asked_until(s, one, is_on_tone=is_chosen)]
    if one.is_refused:
        chips.append(parts.chip(_("Your answer was not carried out"), tone="danger"))
    elif one.sending is not None:
        chips.append(parts.chip(_("Your answer is on its way")))
    elif one.standing.taken:
        chips.append(parts.chip(_("A time they asked for is taken"), tone="prepare"))
    go = s.guard(partial(s.go, request_route(one)))
    return _row(s, one.name, (which_session(s, one),), chips, go, is_chosen=is_chosen)


def _ride_row(s: Surroundings, one: HomeRide, words: Sequence[str]) -> ft.Control:
    lines = (begun(session_when(s, one.session)), state_text(s, one.state), *words)
    return _row(s, one.name, lines, ride_until(s, one))


def _unready_row(s: Surroundings, one: NotReady) -> ft.Control:
    named = [text for step in one.steps if (text := step.in_language(s.language))]
    more = len(one.steps) - 1
    first = named[0] if named else s._("A step before the session")
    text = (
        first
        if not more
        else s.ngettext("{step} and {n} more", "{step} and {n} more", more).format(step=first, n=more)
    )
    return _row(s, one.name, (text,), [session_chip(s, one.session)])


def _missed_row(s: Surroundings, one: Missed) -> ft.Control:
    day = (
        [parts.chip(s.moments.short_day(one.session.start_at), icon=parts.icons.MISSED)]
        if one.session.start_at
        else []
    )
    return _row(s, one.name, (one.session.name or s._("Session"),), day)


def _plain_row(s: Surroundings, name: str, line: str) -> ft.Control:
    return _row(s, name, (line,), ())


def _row(
    s: Surroundings,
    name: str,
    lines: Sequence[str],
    chips: Sequence[ft.Control],
    on_click: Callable[..., object] | None = None,
    *,
    is_chosen: bool = False,
) -> ft.Control:
    """A person, a few lines, and what hurries: at the right where there is room, else below."""
    words = ft.Column([parts.small(one) for one in lines if one], spacing=0, tight=True)
    note = ft.Row(
        [words, *chips],
        wrap=True,
        width=math.inf,
        spacing=t.S8,
        run_spacing=t.S4,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    shown = name or s._("A patient")
    return parts.list_row(
        shown, "", on_click, initial=name or "?", note=note, is_chosen=is_chosen, is_dense=True
    )


def _head(icon: ft.IconData, text: str, n: int) -> ft.LayoutControl:
    line = ft.Row(
        [
            parts.icons.icon(icon, size=18, color=t.MUTED),
            ft.Container(parts.section(f"{text} · {n}"), expand=True),
        ],
        spacing=t.S8,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Container(line, padding=ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S4))


def _said(control: ft.Control) -> ft.LayoutControl:
    return ft.Container(control, padding=ft.Padding(t.CARD_PADDING, 0, t.CARD_PADDING, t.S4))


def _what_is_seen(s: Surroundings) -> ft.LayoutControl:
    text = s._(
        "You see dates, rooms, whether a ride home is confirmed, which steps are open and what patients wrote about a date. "
        "No entries, no answers."
    )
    return ft.Container(parts.small(text), padding=ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S24))
