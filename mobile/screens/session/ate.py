"""`/session/<id>/ate`: what the clinic wrote for who ate or drank before a session, first on the session's own page.

Where it was asked for on Today it is read at once. Telling the clinic is a tap of its own, as on the page itself.
"""

from __future__ import annotations

from typing import Any

from mobile.screens.reads.agenda import session_route
from mobile.screens.session.view import OneSession


class Ate(OneSession):
    """Closed, it is the session's page."""

    _has_eaten = True
    answers_eaten_first = True

    async def on_close_eaten(self, _: Any = None) -> None:
        if self.session is not None:
            self.s.go(session_route(self.session))
