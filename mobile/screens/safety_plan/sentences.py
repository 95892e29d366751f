"""How the plan says where its words are, and what being readable while locked means."""

from __future__ import annotations

from mobile.screens.frame import Surroundings
from mobile.screens.safety_plan.model import PlanWriting
from mobile.screens.status_text import StatusText, standing_text


def line_text(s: Surroundings, model: PlanWriting) -> StatusText:
    """The saved line: never called saved before it is."""
    _ = s._
    if model.trouble == "too_long":
        return StatusText(
            _("One step is longer than your clinic's system takes. Shorten it, and it is saved."), "attention"
        )
    if model.trouble is not None and not model.is_saved:
        return StatusText(
            _("Your last words are not saved yet. They stay here while this page is open."), "attention"
        )
    if model.typed:
        return StatusText(_("Saving"), "page")
    if model.standing is None:
        return StatusText(s.wording.kept(), "saved")
    return standing_text(s, model.standing)


def locked_words(s: Surroundings, *, has_pin: bool) -> str:
    """What the choice means here."""
    _ = s._
    if not has_pin:
        return _(
            "Lantern has no PIN on this phone, so it opens without one. If you set one later, the plan stays readable without it."
        )
    return _("On the lock screen and under Support, without your PIN. Whoever holds this phone can read it.")
