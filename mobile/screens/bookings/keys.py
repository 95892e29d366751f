"""The keys of whoever books: from one request to the next, a time by its number, booking it, and all keys said."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.screens.panels.key_bar import ENTER_KEY, WITH_KEYS
from mobile.screens.panels.list_keys import ListKeys
from mobile.screens.reads.booking_waits import Asked

ENTERS = (ENTER_KEY, "Numpad Enter")


class BookingKeys(ListKeys[Asked]):
    """What each key leads to."""

    def id_of(self, row: Asked) -> str:
        return row.request.id

    @staticmethod
    def has_keys(page: ft.Page) -> bool:
        return page.platform in WITH_KEYS

    @staticmethod
    def is_enter(name: str) -> bool:
        return name in ENTERS

    def show(self, listed: Sequence[Asked], opened: Asked | None, *, has_times: bool) -> bool:
        """What they do now. Returns whether something of it changed."""
        if opened is None:
            return self.hide()
        _, more = self._s._, list[tuple[str, ...]]()
        if opened.sending is None and has_times:
            more.append(("1", _("to 9, choose a time"), _("By the number before it")))
            more.append((ENTER_KEY, _("book"), _("Asks whether to book the chosen time")))
        return self.say_steps(listed, opened, _("Opens the next request"), *more)
