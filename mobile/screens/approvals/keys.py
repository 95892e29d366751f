"""The keys of the approvals' desk: from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.screens.approvals.model import Row
from mobile.screens.panels.list_keys import ListKeys


class ApprovalKeys(ListKeys[Row]):
    """Which approval each key leads to."""

    def id_of(self, row: Row) -> str:
        return row.approval.id

    def show(self, shown: Sequence[Row], opened: Row | None) -> bool:
        """What they do now. Returns whether something of it changed."""
        opens_next = self._s._("Opens the next one, in the order and filter the list shows")
        return self.say_steps(shown, opened, opens_next)
