"""Filling in one form: opening it, sending it, and what other devices did meanwhile. Knows nothing of Flet.

Nothing is sent from here but by `send`, and even that only saves what sync will send.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import uuid4

from mobile.care.forms.response import CannotSend, Response
from mobile.care.people import Patient
from mobile.care.questionnaire import Filling, Form, FormRefused, Launch
from mobile.care.safety.alerts import Alert, Truth
from mobile.care.safety.asking import help_questions
from mobile.records.ports import Conflict, Standing
from mobile.screens.form.asked import Question
from mobile.screens.form.going import Going
from mobile.screens.form.keeping import FormKeeping
from mobile.screens.form.opening import Opened, open_form
from mobile.screens.form.reading import Reader, line_of
from mobile.screens.form.seen import REVIEW
from mobile.screens.form.steps import Step


class FormModel(Going):
    """Verbs and views for one form."""

    opened: Opened | None = None
    conflict: Conflict | None = None
    rival: Response | None = None  # begun on another device, and still open
    standing: Standing | None = None
    truths: Sequence[tuple[Alert, Truth]] = ()
    could_not_send: str = ""  # a code, after `send`

    # --- opening ---

    async def load(self, id: str) -> None:
        """Finds it and goes to where the person was."""
        opened = await open_form(self._records, id, self._who.patient, self._now())
        self.opened = opened
        await self.desk.load()
        if opened.form is None or opened.response is None:
            self._refuse(opened.why or "not_found")
            return
        may = self.desk.may_ask(opened.form)
        if not may and not opened.response.is_done:
            self._refuse(may.reason or "not_found")
            return
        try:
            form = Form.of(opened.form.to_json(), self._who.speech.language)
            filling = await self._filling(form, opened.response, is_new=opened.is_new)
        except FormRefused as refused:
            self._refuse(refused.code)
            return
        self.keeping.form = opened.form
        self.keeping.kept_form = opened.kept_form
        self.help_links = frozenset(place.link_id for place in help_questions(opened.form))
        self.keeping.take(
            filling, opened.response, None if opened.is_new else opened.response, opened.scratch
        )
        self._put_back(opened)
        self.rival = opened.others[0] if opened.others else None
        self._begin()
        await self.look_around()

    async def _filling(self, form: Form, response: Response, *, is_new: bool) -> Filling:
        patients = await self._records.newest(Patient, 1)
        here = self._who.moments.local(self._now())
        launch = Launch(patient=patients[0].to_resource() if patients else None, today=here.date(), now=here)
        self._launch = launch
        if is_new:
            return Filling.begin(form, launch)
        return Filling.resume(form, response.to_json(), launch)

    def _put_back(self, opened: Opened) -> None:
        """What was typed before a sudden end goes back into its fields."""
        self.look()
        for id, words in (opened.scratch.words if opened.scratch else {}).items():
            if self.filling.has(line_of(id)[0]):
                self.type(id, words)

    def _refuse(self, code: str) -> None:
        self.state, self.why = "refused", code

    def _begin(self) -> None:
        self.look()
        self.at = self._first_page()
        self.state = "sent" if self.response.is_done else "review" if self.at == REVIEW else "asking"
        self._is_reviewed = self.at == REVIEW

    def _first_page(self) -> str:
        resume = self.keeping.resume_at
        if resume == REVIEW or not self.plan.steps:
            return REVIEW
        index = self.plan.find(resume) if resume else None
        if index is None:
            waiting = [n for n, step in enumerate(self.plan.steps) if not _is_done(step)]
            index = waiting[0] if waiting and self.keeping.saved is not None else 0
        return self.plan.steps[index].key

    @property
    def unsaved(self) -> tuple[FormKeeping, dict[str, str]] | None:
        """What a lock came before, or None."""
        if self.state in ("loading", "refused") or self.keeping.is_saved:
            return None
        return self.keeping, dict(self._typed)

    def recall(self, unsaved: tuple[FormKeeping, dict[str, str]]) -> None:
        """Goes on with what a lock came before."""
        before, self._typed = unsaved
        if before.response.id != self.response.id and not before.response.is_open:
            return
        self.keeping.take(before.filling, before.response, before.saved, None)
        self.keeping.form, self.keeping.kept_form = before.form, before.kept_form
        self.keeping.resume_at = before.resume_at
        self._begin()
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
        filling = await self._filling(self.filling.form, draft, is_new=False)
        self.keeping.take(filling, draft, None, None)
        self.keeping.resume_at = REVIEW
        self._begin()
        self._on_change()

    # --- what others did meanwhile ---

    async def look_around(self) -> None:
        """How far the clinic has it, what alerts have come to, and whether another device wrote too."""
        self.standing = await self._records.standing(Response, self.response.id)
        mine = [one for one in await self._records.conflicts(Response) if one.id == self.response.id]
        self.conflict = mine[0] if mine else None
        if self.help_links:
            self.truths = await self.desk.truths(self.response)
        is_at_help = self.state == "help"
        if (self.conflict is not None or self.rival is not None) and not is_at_help:
            self.state = "both"

    async def stored_changed(self, id: str) -> None:
        """The store says this response was written, perhaps with what another device answered."""
        if self.state in ("loading", "refused"):
            return
        if id == self.response.id and self.is_quiet:
            stored = await self._records.get(Response, id)
            if stored is not None and self.is_quiet and stored.text != self.response.text:
                is_other = stored.items() != self.response.items() or stored.status != self.response.status
                if is_other:
                    await self._go_on_with(stored)
                else:
                    self.keeping.replaced(stored)
        await self.look_around()
        self._on_change()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing given here waits to be saved or is being saved."""
        return self.keeping.is_saved and not self.keeping.is_saving

    async def _go_on_with(self, response: Response) -> None:
        filling = await self._filling(self.filling.form, response, is_new=False)
        self.keeping.take(filling, response, response, None)
        self._typed.clear()
        self._blanks.clear()
        self._begin()

    async def settle(self, which: Literal["ours", "theirs"]) -> None:
        """Two devices: the person goes on with one. Of one response the other version is replaced; of two responses the
        other is stopped, and stays as it is."""
        if self.conflict is not None:
            text = self.conflict.theirs
            chosen = self.response if which == "ours" else Response.from_json(text)
            await self._records.settle(chosen)
        elif self.rival is not None:
            chosen, other = (self.response, self.rival) if which == "ours" else (self.rival, self.response)
            await self._records.save(other.changed(status="stopped"))
        else:
            return
        self.conflict = self.rival = None
        await self._go_on_with(chosen)
        self._on_change()

    async def theirs(self) -> tuple[Question, ...]:
        """What the other device answered, to be looked at."""
        other = Response.from_json(self.conflict.theirs) if self.conflict is not None else self.rival
        if other is None:
            return ()
        filling = await self._filling(self.filling.form, other, is_new=False)
        return Reader(self._teller, {}).questions(filling.nodes())


def _is_done(step: Step) -> bool:
    """Whether nothing on this page waits for an answer."""
    asked = [one for question in step.questions for one in question.every() if one.is_asked]
    return step.kind == "ask" and all(one.is_dealt_with for one in asked)
