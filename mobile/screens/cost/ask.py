"""`/cost/ask`, and below a bill and an estimate: a question to the clinic's team about money, with its subject before it.

Kept as it is typed, like every text to somebody; it is answered where messages are.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.clinic_service import ClinicService
from mobile.care.talk.draft import TalkDraft, question_thread
from mobile.design import parts
from mobile.screens.cost_words import amount_text, bill_name
from mobile.screens.ledger_words import sent_read_by
from mobile.screens.reads.cost import KINDS, Costs, costs
from mobile.screens.reads.ledger import rules_alone
from mobile.screens.talking import sentences
from mobile.screens.talking.answer_screen import AnswerScreen
from mobile.screens.talking.answering import Answering, Sending
from mobile.screens.talking.box import AnswerBox, BoxWords
from mobile.screens.talking.to_team import Writer, team_of, to_team


class AskAboutCost(AnswerScreen):
    """The patient's question about what care costs as a whole."""

    follows = (*KINDS, TalkDraft, ClinicService)
    _has_team = False
    _who_reads = ""

    def title(self) -> str:
        return self._("Ask the clinic")

    def subject(self) -> str:
        """What it is about, as the team reads it; "" where that is not here."""
        return self._("What my care costs")

    def about(self) -> str:
        """The same for the draft: which one it is."""
        return "cost"

    def body(self) -> list[ft.Control]:
        self.answering = Answering(
            self.records, self.s.now, self._compose, start=self.s.run, on_change=self.on_answer
        )
        words = BoxWords(field=self._("Your question"))
        self.box = AnswerBox(self.s, self.answering, self.on_send, words=words)
        return super().body()

    async def read(self) -> None:
        self.costs: Costs = await costs(self.records, self.s.now(), self.s.zone)
        self._has_team = await team_of(self.records, self.me, self.s.now()) is not None
        self._who_reads = sent_read_by(self.s, await rules_alone(self.records, self.s.now()), "messages")
        thread = question_thread(self.me, self.about()) if self.subject() else ""
        await self.answering.turn_to(thread, self.me)

    async def _compose(self, draft: TalkDraft, id: str, words: str) -> Sending:
        """With its subject before it, as the person sees it here."""
        subject = self._line()
        if not subject:
            return Sending()
        writer = Writer(self.me, self.s.now(), self.s.zone)
        return await to_team(self.records, draft.patient, id, f"{subject}\n\n{words}", writer)

    def _line(self) -> str:
        subject = self.subject()
        return self._("About: {subject}").format(subject=subject) if subject else ""

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self._line():
            return [parts.notice(_("What you want to ask about is not here."))] if self.has_all else []
        if not self._has_team and self.answering.noun.is_empty:
            nobody = _("Your clinic has not listed your team yet, so there is nobody to write to.")
            return [parts.notice(nobody)] if self.has_all else []
        self.box.about("", _("To your clinic’s team"))
        messages = self.guard(partial(self.s.go, "/messages"))
        return [
            parts.small(_("This line goes along with your question:")),
            parts.card(parts.strong(self._line())),
            self.box.control,
            parts.small(" ".join(one for one in (self._who_reads, sentences.live_text(self.s)) if one)),
            ft.Row([parts.text_button(_("Messages"), messages, icon=parts.icons.MESSAGES)], wrap=True),
        ]

    def to_whom(self) -> str:
        return self._("your team")


class AskAboutBill(AskAboutCost):
    """About one bill."""

    def subject(self) -> str:
        found = self.costs.bill(self.params["id"])
        if found is None:
            return ""
        bill = found[1].bill
        name = bill_name(self.s, bill, self.costs.today)
        if bill.amount is None:
            return self._("Bill, {name}").format(name=name)
        return self._("Bill, {name}, {amount}").format(name=name, amount=amount_text(self.s, bill.amount))

    def about(self) -> str:
        return f"cost/bill/{self.params['id']}"


class AskAboutEstimate(AskAboutCost):
    """About one estimate."""

    def subject(self) -> str:
        one = self.costs.estimate(self.params["id"])
        if one is None:
            return ""
        day = self.s.moments.full_date(one.issued_at) if one.issued_at is not None else ""
        if not day:
            return self._("Your written estimate")
        return self._("Your written estimate of {day}").format(day=day)

    def about(self) -> str:
        return f"cost/estimate/{self.params['id']}"
