"""`/agreements/paper/<id>`: an agreement that is a PDF, shown page by page where this device can, and the file itself, handed over as the
clinic sent it.

The buttons stand below the page, so that whoever goes on has come to its end. A page is shown as it is, and what of it can be read out stands beside it for who does not see it. Its pages are never rebuilt out of
their words: what is signed is what was seen.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import quote

import flet as ft

from mobile.care.consent.paper import MOST_PAGES, PaperAgreement
from mobile.care.consent.papers import ListedPaper, papers_asked_for
from mobile.care.consent.profile import IN_APP, WITH_GUARDIAN
from mobile.care.consent.unreadable import Unreadable
from mobile.care.people import Patient
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.agreements.paper_model import KINDS, PaperModel
from mobile.screens.agreements.signing_words import hindrance_text
from mobile.screens.agreements.words import (
    again_text,
    period_text,
    refusal_text,
    signing_text,
    stays_text,
    version_line,
)
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.agreements import standing_agreements
from mobile.screens.reads.guardians import guardians
from mobile.screens.reads.phases import begun_phases


class OnePaper(LiveScreen):
    """The patient's own reading of it."""

    follows = (*KINDS, Patient)
    _outcome = ""
    _is_read_out = False  # whether the words of the page stand below it
    _listed: ListedPaper | None = None
    _has_guardian = False
    _close: Callable[[], None] | None = None
    _buttons: tuple[str, str, str, int] = (
        "",
        "",
        "",
        0,
    )  # what the buttons say, of which file, and below which page

    def title(self) -> str:
        return self._("Agreement")

    def body(self) -> list[ft.Control]:
        self.saver: Saver = PickerSaver(self.page)
        self.model = PaperModel(self.records, self.s.now)
        self.buttons, self._buttons = parts.Buttons(), ("", "", "", 0)
        self._is_read_out = self.s.settings.larger_text  # a picture of a page does not grow with the letters
        return super().body()

    async def load(self) -> None:
        await self.model.load(self.params["id"])
        await self.model.draw()
        paper = self.model.paper
        if paper is None:
            return
        signed, now = await standing_agreements(self.records), self.s.now()
        begun = await begun_phases(self.records, now)
        readings = {self.model.sha256: self.model.reading}
        self._listed = next(iter(papers_asked_for([paper], signed, readings, now, begun=begun)), None)
        self._has_guardian = bool(paper.assent and await guardians(self.records, self.me, now))

    async def hidden(self) -> None:
        await super().hidden()
        if self._close is not None:
            self._close()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _, paper, model = self._, self.model.paper, self.model
        if paper is None or not paper.is_current:
            return [parts.notice(_("This agreement is not here."))] if self.has_all else []
        if model.why is not None:
            refused = refusal_text(self.s, model.why)
            return [
                self._head(paper),
                parts.notice(refused, title=_("This cannot be shown"), tone="prepare"),
                *(self._ways() if model.file else []),
            ]
        rows = [*self._progress(), self._head(paper)]
        if model.trouble is not None:
            text = self.s.wording.answers_not_saved(is_full=model.trouble == "full")
            rows.append(parts.notice(text, tone="danger", is_live=True))
        if model.is_paged:
            self._show_buttons()
            rows += [*self._page(), self.buttons]
        else:
            rows.append(parts.notice(self._not_paged(), tone="prepare"))
        if paper.is_example:
            rows.append(parts.notice(_("This is sample text. A clinic puts its own in its place.")))
        rows += self._ways()
        return [*rows, parts.small(self._where_signed(paper))]

    def _head(self, paper: PaperAgreement) -> ft.Control:
        title = paper.title.in_language(self.s.language) or self._("A paper of your clinic")
        when = self.s.moments.full_date(paper.dated_at) if paper.dated_at is not None else ""
        lines = [self._("PDF"), version_line(self.s, paper.version), when, *self._standing()]
        about = " · ".join(one for one in lines if one)
        return parts.stack(parts.title(title, level=2), parts.small(about), spacing=t.S4)

    def _standing(self) -> list[str]:
        one = self._listed
        if one is None or one.signed is None:
            return []
        if one.is_again:
            return [again_text(self.s, one.signed)]
        return [stays_text(self.s, one.signed) if one.is_new_version else period_text(self.s, one.signed)]

    def _progress(self) -> list[ft.Control]:
        model, _ = self.model, self._
        if not model.is_paged:
            return []
        words = {"n": model.page, "of": model.pages}
        label, text = _("Page {n} of {of}").format(**words), _("{n} of {of}").format(**words)
        return [parts.progress_bar(model.page, model.pages or 1, label, text=text)]

    def _page(self) -> list[ft.Control]:
        """The page as it is and, where it is asked for, its words."""
        _, drawn = self._, self.model.drawn
        name = _("Page {n} of {of}").format(n=self.model.page, of=self.model.pages)
        if drawn is None:
            broken = _(
                "This page cannot be shown, so the agreement cannot be signed here. Ask your clinic for it on paper."
            )
            return [parts.notice(broken, tone="prepare", is_live=True)]
        rows: list[ft.Control] = [parts.paper_page(drawn.png, f"{name}. {self._read_out()}")]
        if self._is_read_out:
            rows.insert(
                0, parts.card(parts.strong(_("The words of this page")), parts.body(self._read_out()))
            )
        large = parts.text_button(
            _("See it large"),
            self.guard(partial(self.on_large, drawn.png, name)),
            icon=ft.Icons.ZOOM_IN_ROUNDED,
        )
        word = _("Without the words") if self._is_read_out else _("Show its words")
        words = parts.text_button(word, self.guard(self.on_words), icon=ft.Icons.NOTES_ROUNDED)
        return [ft.Row([large, words], wrap=True, spacing=t.S12, run_spacing=0), *rows]

    def _read_out(self) -> str:
        drawn = self.model.drawn
        if drawn is not None and drawn.words:
            return drawn.words
        return self._(
            "This page is a picture without words that can be read out. Ask your clinic to read it with you."
        )

    def _not_paged(self) -> str:
        is_long = self.model.pages is not None and self.model.pages > MOST_PAGES
        return hindrance_text(self.s, "too_many_pages" if is_long else "not_drawn", None)

    def _where_signed(self, paper: PaperAgreement) -> str:
        return signing_text(self.s, paper.signing, has_guardian=self._has_guardian)

    def _ways(self) -> list[ft.Control]:
        """The file itself: it is opened by what the device opens PDFs with."""
        n = max(len(self.model.file) // 1000, 1)
        rows: list[ft.Control] = [
            parts.text_button(
                self._("Save the file ({n} kB)").format(n=n), self.guard(self.on_save), icon=parts.icons.NOTES
            )
        ]
        if self._outcome:
            rows.append(parts.notice(self._outcome, is_live=True))
        return rows

    def _show_buttons(self) -> None:
        """Made anew only where they are others: a tap on its way finds them. One that was meant for another page or file finds none, so
        that a second tap never says of the next page that it was shown."""
        model, onwards = self.model, self._onwards()
        wanted = (self._("Previous page") if model.page > 1 else "", onwards, model.sha256, model.page)
        if wanted == self._buttons:
            return
        self._buttons = wanted
        shown: list[ft.Button] = []
        if model.page > 1:
            shown.append(parts.outline_button(wanted[0], self.guard(partial(self.on_back, model.page))))
        on = self.on_end if model.is_last else self.on_next
        self.buttons.show([*shown, parts.primary_button(onwards, self.guard(partial(on, model.page)))])
        parts.redraw(self.buttons)

    def _onwards(self) -> str:
        if not self.model.is_last:
            return self._("Next page")
        return self._("Go on to sign") if self._is_to_sign else self._("To the list")

    @property
    def _is_to_sign(self) -> bool:
        """Whether it is signed here, and is not yet."""
        paper, listed = self.model.paper, self._listed
        is_open = listed is not None and listed.state == "to_read"
        is_here = paper is not None and (
            paper.signing == IN_APP or (paper.signing == WITH_GUARDIAN and self._has_guardian)
        )
        return is_open and is_here

    # --- acts ---

    async def on_next(self, page: int, _: Any = None) -> None:
        if page == self.model.page:
            await self._turn(self.model.next())

    async def on_back(self, page: int, _: Any = None) -> None:
        if page == self.model.page:
            await self._turn(self.model.back())

    async def on_end(self, page: int, _: Any = None) -> None:
        """The last page was shown, too. What was passed over comes first."""
        if page != self.model.page:
            return
        is_to_sign = self._is_to_sign
        await self.model.next()
        if not is_to_sign:
            self.s.go("/agreements")
        elif self.model.is_all_shown:
            self.s.go(f"/agreements/paper/{quote(self.params['id'], safe='')}/sign")
        elif self.model.trouble is None and self.model.drawn is not None:
            await self._turn(self.model.go_to_what_was_not_shown())
        else:
            await self.redraw()

    async def on_words(self) -> None:
        self._is_read_out = not self._is_read_out
        await self.redraw()

    def on_large(self, png: bytes, name: str) -> None:
        self._close = parts.see_large(self.page, png, name, "", self._("Close"))

    async def on_save(self) -> None:
        """The bytes are looked at anew: what is on screen may be older than what is kept."""
        await self.load()
        if self.model.paper is None:
            return
        name = f"{self._('agreement')}.pdf"  # nothing of the clinic's words is a file's name
        try:
            is_saved = await self.saver.save(Made(name, self.model.paper.pdf()), self.title())
            self._outcome = (
                self._("Saved. It is a copy that anybody with this device can open.") if is_saved else ""
            )
        except (CannotSave, Unreadable):
            self._outcome = self._("The file could not be saved there.")
        await self.redraw()

    async def _turn(self, turning: Awaitable[None]) -> None:
        """A new page begins at its beginning."""
        await turning
        await self.redraw()
        if self.scroller is not None and self.is_mounted(self.scroller):
            with suppress(RuntimeError):  # the page may be gone while it scrolls
                await self.scroller.scroll_to(offset=0, duration=0)
