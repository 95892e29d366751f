"""Reading one agreement: where somebody is in it, what they answered and chose, kept at every step. Flet-free.

A step that could not be saved stays in memory and is saved with the next; it is never called saved before. Every step is
taken on what the store holds by then, so that two pages and two devices lose nothing of one another's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from mobile.care.consent.changes import Change, Marked, changes, marked
from mobile.care.consent.document import Agreement, Choice, Layer, Part, Question
from mobile.care.consent.fingerprint import is_of_this_text, text_of
from mobile.care.consent.listing import progress_of, readings_of
from mobile.care.consent.progress import Progress
from mobile.care.consent.reading import agreement_of, is_agreement
from mobile.care.consent.renewal import again_since, covers
from mobile.care.consent.signed import SignedAgreement, last_signed
from mobile.care.consent.text_signed import text_that_was_signed
from mobile.care.consent.unreadable import Unreadable, Why
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.kept import KeptForm, keep
from mobile.care.forms.response import Response
from mobile.care.sharing import new_id
from mobile.noun import Noun
from mobile.records.errors import Locked, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads.agreements import standing_agreements
from mobile.screens.reads.phases import KINDS as PHASES
from mobile.screens.reads.phases import begun_phases

KINDS = (FormDefinition, Response, SignedAgreement, AgreementWithdrawal, KeptForm, *PHASES)
CHANGES, END = "changes", "end"
"""The pages beside the parts: what is different since it was signed, and what is chosen."""
Step = Callable[[Progress], Progress]


class Reading:
    """One agreement and one person. `agreement` None after `load`: `why` says why, or it is not here."""

    def __init__(self, records: Keeping, now: Callable[[], datetime], patient: str, language: str) -> None:
        self._records, self._now, self._patient, self._language = records, now, patient, language
        self._turn = asyncio.Lock()
        self._unsaved: list[Step] = []
        self.form: FormDefinition | None = None
        self.agreement: Agreement | None = None
        self.before: Agreement | None = None  # the version that was signed, where it is another and is here
        self.signed: SignedAgreement | None = None
        self.again_since: datetime | None = None  # what was signed before is signed again
        self._is_this_text = False  # whether what was signed is the text that is here
        self.why: Why | None = None
        self.progress = Progress()
        self.trouble: str | None = None  # "full", "read_only", "io", "locked": the last steps are not saved

    # --- reading ---

    async def load(self, id: str) -> None:
        """`id`: of the Questionnaire, as the clinic names it. Raises what the store raises."""
        forms = await self._records.every(FormDefinition)
        self.form = next((one for one in forms if id in (one.server_id, one.id) and is_agreement(one)), None)
        self.agreement, self.before, self.why = None, None, None
        if self.form is None:
            return
        try:
            self.agreement = agreement_of(self.form)
        except Unreadable as error:
            self.why = error.code
            return
        signed = await standing_agreements(self._records)
        self.signed = last_signed(self.form.address, signed, self._now())
        self._is_this_text = self.signed is not None and is_of_this_text(self.agreement, self.signed)
        self.again_since = again_since(
            self.agreement.again_in, await begun_phases(self._records, self._now())
        )
        if self.is_new_version:
            self.before = await self._signed_text(forms)
        await self._settle()
        await self._look()

    async def _look(self) -> None:
        found = self._progress_in(await self._records.every(Response))
        for step in self._unsaved:
            found = step(found)
        self.progress = found

    async def _signed_text(self, forms: list[FormDefinition]) -> Agreement | None:
        """The text that was signed, from the clinic or as it was kept with what was answered to it."""
        assert self.signed is not None
        kept = await self._records.every(KeptForm, {"canonical": self.signed.signed})
        return text_that_was_signed(self.signed, forms, kept)

    @property
    def is_new_version(self) -> bool:
        """Whether another version of it is in force, or another text of this one."""
        return self.signed is not None and not self._is_this_text

    @property
    def is_other_text(self) -> bool:
        """Whether it is this version that is in force, and the clinic has changed its text since."""
        is_same_version = (
            self.signed is not None and self.form is not None and self.signed.signed == self.form.canonical
        )
        return is_same_version and not self._is_this_text

    @property
    def is_in_force(self) -> bool:
        return self.signed is not None and not self.is_new_version and covers(self.signed, self.again_since)

    @property
    def is_again(self) -> bool:
        """Whether this very version is in force, and is signed again because a phase has begun."""
        return self.signed is not None and not self.is_new_version and not self.is_in_force

    # --- pages ---

    @property
    def pages(self) -> list[str]:
        """All there are, in the order they are read."""
        assert self.agreement is not None
        first = [CHANGES] if self.is_new_version else []
        return [*first, *(part.link_id for part in self.agreement.parts), END]

    @property
    def page(self) -> str:
        """Where the person is."""
        return self.progress.at if self.progress.at in self.pages else self.pages[0]

    @property
    def part(self) -> Part | None:
        return self.agreement.part(self.page) if self.agreement is not None else None

    def changes(self) -> tuple[Change, ...]:
        """Since the version that was signed; none where its text is not here."""
        if self.before is None or self.agreement is None:
            return ()
        return changes(self.before, self.agreement, self._language)

    @property
    def first_changed(self) -> Part:
        """The first part that is not as it was signed; the first of all where that is not known."""
        assert self.agreement is not None
        found = (self.agreement.part(one.part) for one in self.changes())
        return next((part for part in found if part is not None), self.agreement.parts[0])

    def marked(self, part: Part, layer: Layer) -> tuple[Marked, ...]:
        """The part's text with what is new in it; nothing is marked where there is nothing to compare it with."""
        before = self.before.part(part.link_id) if self.before is not None else part
        return marked(before, part, layer, self._language)

    # --- steps ---

    async def next(self) -> None:
        """On to the next page. A part that was shown and left so counts as read."""
        part, now = self.part, self._now()
        to = self.pages[min(self.pages.index(self.page) + 1, len(self.pages) - 1)]
        await self._take(lambda p: (p.after_reading(part, now) if part is not None else p).going_to(to))

    async def back(self) -> None:
        to = self.pages[max(self.pages.index(self.page) - 1, 0)]
        await self._take(lambda p: p.going_to(to))

    async def go_to(self, page: str) -> None:
        """What is none of its pages is not gone to."""
        if page in self.pages:
            await self._take(lambda p: p.going_to(page))

    async def answer(self, question: Question, code: str) -> None:
        if question.option(code) is not None:
            await self._take(lambda p: p.after_answer(question, code))

    async def choose(self, choice: Choice, *, is_on: bool) -> None:
        await self._take(lambda p: p.after_choice(choice, is_on=is_on))

    async def refuse(self) -> None:
        """The patient does not agree to what somebody would sign with them."""
        now = self._now()
        await self._take(lambda p: p.after_refusal(now), of_any_text=True)

    async def take_back_refusal(self) -> None:
        now = self._now()
        await self._take(lambda p: p.after_taking_it_back(now))

    async def _take(self, step: Step, *, of_any_text: bool = False) -> None:
        step = step if of_any_text else self._of_this_text(step)
        self._unsaved.append(step)
        self.progress = step(self.progress)
        async with self._turn:
            taken = list(self._unsaved)
            try:
                await until_written(lambda: self._write(taken))
            except NotSaved as error:
                self.trouble = error.reason
                return
            except Locked:
                self.trouble = "locked"
                return
            del self._unsaved[: len(taken)]
            self.trouble = None
            await self._look()

    def _of_this_text(self, step: Step) -> Step:
        """Another text may have come by the time it is written: what was done in this one is not done in that."""
        assert self.agreement is not None
        here = text_of(self.agreement).sha256
        return lambda progress: step(progress) if progress.document == here else progress

    def _progress_in(self, responses: list[Response]) -> Progress:
        assert self.agreement is not None
        return progress_of(self.agreement, responses).of_text(text_of(self.agreement).sha256)

    async def _write(self, steps: list[Step]) -> None:
        assert self.form is not None
        assert self.agreement is not None
        responses = await self._records.every(Response)
        readings, now = readings_of(self.agreement, responses), self._now()
        stored, progress = next(iter(readings), None), self._progress_in(responses)
        for step in steps:
            progress = step(progress)
        begun = stored or Response.begin(new_id(), self.form, self._patient, now)
        draft = begun.draft_of(progress.items(self.agreement), now, progress.at, progress.marks())
        save: list[Noun] = [draft]
        if stored is None:
            kept = await self._records.every(KeptForm)
            text = keep(self.form, kept, now)
            save += [] if text in kept else [text]
        over = [stored] if stored is not None else []
        await self._records.save_all(save, over=over, counted={Response: len(responses)})

    async def _stored(self) -> list[Response]:
        assert self.agreement is not None
        return readings_of(self.agreement, await self._records.every(Response))

    async def _settle(self) -> None:
        """Read on two devices at once: what either of them read, answered or chose is kept; where both did, this one's stands."""
        for stored in await self._stored():
            for one in await self._records.conflicts(Response):
                if one.id != stored.id:
                    continue
                both = Progress.of(Response.from_json(one.theirs)).under(Progress.of(stored))
                assert self.agreement is not None
                draft = stored.draft_of(both.items(self.agreement), self._now(), both.at, both.marks())
                await self._records.settle(draft, one)
