"""The keys of a desk that is a list: from one of it to the next, and all keys said."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from mobile.screens.panels.key_bar import ALL, BEFORE, NEXT, STEPS, KeyBar, all_key

Row = TypeVar("Row")


class ListKeys(KeyBar, Generic[Row]):
    """The bar, and which of the list each key leads to."""

    _has_all = False

    @abstractmethod
    def id_of(self, row: Row) -> str:
        """What a row is known by."""

    def turns(self, name: str) -> bool:
        """Whether this key says all of them, or no more."""
        if name == ALL:
            self._has_all = not self._has_all
        return name == ALL

    def leads_to(self, name: str, shown: Sequence[Row], opened: Row | None) -> Row | None:
        """Which this key opens, in the order and filter of the list; what is not in it is before its first."""
        step = STEPS.get(name)
        if step is None:
            return None
        ids = [self.id_of(one) for one in shown]
        known = self.id_of(opened) if opened is not None else None
        at = (ids.index(known) if known in ids else -1) + step
        return shown[at] if 0 <= at < len(shown) else None

    def say_steps(
        self, shown: Sequence[Row], opened: Row | None, opens_next: str, *more: tuple[str, ...]
    ) -> bool:
        """Those that lead somewhere, then `more` of the desk's own. `opens_next`: what the first does, in a sentence. Returns whether
        something of the bar changed."""
        if opened is None and not shown:
            return self.hide()
        _ = self._s._
        keys: list[tuple[str, ...]] = []
        if self.leads_to(NEXT, shown, opened) is not None:
            keys.append((NEXT, _("next"), opens_next))
        if self.leads_to(BEFORE, shown, opened) is not None:
            keys.append((BEFORE, _("before"), _("Opens the one before")))
        return self.say([*keys, *more, all_key(self._s, has_all=self._has_all)], has_all=self._has_all)
