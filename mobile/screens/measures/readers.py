"""Who reads the measures, and the patient's own way to end it: said where the measures stand, and ended with one question."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.measures import MeasuresGrant
from mobile.design import parts
from mobile.screens.following import FollowingScreen
from mobile.screens.measures.sentences import day


def readers_card(place: FollowingScreen, grants: list[MeasuresGrant]) -> ft.Control:
    """`grants`: those that stand now."""
    s = place.s
    _ = s._
    rows: list[ft.Control] = [
        parts.subheading(_("Who reads these"), level=2),
        parts.small(_("Your clinic's staff read what you send here.")),
    ]
    for grant in grants:
        name = grant.practitioner_name or _("Somebody of your clinic")
        since = _("{name} reads them too, as you agreed").format(name=name)
        if grant.given_at is not None:
            since = _("{name} reads them too, as you agreed on {day}").format(
                name=name, day=day(s, grant.given_at)
            )
        stop = parts.text_button(
            _("Stop this"),
            s.guard(partial(_stop, place, grant, name)),
            label=_("Stop {name} reading my measures").format(name=name),
        )
        said = parts.body(f"{since}.")
        said.expand = True
        rows.append(ft.Row([said, stop], vertical_alignment=ft.CrossAxisAlignment.CENTER))
    return parts.card(*rows)


async def _stop(place: FollowingScreen, grant: MeasuresGrant, name: str) -> None:
    """Beside the tap, because it asks."""
    place.s.run(_ask_and_stop(place, grant, name))


async def _ask_and_stop(place: FollowingScreen, grant: MeasuresGrant, name: str) -> None:
    s = place.s
    _ = s._
    if await s.ask(
        _("Stop it?"),
        _("{name} can no longer read your measures. What was already read cannot be unread.").format(
            name=name
        ),
        yes=_("Stop this"),
        no=_("Leave it"),
    ):
        await place.records.save(grant.ended(s.now()))
        s.say(_("Ended here. Your clinic's system ends it as soon as it hears of it."))
        await place.redraw()


def standing(grants: list[MeasuresGrant], patient: str | None) -> list[MeasuresGrant]:
    """The agreements of this patient that stand."""
    return [one for one in grants if one.is_active and one.patient == patient]
