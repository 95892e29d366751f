"""Filling in one form: opening it and sending it. Knows nothing of Flet.

Nothing is sent from here but by `send`, and even that only saves what sync will send.
"""

from __future__ import annotations

from uuid import uuid4

from mobile.care.forms.response import CannotSend, Response
from mobile.care.questionnaire import Filling, Form, FormRefused
from mobile.care.safety.asking import help_questions
from mobile.screens.form.conflicts import FormConflicts
from mobile.screens.form.keeping import FormKeeping
from mobile.screens.form.opening import Opened, open_form
from mobile.screens.form.state import REVIEW


class FormModel(FormConflicts):
    """Verbs and views for one form."""

    opened: Opened | None = None
    could_not_send: str = ""  # a code, after `send`
    begun_at: str = ""  # key of the page it was opened at

    @property
    def is_hosted(self) -> bool:
        return self._who.is_hosted

    # --- opening ---

    async def load(self, id: str) -> None:
        """Finds it and goes to where the person was."""
        opened = await open_form(self._records, id, self._who.patient, self._now())
        self.opened = opened
        await self.desk.load(self._now())
        if opened.form is None or opened.response is None:
            self._refuse(opened.why or "not_found")
            return
        may = self.desk.may_ask(opened.form)
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
        told = [one for one, _ in opened.told]
        await self.keeping.apart.look(self._records, [opened.response, *here, *told])
        self.help_links = frozenset(place.link_id for place in help_questions(opened.form))
        is_unsaved = opened.is_new or (
            opened.is_here_alone and not (opened.here is not None and opened.here.is_only_here)
        )
        saved = None if is_unsaved else opened.response
        self.keeping.take(filling, opened.response, saved, opened.scratch, opened.here)
        self.keeping.is_only_here |= opened.is_new and opened.wants_it_here and not self.is_hosted
        self._put_back(opened)
        self.rival = opened.others[0] if opened.others else None
        self.begin()
        self.begun_at = self.at
        await self.look_back(opened.told)
        await self.look_around()

    @property
    def is_older(self) -> bool:
        """Whether the clinic asks another version of this form by now. What was begun is gone on with as it is."""
        return self.opened is not None and self.opened.newer is not None and self.response.is_open

    async def _resumed(self, form: Form, opened: Opened, response: Response) -> Filling:
        """With what did not travel, as it was; only in its own places where another device has answered since."""
        here = opened.here
        if here is None:
            return await self.filled(form, response, is_new=opened.is_new)
        whole = await self.filled(form, here.response, is_new=False)
        if opened.is_here_alone or here.goes_with(response):
            return whole
        found = await self.filled(form, response, is_new=False)
        found.put_back(whole)
        return found

    def _put_back(self, opened: Opened) -> None:
        """What was typed before a sudden end goes back into its fields."""
        self.look()
        for id, words in (opened.scratch.words if opened.scratch else {}).items():
            self.retype(id, words)

    def _refuse(self, code: str) -> None:
        self.state, self.why = "refused", code

    def recall(self, before: FormKeeping) -> None:
        """Goes on with what a lock came before."""
        self.keeping.fields = dict(before.fields)
        if before.response.id != self.response.id and not before.response.is_open:
            return
        self.keeping.take(before.filling, before.response, before.saved)
        self.keeping.is_only_here, self.keeping.has_here = before.is_only_here, before.has_here
        self.keeping.form, self.keeping.kept_form = before.form, before.kept_form
        self.keeping.apart = before.apart
        self.keeping.resume_at = before.resume_at
        self.begin()
        self.keeping.changed()

    # --- the end ---

    async def send(self) -> bool:
        """Everything to the clinic: saved here and queued. False: `could_not_send` says why; nothing is lost."""
        self._is_reviewed = True
        self.could_not_send = "missing" if self.missing else ""
        if not self.could_not_send:
            try:
                is_saved = await self.keeping.send()
                self.could_not_send = "" if is_saved else "not_saved"
            except CannotSend as error:
                self.could_not_send = error.code
        if not self.could_not_send:
            self.state = "sent"
            await self.look_around()
        self._on_change()
        return not self.could_not_send

    async def change_answers(self) -> None:
        """New answers to what was sent, as a draft of their own: what was sent stays as it is meanwhile."""
        draft = self.response.to_amend(str(uuid4()), self._now())
        filling = await self.filled(self.filling.form, draft, is_new=False)
        wants_it_here = self.keeping.is_only_here or (self.opened is not None and self.opened.wants_it_here)
        self.keeping.take(filling, draft, None)
        self.keeping.is_only_here = wants_it_here and not self.is_hosted
        self.keeping.resume_at = REVIEW
        self.begin()
        self._on_change()
