"""`/agreements/<id>/ask/<part>`: a question to the clinic's team about one part, sent as a message with the part's name before it.

Kept as it is typed, like every text to somebody; it is answered where messages are.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.consent.document import Agreement, Part
from mobile.care.consent.listing import version_text
from mobile.care.people import CareTeam, Patient
from mobile.care.talk.draft import TalkDraft, question_thread
from mobile.design import parts
from mobile.screens.agreements.model import KINDS, Reading
from mobile.screens.frame import Surroundings
from mobile.screens.ledger_words import sent_read_by
from mobile.screens.reads.ledger import rules_alone
from mobile.screens.talking import sentences
from mobile.screens.talking.answer_screen import AnswerScreen
from mobile.screens.talking.answering import Answering, Sending
from mobile.screens.talking.box import AnswerBox, BoxWords
from mobile.screens.talking.to_team import Writer, team_of, to_team


class AskAboutPart(AnswerScreen):
    """The patient's question."""

    follows = (*KINDS, TalkDraft, CareTeam, Patient, Clinic, ClinicService)
    _has_team = False
    _who_reads = ""

    def title(self) -> str:
        return self._("Ask the clinic")

    def body(self) -> list[ft.Control]:
        self.reading = Reading(self.records, self.s.now, self.me, self.s.language)
        self.answering = Answering(
            self.records, self.s.now, self._compose, start=self.s.run, on_change=self.on_answer
        )
        words = BoxWords(field=self._("Your question"))
        self.box = AnswerBox(self.s, self.answering, self.on_send, words=words)
        return super().body()

    @property
    def _part(self) -> Part | None:
        agreement = self.reading.agreement
        return agreement.part(self.params["part"]) if agreement is not None else None

    async def read(self) -> None:
        await self.reading.load(self.params["id"])
        self._has_team = await team_of(self.records, self.me, self.s.now()) is not None
        self._who_reads = sent_read_by(self.s, await rules_alone(self.records, self.s.now()), "messages")
        form, part = self.reading.form, self._part
        known = form is not None and part is not None
        about = f"{form.canonical}#{part.link_id}" if form is not None and part is not None else ""
        await self.answering.turn_to(question_thread(self.me, about) if known else "", self.me)

    async def _compose(self, draft: TalkDraft, id: str, words: str) -> Sending:
        """With the part it is about before it, as the person sees it here."""
        agreement, part = self.reading.agreement, self._part
        if agreement is None or part is None:
            return Sending()
        writer = Writer(self.me, self.s.now(), self.s.zone)
        text = f"{about_line(self.s, agreement, part)}\n\n{words}"
        return await to_team(self.records, draft.patient, id, text, writer)

    def drawn(self) -> list[ft.Control]:
        _, agreement, part = self._, self.reading.agreement, self._part
        if agreement is None or part is None:
            return [parts.notice(_("This agreement is not here."))] if self.has_all else []
        if not self._has_team and self.answering.noun.is_empty:
            nobody = _("Your clinic has not listed your team yet, so there is nobody to write to.")
            return [parts.notice(nobody)] if self.has_all else []
        self.box.about("", _("To your clinic’s team"))
        messages = self.guard(partial(self.s.go, "/messages"))
        return [
            parts.small(_("This line goes along with your question:")),
            parts.card(parts.strong(about_line(self.s, agreement, part))),
            self.box.control,
            parts.small(" ".join(one for one in (self._who_reads, sentences.live_text(self.s)) if one)),
            ft.Row([parts.text_button(_("Messages"), messages, icon=parts.icons.MESSAGES)], wrap=True),
        ]

    def to_whom(self) -> str:
        return self._("your team")


def about_line(s: Surroundings, agreement: Agreement, part: Part) -> str:
    """`About: Treatment with ketamine by IV, version 4, part 3, What you might feel, and what can go wrong`."""
    version, known = version_text(agreement.version), s._("About: {title}, part {number}, {part}")
    if version:
        known = s._("About: {title}, version {version}, part {number}, {part}")
    return known.format(
        title=agreement.title.in_language(s.language),
        version=version,
        number=agreement.number(part.link_id),
        part=part.title.in_language(s.language),
    )
