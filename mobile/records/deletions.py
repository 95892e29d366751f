"""What was removed here and never travels: one mark for each, so that a copy made before does not bring it back unasked.

A mark is the keyed lookup of the record's id, and nothing of its contents. Marks stay in this store: no copy holds them, so
a copy never takes anything away on another device, and they end with the store.
"""

from __future__ import annotations

from typing import Final

from mobile.records.sealing import PRIVATE
from mobile.records.store_context import StoreContext

_PURPOSE: Final = "deleted"


class Deletions:
    """All methods run in the thread, inside the caller's transaction."""

    def __init__(self, context: StoreContext) -> None:
        self._context = context

    def note(self, local_id: str) -> None:
        """The record of this id was removed."""
        self._context.write_small(_PURPOSE, local_id, "", PRIVATE)

    def has(self, local_id: str) -> bool:
        return self._context.has_small(_PURPOSE, local_id)

    def forget(self, local_id: str) -> None:
        """The id holds a record again."""
        self._context.erase_small(_PURPOSE, local_id)
