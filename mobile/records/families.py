"""Which hidden family a new record is of, where one is open: its own, or that of the record it is part of.

A record that is there already stays in its family; only `Rows.move` takes it to another. What the noun does not let be hidden
never is. All of it runs in the database's thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobile.records.rows import RecordRow, Rows
from mobile.records.store_context import StoreContext


class Families:
    def __init__(self, context: StoreContext, rows: Rows) -> None:
        self._context = context
        self._rows = rows
        self.begins_hidden = True
        """Whether what is written while a hidden family is open is of it, unless it was said otherwise."""
        self._asked: dict[str, bool] = {}

    def begin(self, id: str, *, is_hidden: bool) -> None:
        """How the record of this id, which is not kept yet, is to begin."""
        self._asked[id] = is_hidden

    def begins(self, id: str) -> bool:
        """Whether the record of this id would be hidden, could it be and were it kept now."""
        return self._asked.get(id, self.begins_hidden)

    def of(self, rows: Sequence[RecordRow]) -> Mapping[str, int]:
        """By id, of records that are saved together."""
        family = self._context.keys.family
        if not family or not any(row.may_be_hidden for row in rows):
            return {}
        owners = {part: row.id for row in rows for part in row.owns}
        known = {row.id: row for row in rows}
        return {row.id: family for row in rows if self._is_hidden(row, owners, known)}

    def _is_hidden(self, row: RecordRow, owners: Mapping[str, str], known: Mapping[str, RecordRow]) -> bool:
        if not row.may_be_hidden:
            return False
        is_kept_so = self._is_kept_hidden(row.id)
        if is_kept_so is not None:
            return is_kept_so
        above = row.belongs_to or owners.get(row.id, "")
        if above in known:
            return self._is_hidden(known[above], owners, known)
        is_above_so = self._is_kept_hidden(above) if above else None
        return self.begins(row.id) if is_above_so is None else is_above_so

    def _is_kept_hidden(self, id: str) -> bool | None:
        """None where there is no such record."""
        stored = self._rows.find(self._context.key(id))
        return bool(stored.family) if stored is not None else None
