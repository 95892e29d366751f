"""The pictures of entries as they are kept: nothing else is taken for one, and one that does not open hinders nothing."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.journal.picture import EntryPicture
from mobile.records.errors import Damaged
from mobile.records.ports import Keeping


async def pictures_of(records: Keeping, ids: Iterable[str]) -> list[EntryPicture]:
    """Those that are here and open, in this order. Raises what else the store raises."""
    return [one for one in await gone_with(records, ids) if one.data]


async def gone_with(records: Keeping, ids: Iterable[str]) -> list[EntryPicture]:
    """All that are here, to be removed: of one that does not open, its id alone."""
    found: list[EntryPicture | None] = []
    for id in ids:
        try:
            found.append(await records.get(EntryPicture, id))
        except Damaged:
            found.append(EntryPicture(id))
    return [one for one in found if one is not None]
