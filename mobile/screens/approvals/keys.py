"""The keys of the approvals' desk: from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.screens.approvals.model import Row
from mobile.screens.panels.key_bar import ALL, BEFORE, NEXT, STEPS, KeyBar, all_key


class ApprovalKeys(KeyBar):
    """The bar, and which approval each key leads to."""

    _has_all = False

    def turns(self, name: str) -> bool:
        """Whether this key says all of them, or no more."""
        if name == ALL:
            self._has_all = not self._has_all
        return name == ALL

    @staticmethod
    def leads_to(name: str, shown: Sequence[Row], opened: Row | None) -> Row | None:
        """In the order and filter of the list; what is not in it is before its first."""
        step = STEPS.get(name)
        if step is None:
            return None
        ids = [one.approval.id for one in shown]
        at = (
            ids.index(opened.approval.id) if opened is not None and opened.approval.id in ids else -1
        ) + step
        return shown[at] if 0 <= at < len(shown) else None

    def show(self, shown: Sequence[Row], opened: Row | None) -> bool:
        """What they do now. Returns whether something of it changed."""
        if opened is None and not shown:
            return self.hide()
        _ = self._s._
        keys: list[tuple[str, ...]] = []
        if self.leads_to(NEXT, shown, opened) is not None:
            keys.append((NEXT, _("next"), _("Opens the next one, in the order and filter the list shows")))
        if self.leads_to(BEFORE, shown, opened) is not None:
            keys.append((BEFORE, _("before"), _("Opens the one before")))
        return self.say([*keys, all_key(self._s, has_all=self._has_all)], has_all=self._has_all)
