"""The keys of whoever books: from one request to the next, a time by its number, booking it, and all keys said."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.screens.panels.key_bar import ALL, BEFORE, ENTER_KEY, NEXT, STEPS, WITH_KEYS, KeyBar, all_key
from mobile.screens.reads.booking_waits import Asked

ENTERS = (ENTER_KEY, "Numpad Enter")


class BookingKeys(KeyBar):
    """The bar, and what each key leads to."""

    _has_all = False

    @staticmethod
    def has_keys(page: ft.Page) -> bool:
        return page.platform in WITH_KEYS

    @staticmethod
    def is_enter(name: str) -> bool:
        return name in ENTERS

    def turns(self, name: str) -> bool:
        """Whether this key says all of them, or no more."""
        if name == ALL:
            self._has_all = not self._has_all
        return name == ALL

    @staticmethod
    def leads_to(name: str, listed: Sequence[Asked], opened: Asked | None) -> Asked | None:
        """The request that this key opens."""
        step = STEPS.get(name)
        ids = [one.request.id for one in listed]
        if step is None or opened is None or opened.request.id not in ids:
            return None
        at = ids.index(opened.request.id) + step
        return listed[at] if 0 <= at < len(listed) else None

    def show(self, listed: Sequence[Asked], opened: Asked | None, *, has_times: bool) -> bool:
        """What they do now. Returns whether something of it changed."""
        if opened is None:
            return self.hide()
        _ = self._s._
        is_open = opened.sending is None
        keys: list[tuple[str, ...]] = []
        if self.leads_to(NEXT, listed, opened):
            keys.append((NEXT, _("next"), _("Opens the next request")))
        if self.leads_to(BEFORE, listed, opened):
            keys.append((BEFORE, _("before"), _("Opens the one before")))
        if is_open and has_times:
            keys.append(("1", _("to 9, choose a time"), _("By the number before it")))
            keys.append((ENTER_KEY, _("book"), _("Asks whether to book the chosen time")))
        return self.say([*keys, all_key(self._s, has_all=self._has_all)], has_all=self._has_all)
