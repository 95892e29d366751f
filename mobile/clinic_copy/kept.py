"""What is known of the copy at the clinic while the store is open: the state as it is sealed there, and what passes meanwhile.

It is at once what everybody sees, and taken back where it could not be written: what the store does not hold did not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mobile.clinic_copy.state import NOTE, State, digest
from mobile.records import Records, StoreError


class Kept:
    """`is_changed`: something private was written since the last copy. `progress`: parts sent, of how many. `looked_at`: when
    the clinic was last asked what it has; `offered_at`: when the last copy came that is there, for a device that is new.
    `sheet`: the recovery sheet there is now, as a digest."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._watchers: list[Callable[[], None]] = []
        self.state = State()
        self.is_changed = False
        self.sheet: str | None = None
        self.progress: tuple[int, int] | None = None
        self.looked_at: datetime | None = None
        self.offered_at: datetime | None = None
        self.is_new = False
        """Whether nothing of the person's was here before: then the clinic is asked whether it has a copy."""

    async def recall(self) -> None:
        """From before this start. Raises StoreError."""
        text = await self._records.note(NOTE)
        self.state = State.from_json(text) if text else State()
        current = self.state.current
        if self.state.is_on and current is not None:
            self.is_changed = (await self._records.snapshots.private()).print != current.print
        if current is not None or self.state.leaving:
            await self.sheet_lock()

    async def sheet_lock(self) -> bytes | None:
        """The public half of the recovery sheet, where there is one. Raises StoreError."""
        lock = await self._records.sheet_lock()
        self.sheet = digest(lock) if lock is not None else None
        return lock

    @property
    def is_for_earlier_sheet(self) -> bool:
        """Whether other words than those of the sheet there is now, if there is one, open the last copy."""
        current = self.state.current
        return current is not None and current.sheet != self.sheet

    @property
    def leaving_for_earlier_sheet(self) -> int:
        """How many of the copies that are to go the words of an earlier sheet of this device open, or may open."""
        sheets = (self.state.sealed_for.get(name) for name in self.state.leaving)
        return sum(1 for sheet in sheets if sheet is None or sheet not in ("", self.sheet))

    async def save(self, state: State) -> None:
        """Raises StoreError."""
        before, self.state = self.state, state
        try:
            await self._records.note(NOTE, state.to_json())
        except StoreError:
            self.state = before
            raise
        self.tell()

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls `on_change` on the event loop at every change. Returns the end of it."""
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change) if on_change in self._watchers else None

    def tell(self) -> None:
        """Something is otherwise."""
        for watcher in tuple(self._watchers):
            watcher()
