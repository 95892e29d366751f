"""The file of an estimate: its pages drawn here, with their words for whoever has them read out, and the file itself to keep.

What is handed over is what the clinic issued, byte for byte, or nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from mobile.care.cost import Estimate
from mobile.care.cost.estimate import NoFile
from mobile.design import parts
from mobile.device.pdf_pages import CannotDraw, DrawnPage, PdfPages
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.frame import Surroundings

MOST_PAGES = 20
"""Drawn below one another; a longer file is saved and opened by what the device opens such files with."""


class EstimateFile:
    """One for a place. `redraw`: of the place."""

    def __init__(self, s: Surroundings, redraw: Callable[[], Awaitable[None]]) -> None:
        self._s, self._redraw = s, redraw
        self.saver: Saver = PickerSaver(s.page)
        self._one: Estimate | None = None
        self._pages: tuple[DrawnPage, ...] = ()
        self._outcome = ""

    def turn_to(self, one: Estimate | None) -> None:
        """Whose file it is by now: pages of another are put away."""
        if self._one is not None and (one is None or one.data != self._one.data):
            self._pages, self._outcome = (), ""
        self._one = one

    def drawn(self) -> list[ft.Control]:
        _, s, one = self._s._, self._s, self._one
        if one is None:
            return []
        try:
            n = max(len(one.file()) // 1000, 1)
        except NoFile as error:
            return [parts.notice(self._no_file(error), tone="prepare")]
        rows: list[ft.Control] = []
        if not self._pages:
            rows.append(parts.soft_button(_("Show the pages"), s.guard(self.on_show), icon=parts.icons.NOTES))
        for number, page in enumerate(self._pages, 1):
            name = _("Page {n} of {of}").format(n=number, of=len(self._pages))
            rows.append(parts.paper_page(page.png, f"{name}. {page.words}"))
        save = _("Save the file ({n} kB)").format(n=n)
        rows.append(
            ft.Row([parts.text_button(save, s.guard(self.on_save), icon=parts.icons.NOTES)], wrap=True)
        )
        if self._outcome:
            rows.append(parts.notice(self._outcome, is_live=True))
        return rows

    def _no_file(self, error: NoFile) -> str:
        _ = self._s._
        return {
            "not_here": _("The file of this estimate is not here. Ask your clinic for it."),
            "too_long": _("The file of this estimate is too large to keep here. Ask your clinic for it."),
            "unreadable": _("The file of this estimate cannot be read. Ask your clinic for it again."),
            "changed": _(
                "The file is not the one your clinic issued, so it is not shown. Ask your clinic for it again."
            ),
        }[error.why]

    async def on_show(self) -> None:
        one = self._one
        if one is None:
            return
        self._outcome = ""
        try:
            pages = await asyncio.to_thread(_drawn, one.file())
            if self._one is not None and self._one.data == one.data:  # another may have come meanwhile
                self._pages = pages
        except (CannotDraw, NoFile):
            self._outcome = self._s._("Its pages cannot be shown here. You can save the file and open it.")
        await self._redraw()

    async def on_save(self) -> None:
        if self._one is None:
            return
        _ = self._s._
        try:
            name = f"{_('estimate')}.pdf"  # nothing of the clinic's words is a file's name
            is_saved = await self.saver.save(Made(name, self._one.file()), _("Written estimate"))
            saved = _("Saved. It is a copy that anybody with this device can open.")
            self._outcome = saved if is_saved else ""
        except (CannotSave, NoFile):
            self._outcome = _("The file could not be saved there.")
        await self._redraw()


def _drawn(file: bytes) -> tuple[DrawnPage, ...]:
    """Raises CannotDraw."""
    draws = PdfPages()
    count = draws.count(file)
    if count > MOST_PAGES:
        raise CannotDraw("damaged")
    return tuple(draws.draw(file, number) for number in range(1, count + 1))
