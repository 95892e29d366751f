"""On Today: an invitation that is ready to be handed over, and who joined by one in the last days."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import flet as ft

from mobile.care.invitation import Invitation
from mobile.design import parts
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings

KINDS = (Invitation,)
NEWS = timedelta(days=3)
"""So long it is new that somebody joined: whoever it was not meant for is noticed."""


async def new_invitations(records: Keeping, now: datetime) -> tuple[Invitation, ...]:
    """Raises what the store raises."""
    every = sorted(await records.every(Invitation), key=lambda one: one.id)
    return tuple(one for one in every if _is_new(one, now))


def _is_new(one: Invitation, now: datetime) -> bool:
    state = one.state(now)
    if state == "joined":
        return one.joined_at is not None and now - one.joined_at < NEWS
    return state == "ready"


def invitation_card(s: Surroundings, one: Invitation) -> ft.Control:
    """What became of it, and the way to it."""
    _ = s._
    if one.guest is not None:
        name = one.guest_name or one.invited or _("Somebody")
        head, way = _("{name} joined by your invitation").format(name=name), _("Have a look")
    else:
        name = one.invited or _("somebody")
        head, way = _("Your invitation for {name} is ready").format(name=name), _("Hand it over")
    go = s.guard(partial(s.go, f"/sharing/invitation/{one.id}"))
    return parts.card(parts.heading(head, level=3), parts.soft_button(way, go))
