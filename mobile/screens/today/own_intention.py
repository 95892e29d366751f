"""The card of the person's intention on Today: its words, and who can read them."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.reads.shares import Shares
from mobile.screens.reads.team import Team
from mobile.screens.reads.visits import Visits
from mobile.screens.status_text import which_session
from mobile.screens.today.model import Today
from mobile.screens.today.pieces import no_intention

QUOTE_MOST = 280


def intention_card(
    s: Surroundings,
    now: Today,
    visits: Visits,
    seen: ft.Control | None,
    on_write: Handler,
    *,
    is_next: bool,
    has_all: bool,
) -> ft.Control:
    """`seen`: who can read it. Without an intention the way to write one, as the next thing to do where it `is_next`."""
    _ = s._
    if now.intention is None:
        return no_intention(s, on_write, is_next=is_next, has_all=has_all)
    label = _("Your intention")
    if now.session is None or now.intention.session not in now.session.names:
        place = visits.place(visits.session(now.intention.session))
        if place is not None:
            label = _("Your intention for {session}").format(session=which_session(s, place))
    open_it = s.guard(partial(s.go, f"/intention/{now.intention.id}"))
    card = parts.quote_card(
        label,
        excerpt(now.intention.words, QUOTE_MOST),
        status=seen,
        action=parts.text_button(_("Edit"), open_it, tone="prepare", label=_("Edit your intention")),
    )
    if is_right_to_left(now.intention.words):
        card.rtl = True
    return card


def seen_chip(
    s: Surroundings, now: Today, shares: Shares, team: Team, *, is_unsent: bool, has_all: bool
) -> ft.Control | None:
    """Who can read it, or that it waits to be sent; None while a share of it may be among what is still to come."""
    _ = s._
    if now.seen == "therapist" and is_unsent:
        return _chip(_("Waiting to send"), parts.icons.SENDING)
    if now.seen == "therapist":
        return _chip(_shared_with(s, now, shares, team), parts.icons.THERAPIST)
    if now.seen == "changed":
        return _chip(_("Changed since you shared it"), parts.icons.WRITE)
    return _chip(s.wording.nobody(), parts.icons.ONLY_ME) if has_all else None


def _chip(text: str, icon: ft.IconData) -> ft.Control:
    return parts.chip(text, tone="prepare", icon=icon, is_on_tone=True)


def _shared_with(s: Surroundings, now: Today, shares: Shares, team: Team) -> str:
    share = shares.of(now.intention) if now.intention is not None else None
    who = share.grant.practitioner if share is not None else None
    name = team.name_of(who)
    if team.is_therapist(who) or not name:
        return s._("Shared with your therapist")
    return s._("Shared with {name}").format(name=name)
