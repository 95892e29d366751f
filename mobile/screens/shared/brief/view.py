"""`/shared/<patient>/brief` (picture 43): one page before a meeting, on screen and as a PDF that is made when it is asked for.

Opening it is reading what stands in it, and the patient is told so. What is taken back while it is open goes from it at once; where
everything was, it closes and says why. No file is made before somebody asks for one, and none of what is over by then.
"""

from __future__ import annotations

import asyncio
import re

import flet as ft

from mobile.care.safety.routing import RoutingTable
from mobile.design import parts
from mobile.printing import FONTS, pdf_of_summary
from mobile.screens.file_export import Made
from mobile.screens.frame import ESCAPE
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.making import FileMaking
from mobile.screens.panels.one_page import page_drawn
from mobile.screens.shared.brief.held import Brief, read_brief
from mobile.screens.shared.brief.own import patient_name
from mobile.screens.shared.brief.words import summary_of
from mobile.screens.shared.keys import WITH_KEYS
from mobile.screens.shared.model import KINDS, SharedModel

WIDE: dict[str | ft.ResponsiveRowBreakpoint, ft.Number] = {"xs": 12, "lg": 10, "xl": 9, "xxl": 8}


class OpenBrief(LiveScreen):
    """One patient's."""

    follows = (*KINDS, RoutingTable)
    widest = 0
    brief: Brief | None = None

    def title(self) -> str:
        return self._("Brief before meeting")

    def body(self) -> list[ft.Control]:
        self.model = SharedModel(self.records, self.s.now, self.person.fhir_user, self.s.zone)
        self.making = FileMaking(self.s, self.redraw)
        self._seen: set[str] = set()  # the grants of what stood in it while it was open
        self._name = ""
        column = ft.Container(parts.stack(*super().body()), col=WIDE)
        return [ft.ResponsiveRow([column], alignment=ft.MainAxisAlignment.CENTER, spacing=0)]

    async def load(self) -> None:
        await self._read()
        if self.brief is not None and await self.model.mark_shown(self.brief.shown):
            await self._read()

    async def _read(self) -> None:
        await self.model.load()
        patient, reader = self.params["patient"], self.person.fhir_user
        self.brief = await read_brief(self.records, self.model, patient, reader, self.s.now())
        if self.brief is not None and not self.brief.has_anything:
            self.brief = None
        if self.brief is not None:
            self._name = patient_name(self.s, self.brief)

    # --- keys ---

    def hears_keys(self) -> bool:
        return self.is_wide and self.page.platform in WITH_KEYS

    async def key(self, name: str) -> None:
        if name == ESCAPE:
            self.s.back()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        brief = self.brief
        if brief is None:
            return [parts.notice(text, icon=parts.icons.ONLY_ME, is_live=True) for text in self._closed()]
        readable = {share.grant.id for share in brief.row.shared.readable}
        is_less = bool(self._seen - readable)
        self._seen |= {share.grant.id for share in brief.shown}
        gone: list[ft.Control] = []
        if is_less:
            text = self._("Something was taken back while this was open. What it said is no longer here.")
            gone.append(parts.notice(text, icon=parts.icons.ONLY_ME, tone="quiet", is_live=True))
        charted = brief.measures[0] if brief.measures else None
        summary = summary_of(self.s, brief)
        return [*gone, *page_drawn(self.s, summary, charted), *self._receipt(brief), *self._acts()]

    def _closed(self) -> list[str]:
        """Why there is nothing; before all is here that is not known."""
        _ = self._
        if self._name:
            text = _(
                "{name} shares nothing with you any more, so this brief is closed. What it said is no longer here."
            )
            return [text.format(name=self._name)]
        return [_("There is nothing of this person to read now.")] if self.has_all else []

    def _receipt(self, brief: Brief) -> list[ft.Control]:
        if not brief.shown:
            return []
        text = self._("{name} sees that you read what stands here in their words.")
        return [parts.small(text.format(name=self._name))]

    def _acts(self) -> list[ft.Control]:
        _ = self._
        text = _(
            "The file is a PDF, made on this device. Whoever has it can read it. Lantern keeps no copy of it."
        )
        return [
            parts.soft_button(_("Print or keep"), self.guard(self.on_print), icon=ft.Icons.PRINT_OUTLINED),
            parts.small(text),
            *self.making.drawn(),
        ]

    # --- acts ---

    async def on_print(self) -> None:
        await self.making.make("pdf", self.title(), self._file)

    async def _file(self) -> Made | None:
        """Of what is shared now, beside the page; handed over only if it is shared still."""
        while True:
            if self.brief is None:
                return None
            asked = self.brief
            content = await asyncio.to_thread(pdf_of_summary, summary_of(self.s, asked), FONTS)
            await self.load()
            if self.brief is not None and _is_as(asked, self.brief):
                break
        day = self.s.moments.local(self.s.now()).date().isoformat()
        name = re.sub(r"[^\w]+", "-", self._("Brief").lower()).strip("-")
        return Made(f"{name}-{day}.pdf", content)


def _is_as(before: Brief, now: Brief) -> bool:
    """Whether the same of theirs may be read still, in the same words."""
    return _read_in(before) == _read_in(now)


def _read_in(brief: Brief) -> object:
    """Their words, and their scores."""
    scores = [(one.form.address, one.trend.points if one.trend is not None else ()) for one in brief.measures]
    return {one.grant.id: one.copy for one in brief.shown}, scores
