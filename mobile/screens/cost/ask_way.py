"""The way from a figure to somebody who can explain it: a question to the clinic's team, with its subject."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings


def ask_way(s: Surroundings, route: str) -> ft.Control:
    """`route`: where the question is written."""
    way = s.guard(partial(s.go, route))
    return ft.Row([parts.text_button(s._("Ask about this"), way, icon=parts.icons.MESSAGES)], wrap=True)
