"""The reply at the therapist's desk (picture 41): the thread beside what it is about, the box, and on which days they read.

Drawn from what the place has read; keeps only the box, because somebody may be writing in it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.draft import TalkDraft
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.shared.model import PatientRow
from mobile.screens.talking import pieces, sentences
from mobile.screens.talking.box import AnswerBox
from mobile.screens.talking.pieces import Known

if TYPE_CHECKING:
    from mobile.screens.shared.workspace import Workspace


class TalkPane:
    """One a place."""

    def __init__(self, place: Workspace) -> None:
        self._place = place
        self.box = AnswerBox(
            place.s,
            place.talk.answering,
            self.on_send,
            is_desk=True,
            has_keys=place.hears_keys(),
        )
        self._name = ""

    def looks(self) -> object:
        at = self._place.talk.at
        return at.thread, dict(at.standings), at.left, at.days, self._place.talk.share is not None

    def drawn(self, row: PatientRow, *, is_first: bool) -> list[ft.Control]:
        """`is_first`: nobody was chosen. What is new then waits for a tap, as the words do."""
        s, talk = self._place.s, self._place.talk
        self.box.turn()
        self._name = row.name or s._("A patient")
        rows: list[ft.Control] = [self._left(one) for one in talk.at.left]
        if talk.share is None:
            return rows
        unread = talk.at.thread.unread if is_first else ()
        rows = (
            pieces.thread_drawn(
                s,
                talk.at.thread,
                self._known,
                talk.at.standings,
                hides=unread,
                on_take_out=self._on_take_out,
                on_try_again=self._on_try_again,
            )
            + rows
        )
        rows += pieces.new_drawn(s, unread, self._known, partial(self._on_read, row))
        title = s._("Your reply · {name} sees it in the app").format(name=self._name)
        self.box.about(title, s._("Write to {name}").format(name=self._name))
        return [*rows, self.box.control, self._days()]

    def _known(self, who: str | None) -> Known:
        return Known(
            self._name if who is not None and who.startswith("Patient/") else self._place.person.name
        )

    def _days(self) -> ft.Control:
        s, days = self._place.s, self._place.talk.at.days
        _ = s._
        if days is None:
            text = _("You have not said on which days you read. {name} sees that nobody watches live.")
            text = text.format(name=self._name)
        else:
            text = _("You read {days}, next {day}. {name} sees this.").format(
                days=sentences.days_text(s, days), day=sentences.next_text(s, days), name=self._name
            )
        change = parts.text_button(
            _("Change"),
            s.guard(partial(s.go, "/settings/reading-days")),
            label=_("Change the days on which you read"),
        )
        mark = parts.icons.icon(parts.icons.DAYS, size=20, color=t.MUTED)
        words = ft.Row([mark, ft.Container(parts.small(text), expand=True)], spacing=t.S8)
        return parts.Beside(words, change)

    def _left(self, draft: TalkDraft) -> ft.Control:
        return pieces.kept_words(self._place.s, draft, partial(self._on_delete, draft))

    # --- acts ---

    async def on_send(self) -> None:
        s, answering = self._place.s, self._place.talk.answering
        name = self._name
        outcome = await self.box.send()
        s.say(sentences.outcome_text(s, outcome, name, answering.until))
        await self._place.redraw()

    def _on_read(self, row: PatientRow) -> None:
        share = self._place.talk.share
        if share is not None and share.copy is not None:
            self._place.s.go(f"/shared/{row.id}/{share.copy.id}")

    async def _on_take_out(self, one: Correspondence, _: Any = None) -> None:
        if not await self._place.talk.answering.take_out(one):
            self._place.s.say(self._place.s._("It is on its way already."))
        await self._place.redraw()

    async def _on_try_again(self, one: Correspondence, _: Any = None) -> None:
        await self._place.talk.try_again(one)

    async def _on_delete(self, draft: TalkDraft, _: Any = None) -> None:
        await self._place.talk.delete_left(draft)
        await self._place.redraw()
