"""The pictures with the words in view: seen as they were sent, and not any longer once their grant is over."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shared_picture import SharedPicture
from mobile.care.shares import Share
from mobile.design import parts
from mobile.device.pictures import can_be_shown
from mobile.records.errors import Damaged
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.panels.pictures import Pictures, SeenPicture
from mobile.screens.reads.shared_pictures import seen_by


class Seeing:
    """One a place."""

    def __init__(self, s: Surroundings, records: Keeping) -> None:
        self._s, self._records = s, records
        self._panel = Pictures(s)
        self._read: dict[str, bytes | None] = {}  # of the share in view; None: it cannot be shown
        self.pictures: Sequence[SeenPicture] = ()
        self.is_whole = True  # all that the copy speaks of are here

    async def turn_to(self, share: Share | None) -> None:
        """Reads the pictures of this share, and of no other: each once, because it never changes."""
        copy = share.copy if share is not None and share.is_readable else None
        lines = copy.shown.pictures if isinstance(copy, SharedEntry) else ()
        heads = await seen_by(self._records, share.grant) if share is not None and lines else []
        at = {int(head.values.get("place") or 0): head.id for head in heads}
        before, self._read = self._read, {}
        for id in at.values():
            self._read[id] = before[id] if id in before else await self._shown(id)
        self.pictures = tuple(
            SeenPicture(at.get(place, f"{place}"), line, self._read.get(at.get(place, "")))
            for place, line in enumerate(lines)
        )
        self.is_whole = all(place in at for place in range(len(lines)))
        self._panel.end_large(self.pictures)

    async def _shown(self, id: str) -> bytes | None:
        try:
            found = await self._records.get(SharedPicture, id)
        except Damaged:
            return None
        return found.data if found is not None and can_be_shown(found.data) else None

    def drawn(self) -> list[ft.Control]:
        drawn = self._panel.drawn(self.pictures)
        if not self.is_whole:
            drawn.append(parts.small(self._s._("Some of it has not arrived yet.")))
        return drawn
