"""Filling in one form: opening it and sending it. Knows nothing of Flet.

Nothing is sent from here but by `send`, and even that only saves what sync will send.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Unpack
from uuid import uuid4

from mobile.care.agenda import Session
from mobile.care.decision_guard import form_waits
from mobile.care.forms.response import CannotSend, Response
from mobile.care.prompts import Protocol
from mobile.care.questionnaire import Filling, Form, FormRefused
from mobile.care.safety.asking import help_questions
from mobile.records.ports import Keeping
from mobile.screens.form.answers import FormAnswers
from mobile.screens.form.conflicts import FormConflicts
from mobile.screens.form.finishing import FormFinishing
from mobile.screens.form.keeping import FormKeeping
from mobile.screens.form.opening import Opened, open_form
from mobile.screens.form.pager import FormPager
from mobile.screens.form.prefill import FormPrefill
from mobile.screens.form.resuming import Resuming, Who
from mobile.screens.form.state import REVIEW, FormState
from mobile.screens.page_calls import PageCalls
from mobile.screens.reads.guarded import put_off


class FormModel:
    """One form, by its parts: `form` is what is seen of it, `answers` are given, `pager` goes from page to page, `prefill` takes
    over earlier answers, `conflicts` heeds what others did. `calls` are its page's."""

    def __init__(
        self,
        records: Keeping,
        who: Who,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self._records, self._who, self._now = records, who, now
        resuming = self._resuming = Resuming(records, who, now)
        form = self.form = FormState(records, who, now, **calls)
        self.answers = FormAnswers(form, resuming, now)
        self.pager = FormPager(form)
        self.prefill = FormPrefill(records, form, self.answers, self.pager, resuming)
        self.conflicts = FormConflicts(records, form, self.answers, self.pager, resuming)
        self.opened: Opened | None = None
        self.could_not_send = ""  # a code, after `send`
        self.begun_at = ""  # key of the page it was opened at

    @property
    def keeping(self) -> FormFinishing:
        """The answers and where they are."""
        return self.form.keeping

    # --- opening ---

    async def load(self, id: str) -> None:
        """Finds it and goes to where the person was."""
        opened = await open_form(self._records, id, self._who.patient, self._now())
        self.opened = opened
        await self.form.desk.load(self._now())
        if opened.form is None or opened.response is None:
            self._refuse(opened.why or "not_found")
            return
        may = self.form.desk.may_ask(opened.form)
        if not may and not opened.response.is_done:
            self._refuse(may.reason or "not_found")
            return
        try:
            form = Form.of(opened.form.to_json(), self._who.speech.language)
            filling = await self._resumed(form, opened, opened.response)
        except FormRefused as refused:
            self._refuse(refused.code)
            return
        self.keeping.form = opened.form
        self.keeping.kept_form = opened.kept_form
        here = [opened.here.response] if opened.here is not None else []
        sent_before = [one for one, _ in opened.sent_before]
        await self.keeping.apart.look(self._records, [opened.response, *here, *sent_before])
        self.form.help_links = frozenset(place.link_id for place in help_questions(opened.form))
        is_unsaved = opened.is_new or (
            opened.is_here_alone and not (opened.here is not None and opened.here.is_only_here)
        )
        saved = None if is_unsaved else opened.response
        self.keeping.take(filling, opened.response, saved, opened.scratch, opened.here)
        self.keeping.is_only_here |= opened.is_new and opened.wants_it_here and self._who.keeps_after_closing
        self._put_back(opened)
        self.conflicts.rival = opened.others[0] if opened.others else None
        self.pager.begin()
        self.begun_at = self.form.at
        await self.prefill.look_back(opened.sent_before)
        await self.conflicts.look_around()

    @property
    def is_older(self) -> bool:
        """Whether the clinic asks another version of this form by now. What was begun is gone on with as it is."""
        return self.opened is not None and self.opened.newer is not None and self.form.response.is_open

    async def _resumed(self, form: Form, opened: Opened, response: Response) -> Filling:
        """With what did not travel, as it was; only in its own places where another device has answered since."""
        here = opened.here
        if here is None:
            return await self._resuming.filled(form, response, is_new=opened.is_new)
        whole = await self._resuming.filled(form, here.response, is_new=False)
        if opened.is_here_alone or here.goes_with(response):
            return whole
        found = await self._resuming.filled(form, response, is_new=False)
        found.put_back(whole)
        return found

    def _put_back(self, opened: Opened) -> None:
        """What was typed before a sudden end goes back into its fields."""
        self.form.look()
        for id, words in (opened.scratch.words if opened.scratch else {}).items():
            self.answers.retype(id, words)

    def _refuse(self, code: str) -> None:
        self.form.state, self.form.why = "refused", code

    def recall(self, before: FormKeeping) -> None:
        """Goes on with what a lock came before."""
        self.keeping.fields = dict(before.fields)
        if before.response.id != self.form.response.id and not before.response.is_open:
            return
        self.keeping.take(before.filling, before.response, before.saved)
        self.keeping.is_only_here, self.keeping.has_here = before.is_only_here, before.has_here
        self.keeping.form, self.keeping.kept_form = before.form, before.kept_form
        self.keeping.apart = before.apart
        self.keeping.resume_at = before.resume_at
        self.pager.begin()
        self.keeping.changed()

    # --- the end ---

    async def send(self) -> bool:
        """Everything to the clinic: saved here and queued. False: `could_not_send` says why; nothing is lost."""
        self.form.is_reviewed = True
        self.could_not_send = "missing" if self.form.missing else await self._waits()
        if not self.could_not_send:
            try:
                is_saved = await self.keeping.send()
                self.could_not_send = "" if is_saved else "not_saved"
            except CannotSend as error:
                self.could_not_send = error.code
        if not self.could_not_send:
            self.form.state = "sent"
            await self.conflicts.look_around()
        self.form.changed()
        return not self.could_not_send

    async def _waits(self) -> str:
        """A form that binds is not handed in on the day of a session, and is offered again."""
        form = self.opened.form if self.opened is not None else None
        if form is None:
            return ""
        sessions, protocols = await self._records.every(Session), await self._records.every(Protocol)
        waits = form_waits(form, sessions, protocols, self._now(), self._who.moments.zone)
        if waits is None:
            return ""
        await put_off(self._records, "sign", f"/form/{self.form.response.id}", waits.until)
        return "waits"

    async def change_answers(self) -> None:
        """New answers to what was sent, as a draft of their own: what was sent stays as it is meanwhile."""
        draft = self.form.response.to_amend(str(uuid4()), self._now())
        filling = await self._resuming.filled(self.form.filling.form, draft, is_new=False)
        wants_it_here = self.keeping.is_only_here or (self.opened is not None and self.opened.wants_it_here)
        self.keeping.take(filling, draft, None)
        self.keeping.is_only_here = wants_it_here and self._who.keeps_after_closing
        self.keeping.resume_at = REVIEW
        self.pager.begin()
        self.form.changed()
