"""The photos that were added to approvals, without what they show: each is a megabyte, and is opened when somebody looks at it."""

from __future__ import annotations

import asyncio
from base64 import b64decode

from mobile.care.approval.paper import ApprovalPaper, PaperSeen
from mobile.device import pictures
from mobile.records.ports import Keeping


async def papers_seen(records: Keeping) -> list[PaperSeen]:
    """All of them. Raises what the store raises."""
    count = await records.count(ApprovalPaper)
    heads = await records.heads(ApprovalPaper, count) if count else []
    return [PaperSeen.of_head(one.id, one.values) for one in heads]


SMALL_BYTES = 24 * 1024


class PaperPictures:
    """What those that are in view show: small once they are drawn, whole when one is tapped. One for as long as a place lives."""

    def __init__(self, records: Keeping) -> None:
        self._records = records
        self._small: dict[str, bytes | None] = {}

    async def small(self, id: str) -> bytes | None:
        """Made once. None: it cannot be shown."""
        if id not in self._small:
            data = await self.whole(id)
            self._small[id] = None if data is None else await asyncio.to_thread(_light, data)
        return self._small[id]

    async def whole(self, id: str) -> bytes | None:
        """None: it is not here, or cannot be shown. Raises what the store raises."""
        paper = await self._records.get(ApprovalPaper, id)
        if paper is None or paper.data is None:
            return None
        try:
            data = b64decode(paper.data)
        except ValueError:
            return None
        return data if pictures.can_be_shown(data) else None


def _light(data: bytes) -> bytes | None:
    try:
        return pictures.light(data, SMALL_BYTES).data
    except (pictures.NotAPicture, pictures.TooManyPoints):
        return None
