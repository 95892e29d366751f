"""The way to how patients' agreements stand, for whom the clinic shows that; nothing for anybody else."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.consent.standing import AgreementStanding
from mobile.care.consent.talking_point import TalkingPoint
from mobile.design import parts
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings

AGREED_ROUTE = "/agreed"
KINDS = (AgreementStanding, TalkingPoint)


async def open_points(records: Keeping) -> int | None:
    """How many talking points are open; None: the clinic shows this person none of it."""
    points = await records.every(TalkingPoint)
    if not points and not await records.every(AgreementStanding):
        return None
    return sum(one.is_open for one in points)


def agreed_row(s: Surroundings, points: int) -> ft.Control:
    """`points`: how many are open."""
    text = s.ngettext("{n} talking point", "{n} talking points", points).format(n=points)
    return parts.list_row(
        s._("Agreements"),
        text if points else s._("What is in force, and what is left to talk about"),
        s.guard(partial(s.go, AGREED_ROUTE)),
        icon=parts.icons.NOTES,
        has_arrow=True,
        is_dense=True,
    )
