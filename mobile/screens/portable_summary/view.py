"""`/portable-summary` (picture 50): what somebody hands to another clinic themselves, chosen section by section and seen as it is written.

Both files are made of what is in view, at its hour. Nothing is sent and no file is kept. It may be made on the day of a session too:
it binds nobody and tells nobody, and whoever is taken to another door that day may need it; that it can wait is said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, get_args

import flet as ft

from mobile.care.prompts import Protocol
from mobile.care.sharing import new_id
from mobile.design import parts
from mobile.design import tokens as t
from mobile.printing import FONTS, pdf_of_summary
from mobile.records.ports import Keeping
from mobile.screens.cancellable_task import CancellableTask
from mobile.screens.file_export import Made
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.making import FileMaking
from mobile.screens.panels.one_page import page_drawn
from mobile.screens.portable_summary.left_out import section_name
from mobile.screens.portable_summary.page import Chosen, file_name, made_of, pieces_of
from mobile.screens.portable_summary.page import Made as MadeSummary
from mobile.screens.portable_summary.piece import Code
from mobile.screens.portable_summary.scores import charted
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.hidden import hidden_ids
from mobile.screens.reads.portable import KINDS, Held, portable

CODES: tuple[Code, ...] = get_args(Code)
AT_FIRST = frozenset(CODES) - {"room"}
"""What is chosen before anybody chose: what the clinic has already. What was written for the room is the person's alone."""
SETTLES_S = 0.3
"""How long after the last letter of a name the page is drawn with it."""


