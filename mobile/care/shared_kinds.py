"""Everything of the patient's that can be shared in copies. A new kind is one name here.

Measures are not among them: a standing agreement opens those (`care.measures.agreement`), without a copy.
"""

from __future__ import annotations

from typing import Any

from mobile.care.commitment import Commitment
from mobile.care.daily_word import DailyWord
from mobile.care.intention import Intention
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_picture import SharedPicture
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.not_to_bring_up import NotToBringUp
from mobile.care.resource import Resource
from mobile.care.room_card import RoomCard
from mobile.care.shareable import Shareable, SharedRecord

SHAREABLE: tuple[type[Shareable[Any]], ...] = (
    Intention,
    DailyWord,
    JournalEntry,
    Commitment,
    NotToBringUp,
    RoomCard,
)
COPIES: tuple[type[SharedRecord], ...] = tuple(one.COPY for one in SHAREABLE)
ALONG: tuple[type[Resource], ...] = (SharedVoice, SharedPicture)
"""What goes along with a copy in records of its own: opened by the copy's grant, and gone with it."""
