"""What the screens may know of the copy at the clinic: values only, every one of them computed from what was acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Hindrance = Literal[
    "no_sheet",  # there is no recovery sheet to seal it for
    "fewer",  # much less is kept here than in the last copy: the person is asked first
    "refused",  # the clinic's server takes no such record
    "too_large",  # it takes none of that size
    "altered",  # it does not keep what it was given
    "full",  # it has no room
    "busy",
    "unreachable",
    "signed_out",
    "not_saved",  # this device has no room for the note of it
]
LASTING: frozenset[Hindrance] = frozenset({"fewer", "refused", "too_large", "altered"})
"""Not tried again by itself: what stands in the way stays until somebody does something."""

NOT_RENEWED: frozenset[Hindrance] = frozenset({"refused", "too_large", "altered", "full"})
"""The clinic takes no copy, so nothing takes the place of the last one for a day or longer. `fewer` is not among them: what the
last copy holds may be lost here, and the person says what becomes of it."""


@dataclass(frozen=True)
class Last:
    """The last whole copy. `made_at`: everything up to then is in it; `sent_at`: when the clinic said that it has all of it."""

    made_at: datetime
    sent_at: datetime


@dataclass(frozen=True)
class Standing:
    """How the copy stands. `is_changed`: something private was written since the last one. `progress`: parts sent, of how many,
    while one is on its way. `next_at`: not sooner is the next. `leaving`: copies the clinic has not said yet that it deleted.
    `was_missing`: the clinic did not have the last one any more. `offered_at`: on a device that is new to the person, when the
    last copy came that is at the clinic. `is_for_earlier_sheet`: the words of an earlier sheet open the last copy, and those of
    the present one, if there is one, do not. Of those that are leaving: `leaving_for_earlier_sheet`, how many an earlier sheet
    opens; `leaving_of_others`, how many are of other devices and were deleted from here."""

    is_on: bool = False
    last: Last | None = None
    is_changed: bool = False
    progress: tuple[int, int] | None = None
    next_at: datetime | None = None
    hindrance: Hindrance | None = None
    leaving: int = 0
    is_deletion_refused: bool = False
    removed_at: datetime | None = None
    was_missing: bool = False
    offered_at: datetime | None = None
    is_for_earlier_sheet: bool = False
    leaving_for_earlier_sheet: int = 0
    leaving_of_others: int = 0

    @property
    def has_some_there(self) -> bool:
        """Whether the clinic has, or may have, something of a copy that was kept there from here."""
        return self.last is not None or self.was_missing or self.leaving > 0

    @property
    def is_opened_by_earlier_sheet(self) -> bool:
        """Whether an earlier sheet opens, or may open, something that the clinic may have."""
        return self.is_for_earlier_sheet or self.leaving_for_earlier_sheet > 0


@dataclass(frozen=True)
class AtClinic:
    """One copy as the clinic lists it. `sent_at`: by the clinic's clock. `is_whole`: none of its records is missing."""

    name: str
    sent_at: datetime | None
    is_of_this_device: bool
    is_whole: bool


@dataclass(frozen=True)
class Readable:
    """One copy that the words open, by what is sealed in it. `is_older`: this device knows of a later one of the same device."""

    name: str
    made_at: datetime
    is_of_this_device: bool
    is_older: bool
    is_whole: bool


@dataclass(frozen=True)
class Found:
    """What words opened. `others`: how many copies are there that other words open; `damaged`: whose beginning was changed."""

    copies: tuple[Readable, ...]
    others: int = 0
    damaged: int = 0
