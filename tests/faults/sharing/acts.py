"""What a person may do with one thing of theirs, through the model its screen uses; each word of it is one nobody wrote before.

What is agreed to is noted before it is done: what the preview shows, or, where choosing somebody is enough, what the words say.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shared_voice import PIECES
from mobile.care.journal.sound import wav
from mobile.care.journal.steps import Step
from mobile.care.journal.voice import VoiceNote
from mobile.care.sentences import sentences
from mobile.care.sharing import new_id
from mobile.records.ports import Keeping
from mobile.screens.commitment.model import CommitmentDraft
from mobile.screens.entry.model import EntryDraft
from mobile.screens.intention.model import IntentionModel
from mobile.screens.reads.pictures import pictures_of
from mobile.screens.reads.voice import notes_of, sound_of
from mobile.screens.writing.shareable_draft import Previewed, ShareableDraft
from tests.faults.sharing.overheard import Agreed
from tests.private_things import MADE

ACTS = ("write", "write", "reword", "beside", *["share"] * 4, "back", "delete", "keep")
OF_ENTRIES = ("picture", "picture", "speak", "choose", "choose", "choose", "start")
Draft = ShareableDraft[Any]


class Acts:
    """`word` makes a word that stands nowhere else."""

    def __init__(self, chance: random.Random, agreed: Agreed, word: Callable[[], str]) -> None:
        self.chance, self.agreed, self.word = chance, agreed, word
        self.done = 0

    async def begins(self, records: Keeping, draft: Draft) -> None:
        """Or goes on: of some kinds there is one a day, which may be shared."""
        draft.type(f"First {self.word()}.")
        if isinstance(draft, EntryDraft):
            draft.noun = draft.noun.answering(f"Asked {self.word()}")
        await self._ends(records, draft)

    async def one(self, records: Keeping, draft: Draft) -> str:
        """One act. Returns where the thing is on this device from now on."""
        id = draft.noun.id
        self.done += 1
        act = self.chance.choice((*ACTS, *OF_ENTRIES) if isinstance(draft, EntryDraft) else ACTS)
        if act == "delete" and self.chance.random() < 0.4:
            await draft.remove()
            return id
        await self._do(act, records, draft)
        await self._ends(records, draft)
        return draft.noun.id if draft.saved is not None else id

    async def _ends(self, records: Keeping, draft: Draft) -> None:
        """By Done, which shares what the words say now where that was chosen and no preview is asked for: the page says so."""
        if draft.noun.wish == "therapist" and not draft.shares_by_preview:
            await self._agrees(records, draft)
        await draft.done()

    async def _do(self, act: str, records: Keeping, draft: Draft) -> None:
        chance = self.chance
        every = sentences(draft.noun.words)
        if act == "write":
            draft.type(f"{draft.noun.words} Said {self.word()}.".strip())
        elif act == "reword" and every:
            old = chance.choice(every).words
            draft.type(draft.noun.words.replace(old, f"Now {self.word()}.", 1))
        elif act == "beside":
            self._beside(draft)
        elif act == "keep":
            await records.save(MADE[chance.choice(list(MADE))](self.word))
        elif act == "share":
            await self._share(records, draft)
        elif act == "back":
            await draft.take_back()
        elif isinstance(draft, EntryDraft):
            await self._of_entry(act, records, draft)

    def _beside(self, draft: Draft) -> None:
        chance = self.chance
        if isinstance(draft, EntryDraft):
            draft.name(f"Called {self.word()}")
            draft.tag(self.word())
            draft.feel(Step(chance.randint(1, 5), f"Mood {self.word()}", self.word()))
            draft.star(chance.random() < 0.7)
        elif isinstance(draft, CommitmentDraft):
            draft.became(chance.choice(("open", "done", "not_this_time", "let_go")))
        elif isinstance(draft, IntentionModel):
            draft.hold(f"Held {self.word()}")

    async def _share(self, records: Keeping, draft: Draft) -> None:
        people = draft.team.people
        if people:
            draft.ask(self.chance.choice(people).reference)
        await self._agrees(records, draft)
        if draft.shares_by_preview:
            await draft.share_now(Previewed(draft.noun, draft.reader))
        else:
            draft.wish("therapist")

    async def _agrees(self, records: Keeping, draft: Draft) -> None:
        """With what stands in sight now, for whom it names."""
        preview, reader = draft.noun.to_send(), draft.reader
        if preview.problem is not None or reader is None:
            return
        noun = draft.noun
        is_entry = isinstance(noun, JournalEntry)
        self.agreed.to(
            reader.reference,
            preview.words,
            is_starred=is_entry and noun.shows_star,
            is_start=is_entry and noun.chosen.start_here_at is not None,
        )
        if is_entry:
            for file in await _along(records, noun):
                self.agreed.to(reader.reference, file.decode("utf-8", "surrogateescape"))

    async def _of_entry(self, act: str, records: Keeping, draft: EntryDraft) -> None:
        chance = self.chance
        if act == "picture":
            await self._draw(draft)
        elif act == "speak":
            note, piece = VoiceNote(new_id(), draft.noun.changed_at).with_sound(self.word().encode())
            await draft.speak(note.over("kept"), piece)
        elif act == "start":
            draft.start_here(chance.random() < 0.7)
        else:
            for picture in draft.noun.pictures:
                draft.send_picture(picture, "Picture", chance.random() < 0.5)
            draft.send_voice("Voice notes" if chance.random() < 0.5 else "")
            draft.send_star(chance.random() < 0.5)
            draft.choose_scope(chance.choice(("whole", "part", "part", "title")))
            draft.send_steps(chance.random() < 0.5)
            draft.send_tags(chance.random() < 0.3)
            every = sentences(draft.noun.words)
            if draft.noun.chosen.scope == "part" and every:
                for place in chance.sample(range(len(every)), chance.randint(1, len(every))):
                    draft.mark(place, True)

    async def _draw(self, draft: EntryDraft) -> None:
        """A picture is added, described or removed. Its bytes are words, so that they are found wherever they go."""
        there, chance = draft.noun.pictures, self.chance.random()
        if not there or chance < 0.5:
            await draft.add_picture(EntryPicture(new_id(), data=f"Drawn {self.word()}".encode()))
        elif chance < 0.8:
            draft.describe(self.chance.choice(there), f"Shows {self.word()}")
        else:
            await draft.remove_picture(self.chance.choice(there))


async def _along(records: Keeping, entry: JournalEntry) -> list[bytes]:
    """Every file that goes along with it, as it stands in its preview."""
    files = [one.data for one in await pictures_of(records, entry.pictures_along)]
    for note in await notes_of(records, entry.voice_along):
        files += [
            wav(await sound_of(records, note, first, PIECES)) for first in range(0, note.pieces, PIECES)
        ]
    return files
