"""What is true after taking something back, and the words for it: no more is said than the clinic is known to know.

Taking back is saved here at once; until the clinic hears of it the reader may still open what they were given.
"""

from __future__ import annotations

from dataclasses import dataclass

from mobile.care.grant import ShareGrant
from mobile.records.ports import Keeping, SendState
from mobile.screens.frame import Surroundings


@dataclass(frozen=True)
class TakenBack:
    """How things stand afterwards, for one thing or for several taken back at once."""

    is_over: bool = True  # no clinic can let them read it: it knows, or never had the grant
    is_kept: bool = True  # the patient's own words are still here
    still: str | None = None  # "Practitioner/t9", who can read it as well and was not asked about


async def may_have_arrived(records: Keeping, grant: ShareGrant) -> bool:
    """Whether the clinic may have this grant. Asked before ending it: afterwards the end waits in its place."""
    standing = await records.standing(ShareGrant, grant.id)
    if standing is None or standing.state is SendState.ONLY_HERE:
        return False
    return standing.state is not SendState.WAITING or standing.sent_at is not None


async def has_end_arrived(records: Keeping, grant: ShareGrant) -> bool:
    """Whether the clinic knows that it ended."""
    standing = await records.standing(ShareGrant, grant.id)
    return standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE)


def taken_back_text(s: Surroundings, result: TakenBack, name: str, other: str = "") -> str:
    """The passing word. `name`: from whom; `other`: who can read it still, where `result.still` says somebody does."""
    _ = s._
    if result.still is not None:
        other = other or _("somebody else of your clinic")
        first = _("Taken back from {name}. {other} can still read it.").format(name=name, other=other)
        return first if result.is_over else f"{first} {_on_its_way(s)}"
    if not result.is_over:
        return f"{_('Taken back here.')} {_on_its_way(s)}"
    if not result.is_kept:
        return _("Taken back.")
    return s.wording.taken_back()


def _on_its_way(s: Surroundings) -> str:
    """How the clinic hears of it, and what may happen until then."""
    _ = s._
    phase = s.status.now.phase if s.status is not None else "idle"
    if phase == "offline":
        how = s.wording.sent_once_connected()
    elif phase == "signed_out":
        how = _("Your clinic is told once you sign in again.")
    else:
        how = _("Your clinic is being told.")
    return f"{how} {_('Until it knows, it may still be read.')}"
