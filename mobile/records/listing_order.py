"""In which order the records of a kind are listed: as they came, or by when each was begun, where a copy brought older ones to newer.

Order numbers say when a record came to this device, and are sealed with it. It must never leave a record out of a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from mobile.records.bulk import Bulk
from mobile.records.store_context import StoreContext

BEGUN = "made_at"
"""The value of a head that says when its record was begun, in UTC."""
_BY_TIME = "listed-by-time|"


class ListingOrder:
    """All methods run in the thread."""

    def __init__(self, context: StoreContext, bulk: Bulk) -> None:
        self._context = context
        self._bulk = bulk
        self._by_time: dict[int, bool] = {}
        self._newest: dict[int, str] = {}  # of what came with a copy, and was here before
        self._known: dict[int, tuple[object, list[int]]] = {}
        context.on_undo.append(self._forget)

    def is_by_time(self, kind: int) -> bool:
        """False: the order numbers are the order."""
        if kind not in self._by_time:
            self._by_time[kind] = self._context.has_small("note", f"{_BY_TIME}{kind}")
        return self._by_time[kind]

    def newest_first(self, kind: int) -> Sequence[int]:
        """Order numbers of every record of the kind by when it was begun, the last first; of what does not say it, as it came."""
        stands = self._context.connection.execute(
            "SELECT count(*), sum(seq), max(seq) FROM open_record WHERE kind = ?", (kind,)
        ).fetchone()
        known = self._known.get(kind)
        if known is None or known[0] != stands:
            known = self._known[kind] = stands, self._read(kind)
        return known[1]

    def arranged(self, kind: int, seqs: Set[int]) -> list[int]:
        """These of them in that order."""
        return [seq for seq in self.newest_first(kind) if seq in seqs]

    def begin_bringing(self) -> None:
        """Before the first record of a copy."""
        self._newest.clear()

    def came(self, kind: int, seq: int, values: Mapping[str, Any]) -> None:
        """A copy brought this record: from now on the kind is listed by time if it is older than one that came before it."""
        begun = _begun(values)
        if not begun or self.is_by_time(kind):
            return
        if kind not in self._newest:
            here = (_begun(values) for other, values in self._bulk.heads(kind) if other != seq)
            self._newest[kind] = max(here, default="")
        if begun < self._newest[kind]:
            self._context.write_small("note", f"{_BY_TIME}{kind}", "")
            self._by_time[kind] = True
        self._newest[kind] = max(begun, self._newest[kind])

    def _read(self, kind: int) -> list[int]:
        begun = {seq: "" for seq, _ in self._bulk.opened(kind, "head")}
        begun.update((seq, _begun(values)) for seq, values in self._bulk.heads(kind))
        return sorted(begun, key=lambda seq: (begun[seq], seq), reverse=True)

    def _forget(self) -> None:
        """What was written with a transaction that was undone is not there."""
        self._by_time.clear()
        self._newest.clear()
        self._known.clear()


def _begun(values: Mapping[str, Any]) -> str:
    found = values.get(BEGUN)
    return found if isinstance(found, str) else ""
