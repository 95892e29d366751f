"""Own words while they are written, and who may read them: sharing, taking back, deleting, ending a conflict. Flet-free.

Nothing is sent from here: sharing saves what sync will send. Taking back never waits for anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Generic, Literal, TypeVar, Unpack
from zoneinfo import ZoneInfo

from mobile.care.grant import ShareGrant
from mobile.care.own_words import EarlierWords, Wish
from mobile.care.shareable import Shareable
from mobile.care.shares import Share
from mobile.care.sharing import CannotShare, Reader, share, take_back, update_share
from mobile.noun import Noun
from mobile.records.errors import ChangedMeanwhile, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.page_calls import PageCalls
from mobile.screens.reads.shared_along import opened_by, unsent_along
from mobile.screens.revocation import TakenBack, has_end_arrived, may_have_arrived
from mobile.screens.writing.along import Along
from mobile.screens.writing.shared_state import SharedState

Outcome = Literal[
    "kept",
    "shared",
    "updated",
    "empty",
    "too_long",
    "part_gone",
    "picture_too_long",
    "not_saved",
    "waits",
    "nobody",
    "taken_back",
    "changed",
]
"""`changed`: what would be sent, or to whom, is not what was previewed any more."""
S = TypeVar("S", bound=Shareable[Any])


@dataclass(frozen=True)
class Previewed(Generic[S]):
    """What the person saw before they tapped: of which words, for whom."""

    noun: S
    reader: Reader | None

    def is_for(self, reader: Reader) -> bool:
        return self.reader is not None and self.reader.reference == reader.reference

    def says(self, *nouns: S) -> bool:
        """Whether copies of all of these would be what was seen."""
        return all(_says(self.noun, one) for one in nouns)


def _says(one: Shareable[Any], other: Shareable[Any]) -> bool:
    """Whether copies of both would be the same, to the last byte."""
    words = one.to_send()
    if words.problem is not None or words != other.to_send() or one.goes_along != other.goes_along:
        return False
    on = one.changed_at.date()
    return one.copied("", words.words, patient="", on=on) == other.copied("", words.words, patient="", on=on)


class NotAsPreviewed(Exception):
    """What goes along is not what was seen."""


class ShareableDraft(SharedState[S], Generic[S]):
    """Verbs. `patient` is "Patient/p1"; `zone` the clinic's. A subclass says how one begins."""

    shares_by_preview: ClassVar[bool] = False
    """Whether new words are read only once they were previewed and shared again; else choosing them is enough."""

    def __init__(
        self,
        records: Keeping,
        patient: str,
        zone: ZoneInfo,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self._patient = patient
        self.zone = zone
        super().__init__(records, now, **calls)
        self.taken_back = TakenBack()  # how things stood after the last `take_back`

    # --- words ---

    def wish(self, wish: Wish) -> None:
        """Who should see it; acted upon by `done` or `take_back`."""
        self._change(replace(self.noun, wish=wish))

    def restore(self, version: EarlierWords) -> None:
        """An earlier text again; the present one is kept as a version."""
        self._change(self.noun.restore(version, self._now()))

    # --- sharing ---

    async def done(self) -> Outcome:
        """The person is done: words settled, and shared or updated if that is their wish."""
        if not await self.flush():
            return "not_saved"
        if self.noun.wish == "therapist":
            return await self.share_now()
        if not self.noun.is_empty:
            self.noun = self.noun.settle()
            if not await self.flush():
                return "not_saved"
        return "kept"

    async def share_now(self, previewed: Previewed[S] | None = None) -> Outcome:
        """Makes what they can read what it says now. Nothing is sent from here; it is saved and queued. Where it was `previewed`
        nothing else is shared than that, with nobody else."""
        asked = self.noun  # what is typed from here on was not in sight when it was asked for
        was_shared = self.share is not None
        try:
            async with self._turn:
                work = partial(self._share, asked, previewed, was_shared=was_shared)
                outcome = await until_written(work)
        except CannotShare as error:
            return error.problem
        except NotAsPreviewed:
            await self.look_around()
            return "changed"
        except NotSaved as error:
            self.trouble = error.reason
            return "not_saved"
        await self.look_around()
        if not self.is_saved:
            self._save_soon()  # what another page wrote, kept as a version
        self._on_change()
        return outcome

    async def _share(self, asked: S, previewed: Previewed[S] | None, *, was_shared: bool) -> Outcome:
        """In one's own turn: what is shared already is looked at only now, because a tap may be the second one. `was_shared`:
        so that new words were asked to be shared; taken back in between, nothing is shared anew."""
        if previewed is not None and not previewed.says(asked, await self._as_kept()):
            return "changed"
        stored = await self._look_before_sharing()
        current, reader = self.share, self.reader
        if was_shared and current is None:
            return "taken_back"
        if reader is None:
            return "nobody"
        if previewed is not None and not previewed.is_for(reader):
            return "changed"
        if current is None and self._asked not in (None, reader.reference):
            self._asked = (
                None  # whoever was chosen can be shared with no more: nobody else gets it in their place
            )
            return "changed"
        if self.waits_for_session and (current is None or self.is_changed_since_shared):
            return "waits"
        now = self._now()
        wanted, along = await self._with_along(self.noun.saying(asked), current)
        if current is not None and current.copy is not None:
            nouns = update_share(
                wanted, current.copy, current.grant, now, along=along.new, staying=along.staying
            )
            outcome: Outcome = "updated" if len(nouns) > 1 else "kept"
        else:
            nouns = share(wanted, self._patient, reader, now, zone=self.zone, along=along.new or ())
            outcome = "shared"
            if current is not None:  # its copy is gone: what it opened must not come back unseen
                nouns = [current.grant.ended(now), *nouns]
        also, before = await self._giving_way(wanted, reader.reference)
        await self._records.save_all(
            [*also, *nouns],
            along.gone,
            over=[*stored, *before, *along.read, *(_read_of(current) if current is not None else [])],
            anew=[self.noun] if not stored else [],
        )
        self._has_saved(nouns[-1])
        return outcome

    async def _giving_way(self, wanted: S, reader: str) -> tuple[list[Noun], list[Noun]]:
        """What else changes when this is shared with `reader`, saved in the same transaction, and how each of it was read."""
        return [], []

    async def _with_along(self, wanted: S, current: Share | None) -> tuple[S, Along]:
        """What is to be shared, and what goes along with its copy. Raises NotAsPreviewed."""
        return wanted, Along()

    async def _as_kept(self) -> S:
        """It as it stands now. Where nothing was typed here, what another page wrote is what stands."""
        stored = await self._stored()
        if stored is not None and self._is_noun_saved:
            self.saved = self.noun = stored
        return self.noun

    async def _look_before_sharing(self) -> list[Noun]:
        """It as the store has it; nothing where the store has none."""
        stored = await self._stored()
        self._heed(stored)
        self.saved = stored
        await self.look_around()
        return [stored] if stored is not None else []

    async def take_back(self) -> bool:
        """Ends every share with the one who reads it. Works always: offline, on session day, without the copy.

        False: nothing was shared. `taken_back` afterwards: what is true now.
        """
        await self.flush()
        async with self._turn:
            current, ended = await until_written(self._end_all)
        if current is None:
            self.wish("only_me")
            return False
        await self.look_around()
        still = self.share
        self.taken_back = TakenBack(
            is_over=all([await has_end_arrived(self._records, grant) for grant in ended]),
            still=still.grant.practitioner if still is not None else None,
        )
        self._on_change()
        return True

    async def _end_all(self) -> tuple[Share | None, list[ShareGrant]]:
        """What was shared, and which of the ended grants the clinic may have."""
        stored = await self._look_before_sharing()
        current = self.share
        if current is None:
            return None, []
        ways = self.shares.ways(current, self.noun)
        save, remove = take_back(
            [(one.grant, one.copy) for one in ways],
            self.noun,
            self._now(),
            grants=self.shares.grants,
            along=await opened_by(self._records, [one.grant for one in ways]),
        )
        ended = [one.grant for one in ways if await may_have_arrived(self._records, one.grant)]
        over = [*stored, *(noun for way in ways for noun in _read_of(way))]
        await self._records.save_all(save, remove, over)
        self._has_saved(save[-1])
        return current, ended

    async def try_again(self) -> None:
        """Puts what the clinic would not take back into the queue."""
        current = self.share
        if current is None:
            return
        for noun in (current.grant, current.copy, *current.notices[-1:]):
            if noun is not None:
                await self._records.try_again(type(noun), noun.id)
        for kind, id, _ in await unsent_along(self._records, current.grant):
            await self._records.try_again(kind, id)
        await self.look_around()
        self._on_change()

    # --- removing ---

    async def remove(self) -> S | None:
        """Deletes it, taking it back first if it is shared. Returns it for undo; None when nothing was kept."""
        await self.flush()
        async with self._turn:
            await self._look_before_sharing()  # another page may have shared it this moment
        while self.share is not None:  # it may be open to more than one person
            await self.take_back()
        async with self._turn:
            gone = await until_written(self._remove_stored)
        self.saved = None
        self.noun = replace(self.begun(self.noun.id, self._now()), session=self.noun.session)
        return gone

    async def _remove_stored(self) -> S | None:
        """With the words another page wrote meanwhile, if one did: they come back with undo."""
        stored = await self._stored()
        if stored is not None:
            await self._records.save_all([], [stored], over=[stored])
        return stored

    # --- two devices ---

    async def choose(self, words: str) -> None:
        """Ends a conflict with these words: ours, theirs, or both put together. What is not chosen stays a version. Where one of
        the two is another by now nothing is chosen, and both are shown as they are. Where only a part was shared the words
        themselves stay, and only what is read is chosen."""
        if self.conflict is None:
            return
        conflict, ours, theirs = self.conflict
        settled = self.noun.settle()
        for other in (ours.own_words, theirs.own_words):
            if other != words:
                settled = settled.keep_also(other, self._now())
        is_part = ours.is_part or theirs.is_part
        before, chosen = self.noun, settled if is_part else settled.revise(words, self._now()).settle()
        if (
            not is_part and chosen.words == settled.words != words
        ):  # what is never rewritten keeps them beside it
            chosen = chosen.keep_also(words, self._now())
        read = theirs if is_part and words == theirs.own_words else chosen.settled_as(ours, theirs)
        self.noun = chosen
        try:
            await self._records.settle(read, conflict)
        except ChangedMeanwhile:
            if self.noun is chosen:  # nothing was typed since
                self.noun = before
        await self.flush()
        await self.look_around()
        self._on_change()


def _read_of(way: Share) -> list[Noun]:
    """What is written over when it is shared anew or taken back, as it was read."""
    return [way.grant, *([way.copy] if way.copy is not None else [])]