class PortableSummary(LiveScreen):
    """One patient's own."""

    follows = (*KINDS, Protocol)
    held: Held | None = None
    made: MadeSummary | None = None

    def title(self) -> str:
        return self._("Summary to hand over")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.making = FileMaking(self.s, self._redraw_kept)
        self.chosen = Chosen(AT_FIRST)
        self._id = ""
        self._settling: CancellableTask[None] = CancellableTask()
        self.whom = parts.text_field(
            _("Who it is for"),
            value=self.chosen.for_whom,
            helper=_(
                "You may leave it empty. This name stands only in the files you make. Lantern keeps it nowhere."
            ),
            on_change=self.guard(self.on_whom),
        )
        self.rows = {
            code: parts.check_row(
                section_name(self.s, code),
                is_on=code in self.chosen.codes,
                on_change=self.guard(partial(self.on_section, code)),
            )
            for code in CODES
        }
        self.choosing = parts.card(
            parts.heading(_("What goes in")),
            *self.rows.values(),
            parts.gap(t.S4),
            self.whom,
            spacing=t.S4,
        )
        self.choosing.visible = False
        about = _(
            "For another clinic: facts from your clinic’s record and what you told your clinic. You choose what goes in, "
            "you see it exactly as it is written, and you hand it over yourself. Lantern sends nothing."
        )
        return [parts.body(about), self.choosing, *super().body()]

    # --- reading ---

    async def load(self) -> None:
        if isinstance(self.recalled, Chosen):
            self._recall(self.recalled)
        self.recalled = None
        now = self.s.now()
        self.held = await portable(self.records, self.me, now, self.s.zone)
        self.waits = await waits_now(self.records, now, self.s.zone)
        self.has_hidden = bool(await hidden_ids(self.records))
        self._put_together()

    def _recall(self, chosen: Chosen) -> None:
        """Goes on with what a lock came before."""
        self.chosen = chosen
        self.whom.value = chosen.for_whom
        for code, row in self.rows.items():
            row.set(code in chosen.codes)

    def _put_together(self) -> None:
        """Anew only where something in it is another, so that both files of one page have one hour and one content."""
        assert self.held is not None
        self.there = there = {one.code for one in pieces_of(self.s, self.held) if one.blocks}
        for code, row in self.rows.items():
            row.visible = code in there
        self.choosing.visible = bool(there)
        parts.redraw(self.choosing)
        made = self.made
        if made is None or made != made_of(self.s, self.held, self.chosen, made.page.made_at, self._id):
            self._id = new_id()
            self.making.forget()
            self.made = made_of(self.s, self.held, self.chosen, self.s.now(), self._id)

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        if self.held is None or self.made is None:
            return []
        if not self.there:
            return self._empty()
        if not self.chosen.codes & self.there:
            return [parts.notice(self._("Choose at least one section."), is_live=True)]
        page = page_drawn(
            self.s, self.made.page, charted(self.held) if "scores" in self.chosen.codes else None
        )
        return [
            parts.heading(self._("What they will see")),
            *page,
            *self._acts(self.made.page.made_at),
        ]

    def _empty(self) -> list[ft.Control]:
        if not self.has_all:
            return []
        text = self._(
            "What your clinic records of your care appears here. Then you can make a summary of it."
        )
        return [parts.empty_state(self._("Nothing to hand over yet"), text, icon=parts.icons.NOTES)]

    def _acts(self, made_at: datetime) -> list[ft.Control]:
        _, rows = self._, list[ft.Control]()
        if self.has_hidden:
            rows.append(parts.small(_("Your hidden entries are not in it.")))
        if self.waits is not None:
            rows.append(parts.notice(_("It can wait. Today, look at it once more before you hand it over.")))
        text = _(
            "Both say the same, as of {time}. Whoever has one can read it, and a file that you gave away cannot be taken back. "
            "Lantern keeps no copy."
        )
        return [
            *rows,
            parts.primary_button(_("Make the PDF"), self.guard(self.on_pdf)),
            parts.soft_button(_("Make the data file"), self.guard(self.on_data)),
            parts.small(text.format(time=self.s.moments.time(made_at))),
            *self.making.drawn(),
        ]

    # --- acts ---

    def on_section(self, code: Code, is_on: bool) -> None:
        one = frozenset[Code]([code])
        codes = self.chosen.codes | one if is_on else self.chosen.codes - one
        self._choose(Chosen(codes, self.chosen.for_whom))

    def on_whom(self, e: Any) -> None:
        """Captured at once; the page follows when the hand rests."""
        self.chosen = Chosen(self.chosen.codes, e.control.value or "")
        ft.context.disable_auto_update()
        self._settling.stop()
        self.s.run(self._settled())

    async def _settled(self) -> None:
        """False from `run`: another letter came meanwhile."""
        if await self._settling.run(asyncio.sleep(SETTLES_S)) and self.is_mounted(self._place):
            self._choose(self.chosen)

    def _choose(self, chosen: Chosen) -> None:
        self.chosen = chosen
        if self.held is not None:
            self._put_together()
            self._put(self.whole())

    async def on_pdf(self) -> None:
        await self._make("pdf")

    async def on_data(self) -> None:
        await self._make("json")

    async def _make(self, ending: str) -> None:
        await self.making.make(ending, self.title(), partial(self._file, ending))

    async def _file(self, ending: str) -> Made | None:
        """Of what is in view now, beside the page."""
        self._choose(self.chosen)  # the last letters of a name
        made = self.made
        if made is None:
            return None
        content = await asyncio.to_thread(_content_of, made, ending)
        return Made(file_name(self.s, made.page.made_at, ending), content)

    async def _redraw_kept(self) -> None:
        """Without reading anew."""
        self._put(self.whole())

    # --- what is typed ---

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return [(self.whom, self._on_late)]

    def _on_late(self, text: str) -> None:
        self.chosen = Chosen(self.chosen.codes, text)

    def unsaved(self) -> Any:
        """A name that was typed, and what was chosen with it, over a lock."""
        return self.chosen if self.chosen.for_whom else None

    async def seal(self, records: Keeping) -> bool:
        """A name of somebody else's clinic is nothing to keep in the store: it goes on in this place."""
        return False


def _content_of(made: MadeSummary, ending: str) -> bytes:
    if ending == "pdf":
        return pdf_of_summary(made.page, FONTS)
    return made.document.encode("utf-8", "surrogatepass")
