"""`/agreements/paper/<id>`: an agreement that is a PDF: what it is, and the file itself, handed over as the clinic sent it."""

from __future__ import annotations

import flet as ft

from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.unreadable import Unreadable
from mobile.design import parts
from mobile.screens.agreements.words import refusal_text, signing_text, version_line
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.live_screen import LiveScreen


class OnePaper(LiveScreen):
    """One PDF. It is opened by what the device opens PDFs with."""

    follows = (PaperAgreement,)
    paper: PaperAgreement | None = None
    _outcome = ""

    def title(self) -> str:
        return self._("Agreement")

    def body(self) -> list[ft.Control]:
        self.saver: Saver = PickerSaver(self.page)
        return super().body()

    async def load(self) -> None:
        listed = await self.records.every(PaperAgreement)
        self.paper = next((one for one in listed if self.params["id"] in (one.id, one.server_id)), None)

    def drawn(self) -> list[ft.Control]:
        _, paper = self._, self.paper
        if paper is None or not paper.is_current:
            return [parts.notice(_("This agreement is not here."))] if self.has_all else []
        title = paper.title.in_language(self.s.language) or _("A paper of your clinic")
        when = self.s.moments.full_date(paper.dated_at) if paper.dated_at is not None else ""
        about = " · ".join(one for one in (version_line(self.s, paper.version), when) if one)
        head = parts.stack(parts.title(title, level=2), *([parts.small(about)] if about else []))
        try:
            content = paper.pdf()
        except Unreadable as error:
            return [
                head,
                parts.notice(
                    refusal_text(self.s, error.code), title=_("This cannot be shown"), tone="prepare"
                ),
            ]
        size = _("A PDF of {n} kB. Your device opens it, and it is the file as your clinic sent it.").format(
            n=max(len(content) // 1000, 1)
        )
        rows: list[ft.Control] = [head, parts.body(size)]
        if paper.is_example:
            rows.append(parts.notice(_("This is sample text. A clinic puts its own in its place.")))
        rows.append(parts.primary_button(_("Save it to read"), self.guard(self.on_save)))
        if self._outcome:
            rows.append(parts.notice(self._outcome, is_live=True))
        return [*rows, parts.small(signing_text(self.s, paper.signing))]

    async def on_save(self) -> None:
        """The bytes are looked at anew: what is on screen may be older than what is kept."""
        await self.load()
        if self.paper is None:
            return
        name = f"{self._('agreement')}.pdf"  # nothing of the clinic's words is a file's name
        try:
            is_saved = await self.saver.save(Made(name, self.paper.pdf()), self.title())
            self._outcome = (
                self._("Saved. It is a copy that anybody with this device can open.") if is_saved else ""
            )
        except (CannotSave, Unreadable):
            self._outcome = self._("The file could not be saved there.")
        await self.redraw()
