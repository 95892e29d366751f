"""While a session day is open on this device the app comes back to it: after a restart, a reload, a lock."""

from __future__ import annotations

from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.session_day import day_route, day_under_way


class ComesBack(LiveScreen):
    """What is shown first."""

    async def shown(self) -> None:
        opened = await day_under_way(self.records, self.s.now(), self.s.zone)
        if opened is not None:
            self.s.go(day_route(opened))
        await super().shown()
