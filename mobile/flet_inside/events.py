"""Events of controls that went away while they were on their way: dropped, where Flet would cover the whole page with an error.

A handler that redraws may run between the moment an event was heard and the one it is handled. It must never take an event away
from a control that stands on the page.
"""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.flet_inside.numbers import resolved


def drop_events_of_gone_controls(page: ft.Page) -> None:
    """Once a page, before anything is drawn on it."""
    session: Any = page.session
    dispatch = session.dispatch_event

    async def dispatched(control_id: int, event_name: str, event_data: Any) -> None:
        control = resolved(session, control_id)
        if control is None or _stands(control, page):  # nothing is awaited between this and Flet's own look
            await dispatch(control_id, event_name, event_data)

    session.dispatch_event = dispatched


def _stands(control: Any, page: ft.Page) -> bool:
    try:
        return control is page or control.page is page
    except RuntimeError:  # Flet's answer for one that nothing holds any more
        return False
