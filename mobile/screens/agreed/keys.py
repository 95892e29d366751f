"""The keys of the agreements' desk, and what they do now: from one person to the next, and saying that something was talked about."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.screens.agreed.model import Row
from mobile.screens.panels.key_bar import ALL, BEFORE, NEXT, STEPS, KeyBar, all_key

TALKED = "T"


class AgreedKeys(KeyBar):
    """The bar, and whom each key leads to."""

    _has_all = False

    def turns(self, name: str) -> bool:
        """Whether this key says all of them, or no more."""
        if name == ALL:
            self._has_all = not self._has_all
        return name == ALL

    @staticmethod
    def leads_to(name: str, shown: Sequence[Row], opened: Row | None) -> Row | None:
        """Whom this key opens, in the order and filter of the list; who is not in it is before its first."""
        step = STEPS.get(name)
        if step is None:
            return None
        ids = [one.id for one in shown]
        at = (ids.index(opened.id) if opened is not None and opened.id in ids else -1) + step
        return shown[at] if 0 <= at < len(shown) else None

    def show(self, shown: Sequence[Row], opened: Row | None) -> bool:
        """What they do now. Returns whether something of it changed."""
        if opened is None and not shown:
            return self.hide()
        _ = self._s._
        keys: list[tuple[str, ...]] = []
        if self.leads_to(NEXT, shown, opened) is not None:
            keys.append((NEXT, _("next"), _("Opens the next person, in the order and filter the list shows")))
        if self.leads_to(BEFORE, shown, opened) is not None:
            keys.append((BEFORE, _("before"), _("Opens the one before")))
        if opened is not None and opened.is_prescriber and opened.open_points:
            keys.append((TALKED, _("mark as talked about"), _("Marks the first talking point that is open")))
        return self.say([*keys, all_key(self._s, has_all=self._has_all)], has_all=self._has_all)
