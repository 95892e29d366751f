"""Whether an entry is hidden, as a card of its page. It is there only where a second PIN opened Lantern."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.entry.model import EntryDraft
from mobile.screens.frame import Surroundings


class HiddenCard:
    """Drawn anew only where it says something else."""

    def __init__(self, s: Surroundings, model: EntryDraft) -> None:
        self._s, self._model = s, model
        self._drawn: object = None
        self._rows = parts.stack(spacing=t.S8)
        self.control: ft.Control = parts.card(self._rows)
        self.control.visible = False

    def show(self) -> None:
        """As things stand now."""
        model = self._model
        looks = (model.hiding_is_open, model.is_hidden, model.may_be_hidden, model.share is not None)
        if looks == self._drawn:
            return
        self._drawn = looks
        drawn = self._about() if model.hiding_is_open else []
        reconcile.put_rows(self._rows.controls, drawn)
        self.control.visible = bool(drawn)
        parts.redraw(self.control)

    def _about(self) -> list[ft.Control]:
        _, model = self._s._, self._model
        if model.is_hidden:
            return [
                parts.chip(_("Hidden"), icon=ft.Icons.VISIBILITY_OFF_OUTLINED),
                parts.body(_("This entry opens only with your second PIN.")),
                parts.small(_("Copies made while it is hidden do not have it, and it cannot be shared.")),
                parts.outline_button(_("Show it in the journal"), self._s.guard(self._on_show)),
            ]
        text = parts.body(_("Whoever opens Lantern with your first PIN can read this entry."))
        if model.share is not None:
            return [text, parts.small(_("It is shared. Take it back first, then you can hide it."))]
        if not model.may_be_hidden:
            return [
                text,
                parts.small(_("Your clinic asks for this entry after a session, so it cannot be hidden.")),
            ]
        return [text, parts.outline_button(_("Hide this entry"), self._s.guard(self._on_hide))]

    async def _on_hide(self) -> None:
        await self._set(is_hidden=True)

    async def _on_show(self) -> None:
        await self._set(is_hidden=False)

    async def _set(self, *, is_hidden: bool) -> None:
        await self._model.hide(is_hidden=is_hidden)
        self.show()
