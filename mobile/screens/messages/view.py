"""`/messages`: what a patient and their clinic's team wrote, who reads it and when. Nobody watches live, and Support says so."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.ledger.kept import Ledger
from mobile.care.talk.draft import TalkDraft
from mobile.design import parts
from mobile.screens.clinic_words import role_text
from mobile.screens.ledger_words import names_text
from mobile.screens.messages.left import left_over
from mobile.screens.messages.model import KINDS
from mobile.screens.messages.one_thread import OneThread
from mobile.screens.reads import team as teams
from mobile.screens.reads.ledger import RULES, rules_alone
from mobile.screens.reads.team import Team, team
from mobile.screens.talking import pieces, sentences
from mobile.screens.talking.answering import delete_draft
from mobile.screens.talking.pieces import Known


class Messages(OneThread):
    """The patient's own."""

    follows = tuple(dict.fromkeys((*KINDS, *teams.KINDS, *RULES)))

    def title(self) -> str:
        return self._("Messages")

    def whose(self) -> str:
        return self.person.fhir_user

    async def load(self) -> None:
        await super().load()
        self.team: Team = await team(self.records, self.s.now())
        self.ledger: Ledger = await rules_alone(self.records, self.s.now())
        self.left = await left_over(self.records, self.person.fhir_user)

    def looks(self) -> object:
        return None

    def known(self, who: str | None) -> Known:
        return Known(self.team.name_of(who), role_text(self._, self.team.role_of(who)))

    def drawn(self) -> list[ft.Control]:
        rows: list[ft.Control] = [self._who_reads()]
        unread = self.talk.thread.unread
        if not self.talk.thread.written and self.has_all:
            rows.append(
                parts.empty_state(
                    self._("No messages yet"),
                    self._("What you write to your clinic’s team appears here, with when it was read."),
                    icon=parts.icons.SHARED,
                )
            )
        rows += self.written(hides=unread)
        rows += pieces.new_drawn(self.s, unread, self.known, self._on_read)
        if self.talk.has_team:
            self.box.about("", self._("Write to your team"))
            rows.append(self.box.control)
        elif self.has_all:
            rows.append(
                parts.notice(
                    self._("Your clinic has not listed your team yet, so there is nobody to write to.")
                )
            )
        if self.left:
            rows.append(parts.section(self._("Written and not sent")))
            rows += [self._left(one) for one in self.left]
        return rows

    def _left(self, draft: TalkDraft) -> ft.Control:
        return pieces.kept_words(self.s, draft, partial(self._on_delete, draft))

    def _who_reads(self) -> ft.Control:
        """By the clinic's own rule and hours, as far as it says them."""
        _, s = self._, self.s
        text: list[str] = []
        if self.has_all:
            sure, maybe = self.ledger.would_read("messages"), self.ledger.would_read("messages", "unsaid")
            if sure:
                text.append(_("Read by: {names}.").format(names=names_text(s, sure)))
            if maybe:
                text.append(
                    _("Your clinic does not say who there reads it. These may: {names}.").format(
                        names=names_text(s, maybe)
                    )
                )
        hours = self.talk.hours
        if hours is not None and hours.changes_at is not None:
            when = s.moments.near(hours.changes_at, s.now())
            phrase = (
                _("They read messages until {time}.")
                if hours.is_now
                else _("They read messages again {time}.")
            )
            text.append(phrase.format(time=when))
        text.append(sentences.live_text(s))
        support = parts.text_button(_("Support"), s.guard(partial(s.go, "/support")), tone="support")
        return parts.notice(" ".join(text), icon=parts.icons.DAYS, action=support)

    def to_whom(self) -> str:
        return self._("your team")

    async def _on_delete(self, draft: TalkDraft, _: Any = None) -> None:
        await delete_draft(self.records, draft)
        await self.redraw()

    async def _on_read(self) -> None:
        await self.talk.read()
        await self.redraw()
