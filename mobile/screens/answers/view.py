"""`/answers/<id>`: what was sent, to read again, to print or keep, and to change. Reading changes nothing."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.response import Response
from mobile.design import parts
from mobile.records.ports import Keeping
from mobile.screens.file_export import Made
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.answers.drawing import sheet_drawn
from mobile.screens.panels.answers.paper import paper_of, printed
from mobile.screens.panels.answers.sheet import Sheet, sheet_of
from mobile.screens.panels.answers.values import Words
from mobile.screens.panels.making import FileMaking
from mobile.screens.reads.answered_form import picked_for
from mobile.screens.reads.photos import with_its_photos
from mobile.screens.status_text import standing_text


class SentAnswers(LiveScreen):
    """One response that was sent."""

    follows = (Response, FormDefinition, AnswerPhoto)
    sheet: Sheet | None = None

    def title(self) -> str:
        return (self.sheet.title if self.sheet is not None else "") or self._("What you sent")

    def body(self) -> list[ft.Control]:
        self.making = FileMaking(self.s, self._again)
        self.response: Response | None = None
        return super().body()

    async def load(self) -> None:
        self.response = await response_named(self.records, self.params["id"])
        self.sheet = None
        if self.response is not None and self.response.is_done:
            picked = await picked_for(self.records, self.response)
            read = await with_its_photos(self.records, self.response)
            self.sheet = sheet_of(read, picked, self._words())
            self.standing = await self.records.standing(Response, self.response.id)

    def _words(self) -> Words:
        return Words(self.s._, self.s.moments)

    def drawn(self) -> list[ft.Control]:
        _, response, sheet = self._, self.response, self.sheet
        if response is None and not self.has_all:
            return []
        if response is None:
            return [parts.notice(_("These answers are not on this device."))]
        if sheet is None:
            return [parts.notice(_("This form was not sent yet."))]
        shown = standing_text(self.s, self.standing)
        return [
            parts.stack(
                *(parts.small(line) for line in self._about(response)),
                parts.saved_line(shown.text, shown.state),
                spacing=2,
            ),
            *sheet_drawn(_, sheet),
            parts.small(_("Your clinic will review this. Lantern only collects it and draws no conclusion.")),
            *self._acts(response),
        ]

    def _about(self, response: Response) -> list[str]:
        _, m = self._, self.s.moments
        if response.answered_at is None:
            return []
        lines = [_("Answered {when}").format(when=m.moment(response.answered_at))]
        first = response.first_answered_at
        if first is not None and first != response.answered_at:
            lines.append(_("First answered {when}, changed since").format(when=m.moment(first)))
        return lines

    def _acts(self, response: Response) -> list[ft.Control]:
        _ = self._
        rows: list[ft.Control] = []
        if response.is_mine:
            rows.append(
                parts.outline_button(
                    _("Change my answers"),
                    self.guard(partial(self.s.go, f"/form/{quote(response.id, safe='')}")),
                    icon=parts.icons.WRITE,
                )
            )
        rows += [
            parts.soft_button(_("Print or keep"), self.guard(self.on_print), icon=ft.Icons.PRINT_OUTLINED),
            parts.small(
                _(
                    "The file is a PDF, made on this device. Whoever has it can read it. Lantern keeps no copy of it."
                )
            ),
            *self.making.drawn(),
        ]
        return rows

    async def on_print(self) -> None:
        await self.making.make("pdf", self.title(), self._file)

    async def _file(self) -> Made | None:
        """Beside the page."""
        if self.sheet is None or self.response is None:
            return None
        now = self.s.now()
        about = [self.person.name, self.s.services.clinic_name or "", *self._about(self.response)]
        words, day = self._words(), self.s.moments.local(now).date().isoformat()
        return await printed(paper_of(self.sheet, about, words, now), day, words)

    async def _again(self) -> None:
        """Without reading anew."""
        self._put(self.whole())


async def response_named(records: Keeping, id: str) -> Response | None:
    """By its own id, or by the clinic's."""
    found = await records.get(Response, id)
    if found is not None:
        return found
    known = await records.every(Response)
    return next((one for one in known if id in (one.id, one.server_id)), None)
