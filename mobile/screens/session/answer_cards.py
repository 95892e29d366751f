"""Telling the clinic with one tap that somebody ate: how far that is, said from what is kept. It lets nobody come, and stops nobody."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.panels.self_check import how_far_line
from mobile.screens.reads.answered_to_clinic import AnswerToClinic


def ate_rows(
    s: Surroundings, one: AnswerToClinic | None, on_yes: Handler, on_no: Handler
) -> list[ft.Control]:
    """Below what having eaten means: answering the clinic, and how far that is. Calling stays the way to an answer."""
    if one is None:
        return []
    _ = s._
    if one.is_yes:
        mistaken = parts.text_button(_("I did not eat or drink: change it"), s.guard(on_no))
        return [
            parts.strong(_("You told your clinic that you ate or drank.")),
            how_far_line(s, one),
            mistaken,
        ]
    rows: list[ft.Control] = []
    if one.response is not None:
        rows += [parts.small(_("You changed it: you did not eat or drink.")), how_far_line(s, one)]
    nobody = _("It is written down for your team. Nobody may see it before you leave home, so call as well.")
    return [*rows, parts.primary_button(_("Tell your clinic"), s.guard(on_yes)), parts.small(nobody)]
