"""Readable while locked: the question that is asked before it, and the invitation, once, to whoever has a plan and a PIN."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from mobile.care.safety.plan import PlanPast, SafetyPlan, past_id, past_of
from mobile.design import parts
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings


async def wants_it_readable(s: Surroundings) -> bool:
    """Asks, with what it means."""
    _ = s._
    return await s.ask(
        _("Readable without unlocking?"),
        _(
            "Whoever holds this phone can then read your plan from the lock screen and from Support, without a PIN. "
            "It is kept outside the sealed part of this phone until you take this back or sign out."
        ),
        yes=_("Yes, also locked"),
        no=_("No, keep it locked"),
    )


async def is_to_be_invited(s: Surroundings, records: Keeping, plan: SafetyPlan | None) -> bool:
    """Who has a plan that a PIN stands before, and was never asked."""
    if plan is None or not s.services.keeps_after_closing or not s.settings.has_pin:
        return False
    past = await records.get(PlanPast, past_id(plan))
    return past is None or past.chosen_at is None


def invitation(
    s: Surroundings, records: Keeping, plan: SafetyPlan, again: Callable[[], Awaitable[None]]
) -> ft.Control:
    """Either answer is kept, and this never comes again. `again` draws the place anew."""
    _ = s._
    answer = partial(_answer, s, records, plan, again)
    return parts.card(
        parts.subheading(_("Keep this readable while locked?"), level=2),
        parts.small(_("On a bad night you would not need the PIN to read it.")),
        parts.button_row(
            parts.soft_button(_("Choose"), s.guard(partial(answer, True))),
            parts.outline_button(_("Keep it locked"), s.guard(partial(answer, False))),
        ),
    )


async def _answer(
    s: Surroundings,
    records: Keeping,
    plan: SafetyPlan,
    again: Callable[[], Awaitable[None]],
    is_readable: bool,
    _: object = None,
) -> None:
    chosen = is_readable and await wants_it_readable(s)

    async def write() -> None:
        stored = await records.get(PlanPast, past_id(plan))
        made = past_of(plan, stored).choosing(chosen, s.now())
        over, anew = ([stored], []) if stored is not None else ([], [made])
        await records.save_all([made], over=over, anew=anew)

    await until_written(write)
    await again()
