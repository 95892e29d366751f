"""A room card while it is written: each part by itself, kept as one text. Flet-free."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mobile.care.room_card import RoomCard, composed
from mobile.screens.room_card_words import every_line, read_parts
from mobile.screens.writing.shareable_draft import ShareableDraft


class RoomCardDraft(ShareableDraft[RoomCard]):
    """`names`: part -> the line that begins it in the person's language; set by the place."""

    names: Mapping[str, str] = {}

    def begun(self, id: str, now: datetime) -> RoomCard:
        return RoomCard(id=id, words="", made_at=now, changed_at=now, day=now.astimezone(self.zone).date())

    @property
    def parts(self) -> dict[str, str]:
        """As they are written now."""
        return read_parts(self.noun.words)

    def put(self, key: str, text: str) -> None:
        """What a part says now. The others stay as they are."""
        self.type(self._with(key, text))

    def catch_part(self, key: str, text: str) -> None:
        """Letters that arrived after the lock (see `catch`)."""
        self.catch(self._with(key, text))

    def _with(self, key: str, text: str) -> str:
        return composed({**self.parts, key: text}, self.names, every_line())
