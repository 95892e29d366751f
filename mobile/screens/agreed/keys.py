"""The keys of the agreements' desk, and what they do now: from one person to the next, and saying that something was talked about."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.screens.agreed.model import Row
from mobile.screens.panels.list_keys import ListKeys

TALKED = "T"


class AgreedKeys(ListKeys[Row]):
    """Whom each key leads to."""

    def id_of(self, row: Row) -> str:
        return row.id

    def show(self, shown: Sequence[Row], opened: Row | None) -> bool:
        """What they do now. Returns whether something of it changed."""
        _, more = self._s._, list[tuple[str, ...]]()
        if opened is not None and opened.is_prescriber and opened.open_points:
            more.append((TALKED, _("mark as talked about"), _("Marks the first talking point that is open")))
        opens_next = _("Opens the next person, in the order and filter the list shows")
        return self.say_steps(shown, opened, opens_next, *more)
