"""A trouble said on the page it happened on: what happened as the title, then what is safe and what to do."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.app_services import Trouble
from mobile.screens.frame import Screen
from mobile.screens.troubles import TroubleSentences


def trouble_notice(screen: Screen, trouble: Trouble | None) -> list[ft.Control]:
    """Nothing where there is none."""
    if trouble is None:
        return []
    s = screen.s
    plain = TroubleSentences(s.speech, s.moments).explain(trouble, s.now())
    return [explained(plain.happened, plain.rest)]


def explained(title: str, text: str) -> ft.Control:
    """What happened and the rest of it, read out when it appears."""
    return parts.notice(text, title=title, tone="support", icon=parts.icons.INFO, is_live=True)
