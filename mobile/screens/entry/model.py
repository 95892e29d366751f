"""One entry while it is written: what is set beside the words, what of it is chosen to be shown, and the trash. Flet-free.

What somebody can read changes only where that was previewed: Done keeps, and shares nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from mobile.care.journal.begin import begin
from mobile.care.journal.chosen import Scope
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.layers import Begun
from mobile.care.journal.slept_on import OF_ENTRY, SleptOn, sleep_on
from mobile.care.journal.stays import Stays, stays
from mobile.care.journal.steps import Step
from mobile.care.prompts import Prompt, Protocol, journal_prompts_of
from mobile.care.shared_kinds import ALONG
from mobile.noun import Noun
from mobile.records.errors import ChangedMeanwhile, Locked, NotSaved
from mobile.screens.entry.attached_draft import AttachedDraft
from mobile.screens.entry.start_here import giving_way
from mobile.screens.reads.hidden import hide
from mobile.screens.reads.layers import layers_of
from mobile.screens.reads.writings import Writings, writings_shared
from mobile.screens.writing.shareable_draft import Outcome, Previewed
from mobile.screens.writing.shared_state import KINDS as AROUND

KINDS = (*AROUND, *ALONG, Protocol, SleptOn)
"""What to watch."""


class EntryDraft(AttachedDraft):
    """Verbs for one entry."""

    shares_by_preview = True
    language = "en"
    """In which the clinic's prompts are read."""
    layer: Begun | None = None
    """Which layer of its session it is, and the prompt it answers. None: a free entry, or one of a layer the clinic asks for no more."""
    _is_kept = False
    _is_spoken_for = False
    slept_on: SleptOn | None = None
    is_hidden = False
    """Whether a second PIN keeps it apart, or will once it is saved."""

    def begun(self, id: str, now: datetime) -> JournalEntry:
        self.layer = self._layer_under(id)
        new = begin(id, self.visits.sessions, now, self.zone, layer=self.layer)
        prompt = self.layer.prompt if self.layer is not None else None
        return new if prompt is None else new.answering(prompt.text.in_language(self.language))

    def _layer_under(self, id: str) -> Begun | None:
        return layers_of(self._protocols, self.visits, self.zone).under(id)

    async def load(self, id: str) -> None:
        self._is_kept = id != "new" and await self._records.get(JournalEntry, id) is not None
        await super().load(id)

    async def look_around(self) -> None:
        self._protocols = tuple(await self._records.every(Protocol))
        await super().look_around()
        self.slept_on = await self._records.get(SleptOn, OF_ENTRY + self.noun.id)
        await self._look_whether_hidden()
        if self.saved is None and self.noun.is_empty and self.noun.session is None:
            self.noun = self.begun(self.noun.id, self.noun.made_at)  # sessions may have come since
        self.layer = self._layer_under(self.noun.id)

    async def _read_writings(self) -> Writings[JournalEntry]:
        """Of thousands of entries only those that are shared, and those only to find which a copy was made from."""
        if self._is_kept or self.saved is not None or not self.shares.readable:
            return Writings()
        return await writings_shared(JournalEntry, self._records, self.shares)

    # --- what a second PIN keeps apart ---

    @property
    def hiding_is_open(self) -> bool:
        """Whether a second PIN opened what is kept here."""
        return self._records.hiding.is_open

    @property
    def may_be_hidden(self) -> bool:
        return self.noun.may_be_hidden

    async def hide(self, *, is_hidden: bool) -> None:
        """Hides it or shows it, with all that is part of it; of what is not saved yet it is how it begins."""
        if await self.flush():
            await hide(self._records, self.noun.id, is_hidden=is_hidden)
        await self._look_whether_hidden()
        self._on_change()

    async def _look_whether_hidden(self) -> None:
        self.is_hidden = self.may_be_hidden and await self._records.hiding.is_hidden(self.noun.id)

    # --- beside the words ---

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """Those of the layers that are asked for now first, then what the clinic asks on any day."""
        course = self.visits.course
        known = layers_of(self._protocols, self.visits, self.zone)
        now = [one.text for begun in known.offered for one in begun.layer.prompts]
        any_day = journal_prompts_of(self._protocols, course.protocols if course else ())
        return (*(Prompt(one.text, one.others) for one in now), *any_day)

    def another_prompt(self, language: str) -> None:
        """The one after that which stands there, as it is said in this language; the first where none does."""
        texts = [prompt.in_language(language) for prompt in self.prompts]
        there = self.noun.answering(self.noun.prompt).prompt
        at = texts.index(there) + 1 if there in texts else 0
        self._change(self.noun.answering(texts[at % len(texts)]))

    def no_prompt(self) -> None:
        self._change(self.noun.answering(""))

    def name(self, title: str) -> None:
        """Its title; "" for none of its own."""
        self._change(self.noun.named(title))

    def catch_title(self, title: str) -> None:
        """Letters that arrived after the lock: kept in memory with what is unsaved, neither saved nor drawn."""
        self.noun = self.noun.named(title)

    def feel(self, mood: Step | None) -> None:
        self._change(replace(self.noun, mood=mood))

    def connect(self, connection: Step | None) -> None:
        self._change(replace(self.noun, connection=connection))

    def tag(self, text: str) -> None:
        """Every word between commas is a tag of its own."""
        found = self.noun
        for one in text.split(","):
            found = found.tagged(one)
        self._change(found)

    def untag(self, tag: str) -> None:
        self._change(self.noun.untagged(tag))

    def star(self, is_on: bool) -> None:
        self._change(replace(self.noun, is_starred=is_on))

    def leave_out(self, is_on: bool) -> None:
        """Whether it is not met again when looking back."""
        self._change(replace(self.noun, is_left_out=is_on))

    # --- what is shown, and to whom ---

    @property
    def stays(self) -> Stays:
        """What of it stays with the person."""
        return stays(self.noun)

    def choose_scope(self, scope: Scope) -> None:
        self._change(replace(self.noun, chosen=replace(self.noun.chosen, scope=scope)))

    def mark(self, place: int, is_on: bool) -> None:
        """One sentence of the words as they are now."""
        self._change(replace(self.noun, chosen=self.noun.chosen.marking(self.noun.words, place, is_on)))

    def send_steps(self, is_on: bool) -> None:
        self._change(replace(self.noun, chosen=replace(self.noun.chosen, with_steps=is_on)))

    def send_voice(self, line: str) -> None:
        """Whether its voice notes go along, by the line that stands for them; "": they stay."""
        if line != self.noun.chosen.voice:
            self._change(replace(self.noun, chosen=replace(self.noun.chosen, voice=line)))

    def send_picture(self, id: str, word: str, is_on: bool) -> None:
        """Whether this picture goes along; `word` stands for it in the text."""
        self._change(replace(self.noun, chosen=self.noun.chosen.picking(id, word, is_on)))

    def send_tags(self, is_on: bool) -> None:
        self._change(replace(self.noun, chosen=replace(self.noun.chosen, with_tags=is_on)))

    def send_star(self, is_on: bool) -> None:
        self._change(replace(self.noun, chosen=replace(self.noun.chosen, with_star=is_on)))

    def start_here(self, is_on: bool) -> None:
        """Whether it is the one to start with when they meet."""
        self._change(self.noun.starting_here(self._now() if is_on else None))

    async def _giving_way(self, wanted: JournalEntry, reader: str) -> tuple[list[Noun], list[Noun]]:
        return await giving_way(self._records, self.shares, wanted, reader)

    async def done(self) -> Outcome:
        """Kept. What others read is changed where its preview is, and nowhere else."""
        if not await self.flush():
            return "not_saved"
        if not self.noun.is_empty:
            self.noun = self.noun.settle()
            if not await self.flush():
                return "not_saved"
        return "kept"

    async def share_now(self, previewed: Previewed[JournalEntry] | None = None) -> Outcome:
        await self._look_whether_hidden()
        if self.is_hidden:
            return "changed"  # its preview says why
        outcome = await super().share_now(previewed)
        if outcome in ("shared", "updated") and self.slept_on is not None:
            await self.let_go()
        return outcome

    @property
    def asks_again_at(self) -> datetime | None:
        """When sleeping on it asks again; None: after the session that is on."""
        return sleep_on(self.noun.id, self.waits, self._now(), self.zone).from_at

    async def sleep_on_it(self) -> bool:
        """Kept, and asked again later. False: it could not be saved, or is hidden."""
        if self.is_hidden or not await self.flush():
            return False
        self.slept_on = sleep_on(self.noun.id, self.waits, self._now(), self.zone)
        await self._records.save(self.slept_on)
        return True

    async def let_go(self) -> None:
        """Not asked again."""
        if self.slept_on is not None:
            await self._records.remove(self.slept_on)
            self.slept_on = None

    # --- a prompt that is spoken to ---

    async def keep_prompt(self) -> None:
        """Before it is spoken for: a prompt that was chosen stays with an entry that has nothing else yet."""
        if self.noun.prompt and self.noun.is_empty and self.saved is None:
            self._is_spoken_for = True
            with suppress(
                ChangedMeanwhile, NotSaved, Locked
            ):  # a second tap; it is saved with what is spoken
                await self._records.save_all([self.noun], anew=[self.noun])

    async def leave(self) -> None:
        await (self.flush() if self._is_spoken_for else super().leave())

    # --- the trash ---

    async def _remove_stored(self) -> JournalEntry | None:
        """Into the trash, with what another page wrote meanwhile; what has nothing in it goes at once."""
        stored = await self._stored()
        if stored is None:
            return None
        gone = [] if stored.is_empty else [stored.thrown_away(self._now())]
        await self._records.save_all(gone, [] if gone else [stored], over=[stored])
        await self.let_go()
        return stored

    async def bring_back(self) -> None:
        """Out of the trash."""
        self._change(self.noun.brought_back())
        await self.flush()
