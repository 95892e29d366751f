"""What is said of an invitation, from its state and from whether the clinic has it as it stands here. No more than is known."""

from __future__ import annotations

from datetime import datetime

from mobile.care.invitation import Invitation
from mobile.records.ports import SendState, Standing
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import standing_text


def state_text(s: Surroundings, one: Invitation, standing: Standing | None) -> str:
    """In one line, for a list: `Joined on June 7`."""
    _ = s._
    if one.is_over and not _is_there(standing):
        return _("Ended here. Your clinic does not know yet.")
    state = one.state(s.now())
    if state == "asked":
        return (
            _("Your clinic has not answered yet") if _is_there(standing) else standing_text(s, standing).text
        )
    return {
        "ready": _("Ready to hand over"),
        "run_out": _("Nobody joined in time"),
        "joined": joined_text(s, one),
        "ended": _("Ended"),
        "called_off": _("Called off"),
        "refused": _("Your clinic declined it"),
    }[state]


def joined_text(s: Surroundings, one: Invitation) -> str:
    if one.joined_at is None:
        return s._("Joined")
    return s._("Joined on {day}").format(day=day(s, one.joined_at))


def day(s: Surroundings, at: datetime) -> str:
    is_this_year = s.moments.local(at).year == s.moments.local(s.now()).year
    return s.moments.day(at) if is_this_year else s.moments.full_date(at)


def _is_there(standing: Standing | None) -> bool:
    return standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE)
