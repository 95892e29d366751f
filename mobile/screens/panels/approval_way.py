"""The card of a patient's approvals on the page of what care costs (picture 13): how far the one is that matters most, and the way to it."""

from __future__ import annotations

from datetime import date
from functools import partial

import flet as ft

from mobile.care.approval import Standing
from mobile.care.approval.states import GRANTED
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels import approval_words as w
from mobile.screens.reads.approvals import Approvals

APPROVAL_ROUTE = "/approval"


def approval_way(s: Surroundings, known: Approvals, *, is_quiet: bool) -> list[ft.Control]:
    """Nothing where none is recorded. `is_quiet`: on the day of a session nothing is asked."""
    if not known.every:
        return []
    one = min(known.every, key=_place)
    text, tone, icon = w.chip_of(s, one)
    head = ft.Row(
        [parts.heading(s._("Insurance approval")), parts.chip(text, tone=tone, icon=icon)],
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=t.S8,
    )
    go = s.guard(partial(s.go, APPROVAL_ROUTE))
    is_asked = one.turn == "you" and not is_quiet
    button = (
        parts.soft_button(s._("Add a photo"), go, icon=ft.Icons.ADD_A_PHOTO_OUTLINED)
        if is_asked
        else parts.outline_button(s._("See how far it is"), go)
    )
    return [parts.card(head, parts.small(_about(s, one)), button)]


def _about(s: Surroundings, one: Standing) -> str:
    """Which sessions, and what there is to say of them now."""
    said = [f"{w.title_text(s, one.approval)}."]
    if one.flaws:
        said.append(w.flaw_text(s, one.flaws[0]))
    elif one.approval.step.state in GRANTED:
        said += [w.usage_text(s, one), w.runs_out_text(s, one)]
    elif one.is_asked:
        said.append(w.asked_text(s, one.approval.step).rstrip(".") + ".")
    else:
        said.append(w.next_text(s, one))
    return " ".join(part for part in said if part)


def _place(one: Standing) -> tuple[int, date, str]:
    """What is asked of the patient, what is open, what holds by what runs out first, the rest."""
    if one.turn == "you":
        return 0, date.max, one.approval.id
    if one.turn in ("clinic", "insurer") and one.ends is None:
        return 1, date.max, one.approval.id
    return (2 if one.holds else 3), one.ends or date.max, one.approval.id
