"""`/settings/about`: the version, what Lantern never does, whose work it stands on."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Screen
from mobile.screens.panels.row_cards import card_of
from mobile.screens.settings.licences import FONTS, PROGRAMS, Work, version


class AboutPart(Screen):
    """Words only."""

    def title(self) -> str:
        return self._("About Lantern")

    def body(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.card(
                parts.heading(_("What it never does")),
                parts.body(
                    _(
                        "Lantern gives no medical advice, no dose and no diagnosis, and reads no meaning into what you "
                        "write. It repeats what your clinic wrote, and leads you to people."
                    )
                ),
                parts.body(_("Nobody reads along in real time. If you are in danger, use Support.")),
            ),
            parts.section(_("Version")),
            card_of([parts.list_row(version() or _("Not recorded"), "", None)]),
            parts.section(_("Type and signs")),
            self._works(FONTS),
            parts.section(_("Programs")),
            self._works(PROGRAMS),
        ]

    def _works(self, works: Sequence[Work]) -> ft.Control:
        return card_of([parts.list_row(work.name, f"{work.by} · {work.licence}", None) for work in works])
