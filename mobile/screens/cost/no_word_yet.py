"""That somebody went to pay and the clinic has not said that it arrived, with when it was last heard from, by what sync says now."""

from __future__ import annotations

import flet as ft

from mobile.care.cost.paying import WentToPay
from mobile.design import parts
from mobile.design.parts import Handler
from mobile.screens.frame import Surroundings


def no_word_yet(s: Surroundings, went: WentToPay, on_look_again: Handler, on_not_paid: Handler) -> ft.Control:
    _ = s._
    text = _("You went to pay ({when}). Your clinic has not said yet that it arrived.")
    heard = " ".join(part for part in (unreached_text(s), _heard_text(s)) if part)
    return parts.card(
        parts.body(text.format(when=s.moments.near(went.at, s.now()))),
        *([parts.small(heard)] if heard else []),
        parts.button_row(
            parts.soft_button(_("Look again"), on_look_again),
            parts.outline_button(_("I did not pay"), on_not_paid),
        ),
        tone="prepare",
    )


def unreached_text(s: Surroundings) -> str:
    """Why nothing can come from the clinic now; "" where it can."""
    phase = s.status.now.phase if s.status is not None else ""
    if phase == "signed_out":
        return s._("Sign in again to hear from your clinic. Nothing is lost.")
    return s._("Your clinic cannot be reached now.") if phase == "offline" else ""


def _heard_text(s: Surroundings) -> str:
    at = s.status.now.last_received_at if s.status is not None else None
    if at is None:
        return ""
    return s._("Last heard from your clinic: {when}.").format(when=s.moments.near(at, s.now()))
