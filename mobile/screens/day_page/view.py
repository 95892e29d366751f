"""`/session/<id>/page`: the plain page of this session's day: what is on it, who can open it and until when, its address, its end.

It says how far the question is, from what is kept here alone. Where the clinic's system has not answered, it promises nothing.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.day_page import DayPage, day_ends
from mobile.care.decision_guard import Waits
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import NotSaved
from mobile.records.ports import SendState
from mobile.screens.day_page.model import AskingForDayPage
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.put_off import ask_again_button
from mobile.screens.reads import day_page as pages
from mobile.screens.reads import guarded, visits
from mobile.screens.status_text import begun, session_when, standing_text


class PlainDayPage(LiveScreen):
    """Of one session."""

    follows = tuple(dict.fromkeys((*visits.KINDS, *pages.KINDS, *guarded.KINDS)))
    _trouble = ""
    _is_copy_refused = False

    def title(self) -> str:
        return self._("A page for any phone")

    def body(self) -> list[ft.Control]:
        self.model = AskingForDayPage(self.records, self.params["id"], self.s.now, self.s.zone)
        return super().body()

    async def load(self) -> None:
        await self.model.load()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        session, page = self.model.session, self.model.kept.page
        if session is None:
            gone = self._("This session is not on your plan any more.")
            return [parts.notice(gone)] if self.has_all else []
        rows: list[ft.Control] = [
            parts.small(begun(session_when(self.s, session)), is_strong=True),
            *self._leaving(),
        ]
        if page is None:
            return [*rows, *(self._ask() if self.model.can_ask else [self._over()])]
        return [*rows, *self._standing(page)]

    def _over(self) -> ft.Control:
        return parts.notice(self._("This session is over, or does not take place."))

    def _ask(self) -> list[ft.Control]:
        _, waits = self._, self.model.waits
        rows: list[ft.Control] = [self._what_is_on_it(), self._who_can_open_it()]
        if self._trouble:
            rows.append(parts.notice(self._trouble, tone="danger", is_live=True))
        if waits is not None:
            again = ask_again_button(self.s, self.records, "share", self._route, waits)
            return [*rows, parts.notice(self._waits(waits), tone="prepare", action=again)]
        rows.append(parts.primary_button(_("Ask for the page"), self.guard(self.on_ask)))
        rows.append(
            parts.small(
                _(
                    "Your clinic’s system answers with its address. Not every clinic’s does; until it has, this page says so."
                )
            )
        )
        return rows

    def _waits(self, waits: Waits) -> str:
        if waits.until is None:
            return self._("You can ask for it after your session.")
        return self._("You can ask for it {when}.").format(
            when=self.s.moments.near(waits.until, self.s.now())
        )

    @property
    def _route(self) -> str:
        session = self.model.session
        return pages.day_page_route(session) if session is not None else "/plan"

    def _what_is_on_it(self) -> ft.Control:
        _ = self._
        lines = (
            _(
                "The times of that day, the address, food and drink, and who takes you home, as your clinic has it."
            ),
            _("The numbers to call: your clinic’s, and those that answer anybody."),
            _("It does not name you, your clinic, a medicine or what you come for."),
            _("It is small, and opens on an old phone or a slow line, without the app."),
        )
        return parts.card(parts.subheading(_("What is on it")), *map(parts.body, lines), spacing=t.S8)

    def _who_can_open_it(self) -> ft.Control:
        _ = self._
        lines = (
            _("Whoever has its address. There is no password, so give it to nobody you would not tell."),
            self._until(),
            _("If your clinic moves the session, the page shows the new time at once."),
        )
        return parts.card(parts.subheading(_("Who can open it")), *map(parts.body, lines), spacing=t.S8)

    def _until(self) -> str:
        session = self.model.session
        ends = day_ends(session, self.s.zone) if session is not None else None
        if session is None or session.start_at is None or ends is None:
            return self._("It ends when its day is over. You can end it before.")
        day = self.s.moments.day(self.s.moments.local(session.start_at).date())
        return self._("It ends when {day} is over. You can end it before.").format(day=day)

    def _standing(self, page: DayPage) -> list[ft.Control]:
        _, state = self._, self.model.state
        if state == "asked":
            text = _("When it answers, the address appears here.")
            notice = parts.notice(text, title=_("Your clinic has not answered yet"))
            return [
                *self._unsent(),
                notice,
                self._what_is_on_it(),
                self._who_can_open_it(),
                self._end_button(),
            ]
        if state == "ready":
            return [
                *self._unsent(),
                self._link(page.link),
                self._what_is_on_it(),
                self._who_can_open_it(),
                self._end_button(),
            ]
        text = {
            "run_out": _("The page ended with its day. Its address opens nothing any more."),
            "refused": _("Your clinic’s system declined the question."),
        }.get(str(state), "")
        again = self._ask() if state == "refused" and self.model.can_ask else []
        return [*([parts.notice(text)] if text else []), *again]

    def _link(self, link: str) -> ft.Control:
        _ = self._
        drawn = parts.qr_code(link, _("The same address as a QR code, for a camera"))
        copy = parts.primary_button(
            _("Copy"), self.guard(partial(self.on_copy, link)), icon=ft.Icons.CONTENT_COPY_ROUNDED
        )
        rows: list[ft.Control] = [
            parts.small(_("The address of your page"), is_strong=True),
            parts.strong(link),
            *([drawn] if drawn is not None else []),
            copy,
        ]
        if self._is_copy_refused:
            rows.append(parts.notice(_("It could not be copied. You can write it down."), is_live=True))
        return parts.outlined_card(*rows)

    def _end_button(self) -> ft.Control:
        return parts.text_button(self._("End the page"), self.guard(self.on_end), tone="support")

    def _leaving(self) -> list[ft.Control]:
        if not self.model.kept.is_leaving:
            return []
        text = self._(
            "The page is ended here. Your clinic does not know yet: until it does, it may still open."
        )
        return [parts.notice(text, tone="prepare")]

    def _unsent(self) -> list[ft.Control]:
        """How far the question is on its way, where the clinic does not have it as it stands here."""
        standing = self.model.kept.standing
        if standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE):
            return []
        is_stuck = standing.state is SendState.NEEDS_ATTENTION
        again = parts.text_button(self._("Try again"), self.guard(self.on_try_again)) if is_stuck else None
        text = standing_text(self.s, standing).text
        return [parts.notice(text, tone="danger" if is_stuck else "quiet", action=again)]

    # --- acts ---

    async def on_ask(self) -> None:
        patient = self.person.patient or self.person.fhir_user
        try:
            outcome = await self.model.ask(patient, self.s.language)
        except NotSaved as error:
            self._trouble = self.s.wording.words_not_saved(is_full=error.reason == "full")
        else:
            self._trouble = (
                "" if outcome != "no_session" else self._("This session is over, or does not take place.")
            )
        await self.redraw()

    async def on_copy(self, link: str) -> None:
        self._is_copy_refused = not await self.s.copy(link)
        if not self._is_copy_refused:
            self.s.say(self._("Copied. Nothing was sent."))
        await self.redraw()

    async def on_try_again(self) -> None:
        await self.model.try_again()
        await self.redraw()

    def on_end(self) -> None:
        """Asks once; never waits for anything."""
        self.s.run(self._end())

    async def _end(self) -> None:
        _ = self._
        text = _("Once your clinic knows, its address opens nothing any more. You can ask for another one.")
        if await self.s.ask(_("End the page?"), text, yes=_("End it"), no=_("Keep it")):
            await self.model.end()
        await self.redraw()
