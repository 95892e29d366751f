"""Photos that a clinic does not take as records of their own go inside the answers that name them, made smaller.

What cannot be made small enough stays as it is, unsent, and is noted, so that the form can say so. It is tried again
when there is more room for it or the device starts anew. It must never drop a photo that an answer names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from mobile.care.forms.documents import (
    INSIDE,
    KEPT_FREE,
    AnswerPhoto,
    attachment_of,
    named_in,
    photo_id,
)
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import MOST_BYTES
from mobile.care.questionnaire.values import Attachment
from mobile.device.taking import LEAST_ROOM, NotTaken, smaller
from mobile.documents.pointers import pointing_urls
from mobile.noun import Noun
from mobile.records.ports import Keeping
from mobile.screens.reads.kept_answers import KeptAnswers, kept_answers
from mobile.screens.reads.photos import photo_ids
from mobile.wiring.photos_renamed import renamed


class Inside:
    """One an open store: it remembers what it tried."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._unreadable = set[str]()  # ids of photos that nothing here opens

    async def bring(
        self, records: Keeping, refused: frozenset[str], note: NoPhotosApart | None, statement: str
    ) -> None:
        """These photos go inside; writes only what changes. `statement`: what the clinic says of such records.
        Raises StoreError."""
        kept = await kept_answers(records)
        ids = await photo_ids(records, (one.text for one in [*kept.ours, *kept.theirs]))
        changes = renamed(kept, await self._made_smaller(records, kept, refused, ids))
        texts = [*changes.texts, *(one.text for one in kept.theirs)]
        left = refused - named_in(texts, ids)
        made = replace(note or NoPhotosApart(self._now(), statement), staying=tuple(sorted(refused - left)))
        save: list[Noun] = [made] if made != note else []
        save += changes.save
        remove = [one for id in left if (one := await records.get(AnswerPhoto, id))]
        if save or remove:
            over = [*kept.over, *([note] if note is not None else [])]
            await records.save_all(save, remove, over, kept.counted)

    async def _made_smaller(
        self, records: Keeping, kept: KeptAnswers, refused: frozenset[str], ids: dict[str, str]
    ) -> dict[tuple[str, str], Attachment]:
        """By response and url, what is to stand there."""
        found: dict[tuple[str, str], Attachment] = {}
        for response in kept.ours:
            urls = {url: id for url in pointing_urls(response.text) if (id := photo_id(url, ids)) in refused}
            room = (MOST_BYTES - KEPT_FREE - len(response.text)) * 3 // 4 // max(1, len(urls))
            for url, id in urls.items():
                file = await self._smaller(records, id or "", min(room, INSIDE))
                if file is not None:
                    found[response.id, url] = file
        return found

    async def _smaller(self, records: Keeping, id: str, most_bytes: int) -> Attachment | None:
        if most_bytes < LEAST_ROOM or id in self._unreadable:
            return None
        photo = await records.get(AnswerPhoto, id)
        file = attachment_of(photo) if photo is not None else None
        if file is None or file.data is None:
            return None
        try:
            kind, data, size = await smaller(file.data, file.content_type or "", most_bytes)
        except NotTaken:
            self._unreadable.add(id)
            return None
        return replace(file, content_type=kind, data=data, size=size)
