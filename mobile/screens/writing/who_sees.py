"""The choice of who can see words: only the person, or the one reader they may have."""

from __future__ import annotations

from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler


def who_sees(s: Surroundings, reader: str, on_who: Handler) -> parts.OneOf:
    """Two halves, the first alone where there is nobody to read (""). `on_who` hears "only_me" or "therapist"."""
    halves = [parts.Choice("only_me", s.wording.nobody(), parts.icons.ONLY_ME)]
    if reader:
        halves.append(parts.Choice("therapist", reader, parts.icons.THERAPIST))
    return parts.segmented(halves, "only_me", s.guard(on_who))
