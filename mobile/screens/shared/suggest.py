"""`/shared/<patient>/suggest`: one thing the patient might do, written to them by somebody they share with.

It is an offer. Whether it was read is shown; what became of it is not, unless the patient shares that themselves. Words that were not
sent are kept, also where the sharing ended meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import flet as ft

from mobile.care.grant import ShareGrant
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import TalkDraft, suggestion_thread
from mobile.care.talk.suggestion import Suggestion, suggested
from mobile.care.talk.thread import Thread
from mobile.design import parts
from mobile.records.ports import Standing
from mobile.screens.reads.patient_names import KINDS as NAMES
from mobile.screens.reads.patient_names import patient_names
from mobile.screens.talking import pieces
from mobile.screens.talking.answer_screen import AnswerScreen
from mobile.screens.talking.answering import Answering, Sending
from mobile.screens.talking.box import AnswerBox, BoxWords
from mobile.screens.talking.pieces import Known


class Suggest(AnswerScreen):
    """To one patient."""

    follows = (Suggestion, TalkDraft, ShareGrant, *NAMES)
    _is_open = False
    _name = ""

    def title(self) -> str:
        return self._("Suggest something to do")

    @property
    def _patient(self) -> str:
        return f"Patient/{self.params['patient']}"

    def body(self) -> list[ft.Control]:
        self.thread: Thread[Suggestion] = Thread(self.me)
        self.standings: Mapping[str, Standing | None] = {}
        self.answering = Answering(
            self.records, self.s.now, self._compose, start=self.s.run, on_change=self.on_answer
        )
        words = BoxWords(field=self._("Your suggestion"))
        self.box = AnswerBox(self.s, self.answering, self.on_send, words=words)
        return super().body()

    async def read(self) -> None:
        names = await patient_names(self.records)
        self._name = names.get(self._patient) or self._("A patient")
        self._is_open = await self._shares(self._patient)
        self.thread = suggested(await self.records.every(Suggestion), self.me, self._patient)
        self.standings = {
            one.id: await self.records.standing(Suggestion, one.id) for one in self.thread.written
        }
        await self.answering.turn_to(suggestion_thread(self._patient), self._patient)

    async def _shares(self, patient: str) -> bool:
        """Whether they share anything with whoever is signed in now."""
        grants = await self.records.every(ShareGrant)
        return any(one.is_active and (one.patient, one.practitioner) == (patient, self.me) for one in grants)

    async def _compose(self, draft: TalkDraft, id: str, words: str) -> Sending:
        """As things stand this moment, in the record that the draft is of."""
        if not await self._shares(draft.patient):
            return Sending()
        between = Between(draft.patient, self.me, draft.patient)
        return Sending(Suggestion.written(id, words, between, thread=(), now=self.s.now()))

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _, name = self._, self._name
        is_closed = not self._is_open and self.answering.noun.is_empty
        if is_closed:
            text = _("{name} shares nothing with you now, so nothing can be suggested.").format(name=name)
            top: list[ft.Control] = [parts.notice(text)] if self.has_all else []
        else:
            text = _("One thing {name} might do, in a sentence. They keep it, change it or leave it.")
            top = [parts.small(text.format(name=name)), self.box.control]
            self.box.about("", _("To {name}").format(name=name))
        rows = pieces.thread_drawn(
            self.s,
            self.thread,
            lambda who: Known(self.person.name),
            self.standings,
            on_take_out=self.on_take_out,
            on_try_again=self.on_try_again,
        )
        sent = [parts.section(_("Suggested so far")), *rows] if rows else []
        limit = _("You see whether it was read. What became of it you see only if {name} shares it.")
        return [*top, *sent, parts.small(limit.format(name=name))]

    def to_whom(self) -> str:
        return self._name


def suggest_route(patient: str) -> str:
    """`patient`: as it stands in a route, "p1"."""
    return f"/shared/{quote(patient, safe='')}/suggest"
