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
from mobile.care.safety.alerts import Alert, Truth
from mobile.records.overtaken import until_written
from mobile.records.ports import Conflict, Keeping, Standing
from mobile.screens.form.answers import FormAnswers
from mobile.screens.form.pager import FormPager
from mobile.screens.form.question import Question
from mobile.screens.form.reading import Reader
from mobile.screens.form.resuming import Resuming
from mobile.screens.form.state import FormState


class FormConflicts:
    """Watches one response; `stored_changed` is called after every commit that may be about it."""

    def __init__(
        self, records: Keeping, form: FormState, answers: FormAnswers, pager: FormPager, resuming: Resuming
    ) -> None:
        self._records, self._form, self._answers = records, form, answers
        self._pager, self._resuming = pager, resuming
        self.conflict: Conflict | None = None
        self.rival: Response | None = None  # begun on another device, and still open
        self.standing: Standing | None = None
        self.truths: Sequence[tuple[Alert, Truth]] = ()

    async def look_around(self) -> None:
        """How far the clinic has it, what alerts have come to, and whether another device wrote too."""
        self.standing = await self._records.standing(Response, self._form.response.id)
        mine = [one for one in await self._records.conflicts(Response) if one.id == self._form.response.id]
        self.conflict = mine[0] if mine else None
        if self._form.help_links:
            self.truths = await self._form.desk.truths(self._form.response)
        is_at_help = self._form.state == "help"
        if (self.conflict is not None or self.rival is not None) and not is_at_help:
            self._form.state = "both"

    async def stored_changed(self, id: str) -> None:
        """The store says this response was written, perhaps with what another device answered."""
        if not self._form.is_open:
            return
        if id == self._form.response.id and self.is_quiet:
            stored = await self._records.get(Response, id)
            if stored is not None and self.is_quiet and stored.text != self._form.response.text:
                is_other = (
                    stored.items() != self._form.response.items()
                    or stored.status != self._form.response.status
                )
                if is_other:
                    await self._go_on_with(stored)
                else:
                    self._form.keeping.replaced(stored)
        await self.look_around()
        self._form.changed()

    async def photos_changed(self) -> None:
        """A photo that an answer names has come, or the clinic took none, or is asked again."""
        if self._form.is_open and await self._form.keeping.apart.look(self._records, [self._form.response]):
            self._form.look()
            self._form.changed()

    @property
    def staying(self) -> tuple[str, ...]:
        """The names of photos that no way leads to the clinic."""
        return self._form.keeping.apart.staying(self._form.response)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing given here waits to be saved or is being saved."""
        return self._form.keeping.is_saved and not self._form.keeping.is_saving

    async def _go_on_with(self, response: Response) -> None:
        """What does not fit its question here yet stays, where the other answers have none; and so do letters that are being
        typed, and the place where they are."""
        before, had_here = self._form.filling, self._form.keeping.has_here
        resume_at = self._form.keeping.resume_at
        is_same = same_but_for_photos(self._form.response, response)
        here = await self._records.get(DraftHere, draft_id(response.id))
        if here is not None and here.is_only_here:
            response, had_here = here.response, False
        filling = await self._resuming.filled(before.form, response, is_new=False)
        await self._form.keeping.apart.look(self._records, [response])
        typing = dict(self._form.keeping.typing)
        if self._form.filling is not before or not self.is_quiet or (typing and response.is_done):
            return  # something was given here while that was read, or is being given: it is not thrown away
        has_left = had_here and filling.put_back(before)
        self._form.keeping.take(filling, response, response, here=here)
        if is_same or typing:  # the person stays where they are
            self._form.keeping.resume_at = resume_at
            self._form.keeping.fields = {
                id: words for id, words in self._form.keeping.fields.items() if is_same or id in typing
            }
            self._form.look()
            for id, words in typing.items():
                self._answers.retype(id, words)
        else:
            self._form.keeping.fields.clear()
            self._form.blanks.clear()
            self._pager.begin()
        if has_left:
            self._form.keeping.changed()

    async def settle(self, which: Literal["ours", "theirs"]) -> None:
        """Two devices: the person goes on with one. Of one response the other version is replaced; of two responses the
        other is stopped, and stays as it is."""
        if self.conflict is not None:
            text = self.conflict.theirs
            chosen = self._form.response if which == "ours" else Response.from_json(text)
            if not await until_written(partial(self._settle_with, chosen, self.conflict)):
                await self._look_at_both()
                return
        elif self.rival is not None:
            chosen, other = (
                (self._form.response, self.rival) if which == "ours" else (self.rival, self._form.response)
            )
            await until_written(partial(self._stop, other))
            chosen = await self._records.get(Response, chosen.id) or chosen
        else:
            return
        self.conflict = self.rival = None
        await self._go_on_with(chosen)
        self._form.changed()

    async def _settle_with(self, chosen: Response, conflict: Conflict) -> bool:
        """In one transaction with what becomes of the photos of the version that was not chosen. False: one of the two is
        another by now, and nothing was chosen."""
        if conflict not in await self._records.conflicts(Response):
            return False
        beside = await self._form.keeping.apart.beside(self._records, [chosen], settles=True)
        await self._records.settle(chosen, conflict, beside.save, beside.remove, beside.over, beside.counted)
        return True

    async def _look_at_both(self) -> None:
        await self.look_around()
        stored = await self._records.get(Response, self._form.response.id)
        if self.conflict is None and self.rival is None and stored is not None:
            await self._go_on_with(stored)  # another page of theirs has chosen
        self._form.changed()

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
        filling = await self._resuming.filled(self._form.filling.form, other, is_new=False)
        await self._form.keeping.apart.look(self._records, [other])
        return Reader(self._form.answer_words, {}, photo=self._form.keeping.apart.data).questions(
            filling.nodes()
        )
