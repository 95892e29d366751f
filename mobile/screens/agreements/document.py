"""`/agreements/<id>`: one agreement, page by page: what changed, its parts, what is chosen. It is signed on a page of its own.

Every step is kept at once; coming back is at the same page, on another device too. A question to the clinic takes the part along.
"""

from __future__ import annotations

from collections.abc import Awaitable
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import quote

import flet as ft

from mobile.care.consent.document import Choice, Layer, Part, Question
from mobile.care.consent.profile import IN_APP, WITH_GUARDIAN
from mobile.care.ledger.kept import Ledger
from mobile.care.people import Patient
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.agreements.changed import changed_page
from mobile.screens.agreements.choosing import end_page
from mobile.screens.agreements.model import CHANGES, END, KINDS, Reading
from mobile.screens.agreements.teach_back import question_card
from mobile.screens.agreements.text import both_texts, part_text
from mobile.screens.agreements.words import refusal_text, version_line
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.guardians import guardians
from mobile.screens.reads.ledger import RULES, rules_alone
from mobile.screens.reconcile import show_buttons


class OneAgreement(LiveScreen):
    """The patient's own reading of it."""

    follows = (*KINDS, *RULES, Patient)
    widest = 0  # plain words and full text stand beside one another
    _layer: Layer = "plain"
    _readers = Ledger()
    _has_guardian = False

    def title(self) -> str:
        """Short, and the same for every agreement: the header stays while the text scrolls, at any size of letters, and a
        browser's tab and history say no more."""
        is_about_changes = self.reading.agreement is not None and self.reading.page == CHANGES
        return self._("What changed") if is_about_changes else self._("Agreement")

    def body(self) -> list[ft.Control]:
        self.reading = Reading(self.records, self.s.now, self.me, self.s.language)
        return super().body()

    def foot(self) -> ft.Control:
        self.buttons = parts.Buttons()
        self.buttons.visible = False
        return parts.reading_column(self.buttons)

    async def load(self) -> None:
        await self.reading.load(self.params["id"])
        now, agreement = self.s.now(), self.reading.agreement
        self._readers = await rules_alone(self.records, now)
        can_assent = agreement is not None and bool(agreement.assent)
        self._has_guardian = can_assent and bool(await guardians(self.records, self.me, now))

    async def redraw(self) -> None:
        await super().redraw()
        self._show_buttons()

    def resized(self, is_wide: bool) -> None:
        self.s.run(self.redraw())

    # --- drawing ---

    def whole(self) -> list[ft.Control]:
        """In one reading column, but for the two texts side by side."""
        return [one if isinstance(one, ft.Row) else parts.reading_column(one) for one in super().whole()]

    def drawn(self) -> list[ft.Control]:
        _, reading = self._, self.reading
        if reading.why is not None:
            refused = refusal_text(self.s, reading.why)
            return [
                *self._named(),
                parts.notice(refused, title=_("This cannot be shown"), tone="prepare"),
            ]
        if reading.agreement is None:
            return [parts.notice(_("This agreement is not here."))] if self.has_all else []
        return [*self._trouble(), *self._page()]

    def _named(self) -> list[ft.Control]:
        """Which agreement it is, where its text is not here to say so."""
        form = self.reading.form
        title = form.title.in_language(self.s.language) if form is not None else ""
        return [parts.title(title, level=2)] if title else []

    def _page(self) -> list[ft.Control]:
        reading, part = self.reading, self.reading.part
        if reading.page == CHANGES:
            return changed_page(self.s, reading, self.on_go)
        if part is None:
            return end_page(
                self.s,
                reading,
                self._readers,
                self.on_choice,
                self.on_go,
                has_guardian=self._has_guardian,
            )
        return self._part(part)

    def _part(self, part: Part) -> list[ft.Control]:
        _, reading, agreement = self._, self.reading, self.reading.agreement
        assert agreement is not None
        number, of = agreement.number(part.link_id), len(agreement.parts)
        progress = parts.progress_bar(
            number,
            of,
            _("Part {n} of {of}").format(n=number, of=of),
            text=_("{n} of {of}").format(n=number, of=of),
        )
        head = parts.stack(
            parts.title(part.title.in_language(self.s.language), level=2),
            parts.small(self._about()),
            spacing=t.S4,
        )
        rows: list[ft.Control] = [progress, head, *self._example()]
        rows += self._text(part)
        for question in part.questions:
            rows.append(question_card(self.s, reading, part, question, partial(self.on_answer, question)))
        return [*rows, self._ways(part)]

    def _text(self, part: Part) -> list[ft.Control]:
        if not part.has_both:
            return [part_text(self.s, self.reading, part, "full")]
        if self.is_wide:
            return [both_texts(self.s, self.reading, part)]
        choices = [parts.Choice("plain", self._("In plain words")), parts.Choice("full", self._("Full text"))]
        toggle = parts.segmented(choices, self._layer, self.guard(self.on_layer), label=self._("Which text"))
        return [toggle, part_text(self.s, self.reading, part, self._layer)]

    def _about(self) -> str:
        """`Treatment with ketamine by IV · version 4 · changed since you last signed`."""
        _, reading, agreement = self._, self.reading, self.reading.agreement
        assert agreement is not None
        lines = [agreement.title.in_language(self.s.language), version_line(self.s, agreement.version)]
        if agreement.in_use_since is not None:
            lines.append(_("in use since {day}").format(day=self.s.moments.full_date(agreement.in_use_since)))
        if reading.is_new_version:
            lines.append(_("changed since you last signed"))
        elif reading.is_again:
            lines.append(_("to be signed again"))
        elif reading.is_in_force:
            lines.append(_("in force"))
        return " · ".join(one for one in lines if one)

    def _example(self) -> list[ft.Control]:
        agreement = self.reading.agreement
        if agreement is None or not agreement.is_example:
            return []
        return [parts.notice(self._("This is sample text. A clinic puts its own in its place."))]

    def _ways(self, part: Part) -> ft.Control:
        """What can be done beside reading on."""
        _ = self._
        size = _("Usual text size") if self.s.settings.larger_text else _("Larger text")
        return ft.Row(
            [
                parts.text_button(
                    _("Ask the clinic about this page"),
                    self.guard(partial(self.on_ask, part)),
                    icon=ft.Icons.HELP_OUTLINE_ROUNDED,
                ),
                parts.text_button(size, self.guard(self.on_size), icon=ft.Icons.FORMAT_SIZE_ROUNDED),
            ],
            wrap=True,
            spacing=t.S12,
            run_spacing=0,
        )

    def _trouble(self) -> list[ft.Control]:
        trouble = self.reading.trouble
        if trouble is None:
            return []
        text = self.s.wording.answers_not_saved(is_full=trouble == "full")
        return [parts.notice(text, tone="danger", is_live=True)]

    def _show_buttons(self) -> None:
        reading = self.reading
        shown: list[ft.Button] = []
        if reading.agreement is not None:
            if reading.page == CHANGES:
                ask = self.guard(partial(self.on_ask, reading.first_changed))
                shown.append(parts.outline_button(self._("Ask the clinic"), ask))
            elif reading.page != reading.pages[0]:
                back = self.guard(partial(self.on_back, reading.page))
                shown.append(parts.outline_button(self._("Previous page"), back))
            if reading.page == END:
                shown.append(self._onwards_from_the_end())
            else:
                on = self.guard(partial(self.on_next, reading.page))
                shown.append(parts.primary_button(self._onwards(), on))
        show_buttons(self.buttons, shown)

    def _onwards_from_the_end(self) -> ft.Button:
        """To the page where it is signed, where the clinic has it signed here and it is not yet."""
        agreement = self.reading.agreement
        is_here = agreement is not None and (
            agreement.signing == IN_APP or (agreement.signing == WITH_GUARDIAN and self._has_guardian)
        )
        if is_here and not self.reading.is_in_force:
            return parts.primary_button(self._("Go on to sign"), self.guard(self.on_sign))
        return parts.primary_button(self._("To the list"), self.guard(self.on_list))

    def _onwards(self) -> str:
        """Nobody is made to say that they understand what they have just called unclear."""
        part, progress = self.reading.part, self.reading.progress
        is_unclear = part is None or any(
            progress.understood(one) == "to_talk_about" for one in part.questions
        )
        return self._("Go on") if is_unclear else self._("I understand")

    # --- acts ---

    async def on_next(self, page: str, _: Any = None) -> None:
        """From this page: a second tap that comes after the page was turned says nothing of the next one."""
        if page == self.reading.page:
            await self._turn(self.reading.next())

    async def on_back(self, page: str, _: Any = None) -> None:
        if page == self.reading.page:
            await self._turn(self.reading.back())

    async def on_go(self, page: str) -> None:
        await self._turn(self.reading.go_to(page))

    async def on_layer(self, layer: str) -> None:
        self._layer = "full" if layer == "full" else "plain"
        await self.redraw()

    async def on_answer(self, question: Question, code: str) -> None:
        await self.reading.answer(question, code)
        await self.redraw()

    async def on_choice(self, choice: Choice, is_on: bool) -> None:
        await self.reading.choose(choice, is_on=is_on)
        await self.redraw()

    async def on_size(self) -> None:
        await self.s.services.change_settings(larger_text=not self.s.settings.larger_text)

    def on_ask(self, part: Part) -> None:
        route = f"/agreements/{quote(self.params['id'], safe='')}/ask/{quote(part.link_id, safe='')}"
        self.s.go(route)

    def on_sign(self) -> None:
        self.s.go(f"/agreements/{quote(self.params['id'], safe='')}/sign")

    def on_list(self) -> None:
        self.s.go("/agreements")

    async def _turn(self, turning: Awaitable[None]) -> None:
        """A new page begins at its beginning."""
        await turning
        await self.redraw()
        if self.scroller is not None and self.is_mounted(self.scroller):
            with suppress(RuntimeError):  # the page may be gone while it scrolls
                await self.scroller.scroll_to(offset=0, duration=0)
