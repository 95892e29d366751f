"""What a patient set out to do, as far as they shared it and it was read: the words, since when, for which day, what became of it.

What is not read yet stands among the rest, without its words: the patient is told who read them.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.shared_commitment import SharedCommitment
from mobile.care.shares import Share
from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.shareable_words import About, of_copy
from mobile.screens.shared.model import PatientRow


def set_out(row: PatientRow, share: Share | None) -> list[Share]:
    """Those that stand in the card: read, and not the one that is open."""
    return [
        one
        for one in row.shared.readable
        if one is not share and not one.unread and isinstance(one.copy, SharedCommitment)
    ]


def set_out_drawn(s: Surroundings, row: PatientRow, share: Share | None) -> list[ft.Control]:
    """Nothing where nothing of it was shared."""
    found = set_out(row, share)
    if not found:
        return []
    name = row.name or s._("A patient")
    rows: list[ft.Control] = [parts.subheading(s._("What {name} set out to do").format(name=name), level=2)]
    return [parts.card(*rows, *(_row(s, row, one) for one in found), spacing=t.S4)]


def _row(s: Surroundings, row: PatientRow, share: Share) -> ft.Control:
    copy = share.copy
    assert isinstance(copy, SharedCommitment)
    about = of_copy(copy).own(s, About(copy.head()), False)
    since = s._("Set {day}").format(day=s.moments.day(copy.set_on)) if copy.set_on else ""
    drawn = parts.todo_row(
        excerpt(copy.words),
        detail=" · ".join(part for part in (since, about) if part),
        is_done=copy.state == "done",
        state_label=s._("done") if copy.state == "done" else s._("not said to be done"),
        on_click=s.guard(partial(s.go, f"/shared/{row.id}/{copy.id}")),
    )
    if is_right_to_left(copy.words):
        drawn = ft.Container(drawn, rtl=True)
    return drawn
