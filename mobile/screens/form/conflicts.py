"""What others did meanwhile: how far the clinic has it, what alerts came to, and a second device that answered too.

Of two versions both are kept until the person chooses; nothing is merged behind their back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from mobile.care.forms.documents import same_but_for_photos
from mobile.care.forms.here import DraftHere, draft_id
from mobile.care.forms.response import Response
from mobile.care.people import Patient
from mobile.care.questionnaire import Filling, Form, Launch
from mobile.care.safety.alerts import Alert, Truth
from mobile.records.overtaken import until_written
from mobile.records.ports import Conflict, Standing
from mobile.screens.form.prefill import FormPrefill
from mobile.screens.form.question import Question
from mobile.screens.form.reading import Reader
from mobile.screens.form.state import REVIEW
from mobile.screens.form.steps import Step


class FormConflicts(FormPrefill):
    """Watches one response; `stored_changed` is called after every commit that may be about it."""

    conflict: Conflict | None = None
    rival: Response | None = None  # begun on another device, and still open
    standing: Standing | None = None
    truths: Sequence[tuple[Alert, Truth]] = ()

    async def filled(self, form: Form, response: Response, *, is_new: bool) -> Filling:
        """The answers of a response, ready to go on with."""
        patients = [one for one in await self._records.every(Patient) if self._who.patient in one.names]
        here = self._who.moments.local(self._now())
        launch = Launch(patient=patients[0].to_resource() if patients else None, today=here.date(), now=here)
        self._launch = launch
        if is_new:
            return Filling.begin(form, launch)
        return Filling.resume(form, response.to_json(), launch)

    def begin(self) -> None:
        """Goes to where the person was in what was taken up."""
        self.look()
        self._left_review = None
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

    async def photos_changed(self) -> None:
        """A photo that an answer names has come, or the clinic took none, or is asked again."""
        if self.state not in ("loading", "refused") and await self.keeping.apart.look(
            self._records, [self.response]
        ):
            self.look()
            self._on_change()

    @property
    def staying(self) -> tuple[str, ...]:
        """The names of photos that no way leads to the clinic."""
        return self.keeping.apart.staying(self.response)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing given here waits to be saved or is being saved."""
        return self.keeping.is_saved and not self.keeping.is_saving

    async def _go_on_with(self, response: Response) -> None:
        """What does not fit its question here yet stays, where the other answers have none; and so do letters that are being
        typed, and the place where they are."""
        before, had_here = self.filling, self.keeping.has_here
        resume_at = self.keeping.resume_at
        is_same = same_but_for_photos(self.response, response)
        here = await self._records.get(DraftHere, draft_id(response.id))
        if here is not None and here.is_only_here:
            response, had_here = here.response, False
        filling = await self.filled(before.form, response, is_new=False)
        await self.keeping.apart.look(self._records, [response])
        typing = dict(self.keeping.typing)
        if self.filling is not before or not self.is_quiet or (typing and response.is_done):
            return  # something was given here while that was read, or is being given: it is not thrown away
        has_left = had_here and filling.put_back(before)
        self.keeping.take(filling, response, response, here=here)
        if is_same or typing:  # the person stays where they are
            self.keeping.resume_at = resume_at
            self.keeping.fields = {
                id: words for id, words in self.keeping.fields.items() if is_same or id in typing
            }
            self.look()
            for id, words in typing.items():
                self.retype(id, words)
        else:
            self.keeping.fields.clear()
            self._blanks.clear()
            self.begin()
        if has_left:
            self.keeping.changed()

    async def settle(self, which: Literal["ours", "theirs"]) -> None:
        """Two devices: the person goes on with one. Of one response the other version is replaced; of two responses the
        other is stopped, and stays as it is."""
        if self.conflict is not None:
            text = self.conflict.theirs
            chosen = self.response if which == "ours" else Response.from_json(text)
            if not await until_written(partial(self._settle_with, chosen, self.conflict)):
                await self._look_at_both()
                return
        elif self.rival is not None:
            chosen, other = (self.response, self.rival) if which == "ours" else (self.rival, self.response)
            await until_written(partial(self._stop, other))
            chosen = await self._records.get(Response, chosen.id) or chosen
        else:
            return
        self.conflict = self.rival = None
        await self._go_on_with(chosen)
        self._on_change()

    async def _settle_with(self, chosen: Response, conflict: Conflict) -> bool:
        """In one transaction with what becomes of the photos of the version that was not chosen. False: one of the two is
        another by now, and nothing was chosen."""
        if conflict not in await self._records.conflicts(Response):
            return False
        beside = await self.keeping.apart.beside(self._records, [chosen], settles=True)
        await self._records.settle(chosen, conflict, beside.save, beside.remove, beside.over, beside.counted)
        return True

    async def _look_at_both(self) -> None:
        await self.look_around()
        stored = await self._records.get(Response, self.response.id)
        if self.conflict is None and self.rival is None and stored is not None:
            await self._go_on_with(stored)  # another page of theirs has chosen
        self._on_change()

    async def _stop(self, other: Response) -> None:
        """It stays as it is by now, and nobody goes on with it. What is on this device alone stays so."""
        here = await self._records.get(DraftHere, draft_id(other.id))
        if here is not None and here.is_only_here:
            stopped = DraftHere(here.response.changed(status="stopped"), is_only_here=True)
            await self._records.save_all([stopped], over=[here])
            return
        stored = await self._records.get(Response, other.id)
        now = stored or other
        if now.is_open:  # else it was handed in meanwhile
            over = [stored] if stored is not None else []
            await self._records.save_all([now.changed(status="stopped")], over=over)

    async def theirs(self) -> tuple[Question, ...]:
        """What the other device answered, to be looked at."""
        other = Response.from_json(self.conflict.theirs) if self.conflict is not None else self.rival
        if other is None:
            return ()
        filling = await self.filled(self.filling.form, other, is_new=False)
        await self.keeping.apart.look(self._records, [other])
        return Reader(self._teller, {}, photo=self.keeping.apart.data).questions(filling.nodes())


def _is_done(step: Step) -> bool:
    """Whether nothing on this page waits for an answer."""
    asked = [one for question in step.questions for one in question.every() if one.is_asked]
    return step.kind == "ask" and all(one.is_dealt_with for one in asked)
