"""The answers being given and where they are: captured at once, saved one at a time, never called saved before they are.

It knows one filling, one response and the store. Whatever happens to a save, the newest answers stay here. Half-typed
words are saved too, on this device alone, until the field is left; so is what does not fit its question yet, until it
does, and the whole draft where the person wants it kept here until they send it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Unpack
from uuid import uuid4

from mobile.care.forms.both import with_theirs
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.documents import same_but_for_photos
from mobile.care.forms.here import DraftHere, PlaceChoice, digest, draft_id, travelling
from mobile.care.forms.kept import KeptForm
from mobile.care.forms.response import CannotSend, Response
from mobile.care.questionnaire import Filling
from mobile.care.questionnaire.addresses import DRAFT, KEPT_ASIDE, RESPONSE_SIGNATURE
from mobile.care.resource import each
from mobile.noun import Noun
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.form.apart import PhotosApart
from mobile.screens.form.help_now import HelpDesk
from mobile.screens.form.scratch import Scratch
from mobile.screens.page_calls import PageCalls
from mobile.screens.writing.saved_as_typed import SavedAsTyped


class FormKeeping(SavedAsTyped):
    """One filling. `trouble` may be a code of `CannotSend` besides."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        desk: HelpDesk,
        **calls: Unpack[PageCalls],
    ) -> None:
        super().__init__(records, now, **calls)
        self._desk = desk
        self._wanted = self._done = 0  # changes made, changes saved
        self._answered = 0  # the last change that was an answer, not a letter
        self.filling: Filling
        self.form: FormDefinition
        self.response: Response
        self.saved: Response | None = None  # what the store holds
        self.kept_form: KeptForm | None = None  # to be saved with the first answer
        self.resume_at: str | None = None
        self.apart = PhotosApart()
        self.typing: dict[str, str] = {}  # words not yet in the saved response, by node
        self.fields: dict[str, str] = {}  # what stands in each field as it was typed, by its id
        self._has_scratch = False
        self.is_only_here = False  # the person's choice: nothing leaves before they send it
        self.has_here = False  # whether the store keeps answers that do not travel

    def take(
        self,
        filling: Filling,
        response: Response,
        saved: Response | None,
        scratch: Scratch | None = None,
        here: DraftHere | None = None,
    ) -> None:
        """Goes on with this one. What was typed before a sudden end is put back into its fields. `here`: what the store
        keeps of it on this device alone."""
        self.filling, self.response, self.saved = filling, response, saved
        self.is_only_here = here is not None and here.is_only_here
        self.has_here = here is not None
        self.resume_at = response.resume_at
        self.typing, self._has_scratch = {}, scratch is not None
        self._wanted = self._done = self._answered = 0
        self.trouble = None

    @property
    def is_saved(self) -> bool:
        """Whether the store holds everything that was answered and typed."""
        return self._done == self._wanted

    @property
    def is_begun(self) -> bool:
        return self.saved is not None or self.has_here or self._wanted > 0

    def changed(self) -> None:
        """An answer was given: everything is saved, and queued for the clinic."""
        self.typing.clear()
        self._wanted += 1
        self._answered = self._wanted
        self._save_soon()

    def typed(self, node: str, words: str) -> None:
        """A letter was typed: it is saved here, and travels once the field is left."""
        self.typing[node] = words
        self._wanted += 1
        self._save_soon()

    def settle(self) -> None:
        """The field was left, or the page: what was typed counts as answered."""
        if self.typing:
            self.changed()

    def move(self, node: str | None) -> None:
        """Where the person is now, so that another device goes on there."""
        if node != self.resume_at:
            self.resume_at = node
            if self.is_begun:
                self.changed()

    def replaced(self, response: Response) -> None:
        """The store holds this now, written by somebody else or at another's choice."""
        self.response = self.saved = response
        self._done = self._wanted
        self.typing.clear()
        self._has_scratch = False

    async def _save_all(self) -> str | None:
        try:
            while not self.is_saved:
                await until_written(self._save_once)
        except CannotSend as error:
            return error.code
        return None

    async def finish(self) -> bool:
        """What was typed counts as answered, and all is saved."""
        self.settle_quietly()
        return await super().finish()

    async def seal(self, records: Keeping) -> bool:
        self._desk.reach(records)
        return await super().seal(records)

    def settle_quietly(self) -> None:
        """Counts what is typed as answered, without beginning a save."""
        if self.typing:
            self.typing.clear()
            self._wanted += 1
            self._answered = self._wanted

    def catch(self, id: str, words: str) -> None:
        """Letters that arrived after the lock: kept in memory with what is unsaved, neither saved nor drawn."""
        self.typing[id] = words
        self._wanted += 1

    async def _save_once(self) -> None:
        turn = self._wanted
        is_letters_only = self._answered <= self._done and self.saved is not None
        if not (
            self.typing and is_letters_only
        ):  # an answer is saved though letters followed it before it could be
            await self._save_answers()
        elif self.typing:
            await self._records.save(Scratch(self.response.id, dict(self.typing)))
            self._has_scratch = True
        self._done = turn

    def snapshot(self) -> Response:
        """The response with the answers as they stand. Raises CannotSend."""
        return self.marked(self.response.draft_of(self.filling.draft(), self._now(), self.resume_at))

    def marked(self, response: Response) -> Response:
        """With what the engine notes on the whole, so that it goes on exactly here."""
        draft = self.filling.draft()
        own = {DRAFT, KEPT_ASIDE, RESPONSE_SIGNATURE} if response.is_open else {RESPONSE_SIGNATURE}
        marks = [one for one in each(draft, "extension") if one.get("url") in own]
        engines = (DRAFT, KEPT_ASIDE, RESPONSE_SIGNATURE)
        others = [one for one in each(response.to_resource(), "extension") if one.get("url") not in engines]
        return response.changed(extension=[*others, *marks] or None)

    def put_apart(self) -> None:
        """Large photos become records of their own, unless the draft stays on this phone."""
        if not self.is_only_here:
            self.put_all_apart()

    def put_all_apart(self) -> None:
        """The same, wherever the draft is. Also at a clinic that takes none, where the answers would be too large to travel:
        whoever follows the photos makes them smaller then."""
        must = not self.apart.is_offered and self.snapshot().is_too_large
        if self.apart.is_offered or must:
            self.apart.put_apart(self.filling, self.response.patient or "", self._now())

    async def _heed(self) -> tuple[list[Noun], bool]:
        """What another page or device answered since this one saved last stays, but where the same question was answered here.
        Returns what the store holds, as it was read, and whether the answers say something else now."""
        here = await self._records.get(DraftHere, draft_id(self.response.id)) if self.is_only_here else None
        stored = await self._records.get(Response, self.response.id) if here is None else here.response
        if stored is None or self.saved is None:
            return [], False
        if stored.is_done and self.response.is_open and stored.is_mine:
            self._amend(stored)  # handed in elsewhere: what came later here is a change of it
            return [stored], False
        says_more = False
        if stored.is_open and stored.items() != self.saved.items():
            ours, was = self.snapshot(), self.filling.again(self.saved.to_json()).draft()
            theirs = self.filling.again(stored.to_json()).draft()
            items = with_theirs(each(was, "item"), ours.items(), each(theirs, "item"))
            merged = ours.changed(item=items or None)
            says_more = not same_but_for_photos(ours, merged)
            self.filling = self.filling.again(merged.to_json())
            if items != ours.items() and self.filling.is_signed:
                self.filling.sign("", None)  # it was signed without these answers
            self.response = self.saved = stored
            self._on_change()
            await self.apart.look(self._records, [stored])
        return [here or stored], says_more

    def _amend(self, sent: Response) -> None:
        self.response, self.saved = sent.to_amend(str(uuid4()), self._now()), None
        self._has_scratch = self.has_here = False

    async def _save_answers(self) -> None:
        over, _ = await self._heed()
        await self.apart.revive(self._records, self.filling)
        self.put_apart()
        whole = self.snapshot()
        if self.is_only_here:
            await self._save_here(whole, DraftHere(whole, is_only_here=True), over)
            return
        travels = travelling(self.response, self.filling, self._now(), self.resume_at)
        if travels is None:  # none of it can go yet
            beside = digest(self.response) if self.saved is not None else ""
            await self._save_here(whole, DraftHere(whole, is_only_here=False, beside=beside), over)
            return
        travels = self.marked(travels)
        is_less = travels.items() != whole.items()
        here = DraftHere(whole, is_only_here=False, beside=digest(travels)) if is_less else None
        await self.save(travels, whole, here=here, over=over)

    async def _save_here(self, whole: Response, here: DraftHere, over: Sequence[Noun]) -> None:
        """On this device alone: nothing is queued."""
        gone: list[Noun] = [Scratch(whole.id, {})] if self._has_scratch else []
        await self._records.save_all([*self._form_first(), here], gone, over)
        if self.is_only_here:
            self.response = self.saved = whole
        self.kept_form, self._has_scratch, self.has_here = None, False, True

    def _form_first(self) -> list[Noun]:
        return [self.kept_form] if self.kept_form is not None else []

    async def save(
        self,
        response: Response,
        whole: Response | None = None,
        *,
        here: DraftHere | None = None,
        remove: Sequence[Noun] = (),
        also: Sequence[Noun] = (),
        over: Sequence[Noun] = (),
    ) -> None:
        """The answers, and with them whatever must reach the clinic because of them. `whole`: with those that do not travel,
        which call for help all the same; `here`: how those are kept; `over`: what that was made from. Raises
        ChangedMeanwhile where that, or a photo that they name, is not as it was any more."""
        alerts = await self._desk.alerts(whole or response, self.form, self._now())
        kept = [response, *([here.response] if here is not None else [])]
        beside = await self.apart.beside(
            self._records, kept, [one.id for one in remove if isinstance(one, Response)]
        )
        own = [response, *also, *alerts, *([here] if here is not None else [])]
        save = [*beside.save, *self._form_first(), *own]
        gone: list[Noun] = [Scratch(self.response.id, {})] if self._has_scratch else []
        if here is None and self.has_here:
            gone.append(DraftHere(self.response, is_only_here=False))
        await self._records.save_all(
            save, [*gone, *remove, *beside.remove], [*over, *beside.over], beside.counted
        )
        self.response = self.saved = response
        self.kept_form, self._has_scratch, self.has_here = None, False, here is not None

    async def choose_place(self, *, is_only_here: bool) -> None:
        """Where the draft is kept from now on, remembered for this form. What the clinic had of it is taken back, and goes on
        here under a name of its own. Raises NotSaved, Locked, CannotSend; then nothing was changed."""
        self.settle_quietly()
        async with self._turn:
            if is_only_here == self.is_only_here:
                return
            choice = PlaceChoice(bare(self.form.address), is_only_here)
            was, is_at_clinic = self.is_only_here, is_only_here and self.saved is not None
            if is_only_here:
                self._put_inside()
            self.is_only_here = is_only_here
            try:
                if is_at_clinic:
                    await until_written(partial(self._take_home, choice))
                else:
                    await self._records.save(choice)
            except BaseException:
                self.is_only_here = was
                raise
            self._wanted += 1 if self.is_begun else 0
            self._answered = self._wanted
        await self.flush()

    def _put_inside(self) -> None:
        if not self.apart.put_inside(self.filling):
            raise CannotSend("photo_not_here")

    async def _take_home(self, choice: PlaceChoice) -> None:
        """With what another page or device answered. What was handed in meanwhile stays there."""
        read, _ = await self._heed()
        self._put_inside()
        own = self.snapshot().under(str(uuid4()))
        at_clinic = [self.saved] if self.saved is not None else []
        gone: list[Noun] = [*at_clinic]
        gone += [Scratch(self.response.id, {})] if self._has_scratch else []
        gone += [DraftHere(self.response, is_only_here=False)] if self.has_here else []
        beside = await self.apart.beside(self._records, [], [one.id for one in at_clinic])
        await self._records.save_all(
            [*beside.save, DraftHere(own, is_only_here=True), choice],
            [*gone, *beside.remove],
            [*read, *beside.over],
            beside.counted,
        )
        self.response = self.saved = own
        self._has_scratch, self.has_here = False, True
