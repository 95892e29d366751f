"""The pictures of entries as they are kept: nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.journal.picture import EntryPicture
from mobile.records.ports import Keeping


async def pictures_of(records: Keeping, ids: Iterable[str]) -> list[EntryPicture]:
    """Those that are here, in this order. Raises what the store raises."""
    found = [await records.get(EntryPicture, id) for id in ids]
    return [one for one in found if one is not None]
