"""Random days of two devices of a patient and their therapist's: a journal and other own words, shares of every kind, replies,
messages; nothing lost, nothing doubled, nothing left open, nothing sent that was not given.

All three are real stores with the real engine and the catalogue, at the sandbox clinic with its rules, in bad weather too. What must
hold in the end is in `tests/faults/sync/thread_facts.py`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.people import CareTeam
from mobile.care.resource import Resource
from mobile.care.shareable import Shareable, SharedRecord
from mobile.care.shared_kinds import ALONG, COPIES, SHAREABLE
from mobile.care.sharing import Reader, new_id, share, take_back, update_share
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import BEGINS, TalkDraft
from mobile.care.talk.message import Message
from mobile.care.talk.reply import Reply
from mobile.noun import Noun
from mobile.records.errors import ChangedMeanwhile
from mobile.screens.reads.shared_along import opened_by
from mobile.screens.reads.shared_pictures import copies_of
from mobile.wiring.setup import PATIENT_SCOPES
from tests.faults.sync.device import Time
from tests.faults.sync.grounds import Bearer, SandboxGround
from tests.faults.sync.parties import Listening, Party, queries_of
from tests.faults.sync.weather import FAULTS, Weather
from tests.private_things import MADE, blank

ME, SAM = "Patient/rowan", "Practitioner/sam"
TYPES = {"CareTeam", "Consent", "Communication", *(one.KIND.resource_type for one in COPIES)}


@dataclass
class TalkDay:
    """One schedule.

    `said`: the words of every reply that was ever sent, with the id of the copy it is about; `told`: of every message.
    `shown`: by the id of a copy, what it says; `shut`: those taken back, and `ended` their grants. `mine`: private records as
    they were saved last, by device; `secrets`: words of theirs.
    """

    seed: int
    ground: SandboxGround
    folder: Path
    steps: int = 30
    said: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    shut: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    mine: dict[tuple[str, str], Noun] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        """Opens the three devices."""
        self.chance = random.Random(self.seed)
        self.clinic = Listening(self.ground.app)
        self.here = [await self._party(name, ME) for name in ("phone", "tablet")]
        self.sam = await self._party("sam", SAM)

    async def live(self) -> None:
        """All of its steps."""
        for _ in range(self.steps):
            step = self.chance.choice(STEPS)
            self.done.append(step.__name__)
            self.ground.passed(self.chance.choice([0.001, 1.0, 60.0]))
            await step(self, self.chance.choice([*self.here, self.sam]))

    async def end(self) -> None:
        for party in self.everybody:
            await party.close()

    @property
    def everybody(self) -> list[Party]:
        return [*self.here, self.sam]

    async def _party(self, name: str, reference: str) -> Party:
        role = "patient" if reference == ME else "practitioner"
        who = Who(role, reference, ME if role == "patient" else None, self.ground.base)  # pyright: ignore[reportArgumentType]
        queries = queries_of(
            who, lambda one: one.resource_type in TYPES and one.key != "photos", reconciles_always=True
        )
        token = self.ground.sandbox.token(reference.split("/")[1], PATIENT_SCOPES)
        party = Party(
            self.folder / name,
            self.ground.base,
            Weather(self.clinic, self.ground.clock),
            queries,
            auth=Bearer(token),
            time=Time(),
            random=self.chance.random,
        )
        party.who = who
        await party.open()
        return party

    def secret(self) -> str:
        """A word that is never to leave."""
        self.secrets.append(f"own{new_id()}")
        return self.secrets[-1]

    # --- steps ---

    async def share(self, party: Party) -> None:
        party = self.chance.choice(self.here)
        now, kind = party.time(), self.chance.choice(SHAREABLE)
        thing: Shareable[Any] = blank(kind, now).revise(f"words {new_id()}", now)
        along = list[Resource]()
        if isinstance(thing, JournalEntry):
            along = [
                *copies_of([EntryPicture(new_id(), data=new_id().encode())], [""], ME),
                SharedVoice.of(new_id(), new_id().encode(), ME, new_id(), (0, 0, 1)),
            ]
        nouns = share(thing, ME, Reader(SAM), now, along=along)
        await party.records.save_all(nouns)
        (copy,) = [one for one in nouns if isinstance(one, SharedRecord)]
        self.shown[copy.id] = copy.words

    async def change(self, party: Party) -> None:
        """Other words in what is shared, where it was written."""
        party = self.chance.choice(self.here)
        things = [one for kind in SHAREABLE for one in await party.records.every(kind) if one.copies]
        if not things:
            return
        thing, now = self.chance.choice(things), party.time()
        link = thing.copies[0]
        copy = await party.records.get(type(thing).COPY, link.copy_id)
        grant = await party.records.get(ShareGrant, link.grant_id)
        if copy is None or grant is None or not grant.is_active:
            return
        changed = thing.revise(f"{thing.words} and {new_id()}", now)
        await party.records.save_all(update_share(changed, copy, grant, now), over=[thing, copy, grant])
        self.shown[copy.id] = changed.to_send().words

    async def take_back(self, party: Party) -> None:
        party = self.chance.choice(self.here)
        every = await party.records.every(ShareGrant)
        grants = [one for one in every if one.is_active]
        if not grants:
            return
        grant = self.chance.choice(grants)
        copy = next((one for one in await copies_here(party) if grant.opens(one)), None)
        self.ended.add(grant.id)
        self.shut |= {id for id in self.shown if f"urn:uuid:{id}" in grant.data}
        along = await opened_by(party.records, [grant])
        await party.records.save_all(
            *take_back([(grant, copy)], None, party.time(), grants=every, along=along)
        )

    async def write(self, party: Party) -> None:
        """Something that stays on this device alone."""
        party = self.chance.choice(self.here)
        made = MADE[self.chance.choice(list(MADE))](self.secret)
        await party.records.save(made)
        self.mine[party.folder.name, made.id] = made

    async def rewrite(self, party: Party) -> None:
        """Other words in an entry of the journal that nobody else has."""
        party = self.chance.choice(self.here)
        entries = [one for one in await party.records.every(JournalEntry) if not one.copies]
        entries = [one for one in entries if (party.folder.name, one.id) in self.mine and not one.is_raw]
        if entries:
            entry = self.chance.choice(entries)
            changed = entry.revise(f"{entry.words} {self.secret()}", party.time())
            await party.records.save_all([changed], over=[entry])
            self.mine[party.folder.name, entry.id] = changed

    async def reply(self, party: Party) -> None:
        grants = [one for one in await party.records.every(ShareGrant) if one.is_active]
        open_now = [one for one in await copies_here(party) if any(grant.opens(one) for grant in grants)]
        if not open_now:
            return
        copy, words = self.chance.choice(open_now), f"reply {new_id()}"
        mine = SAM if party is self.sam else ME
        between = Between(ME, mine, ME if party is self.sam else SAM)
        thread = [one for one in await party.records.every(Reply) if one.about & copy.names]
        noun = Reply.written(new_id(), words, between, thread=thread, now=party.time(), about=copy)
        await party.records.save_all([noun], anew=[noun])
        self.said[words] = copy.id

    async def take_out(self, party: Party) -> None:
        unsent = list(await party.records.unsent(Reply))
        reply = await party.records.get(Reply, self.chance.choice(unsent)) if unsent else None
        if reply is None or reply.server_id is not None:
            return
        draft = TalkDraft(BEGINS + reply.id, self.said[reply.words], ME, party.time(), reply.words, "undone")
        try:
            await party.records.save_all([draft], [reply], over=[reply], unsent=[reply])
        except ChangedMeanwhile:
            self.done[-1] = "take_out, too late"

    async def message(self, party: Party) -> None:
        """To the care team, about nothing that is shared."""
        party = self.chance.choice(self.here)
        teams = await party.records.every(CareTeam)
        if teams and teams[0].server_id is not None:
            words, between = f"message {new_id()}", Between(ME, ME, f"CareTeam/{teams[0].server_id}")
            noun = Message.written(new_id(), words, between, thread=(), now=party.time())
            await party.records.save_all([noun], anew=[noun])
            self.told.add(words)

    async def read(self, party: Party) -> None:
        mine = SAM if party is self.sam else ME
        unread = [one for one in await party.records.every(Reply) if one.sender != mine and not one.is_read]
        for one in unread[:1]:
            await party.records.save_all([one.read_now(party.time())], over=[one])

    async def sync(self, party: Party) -> None:
        await party.once()
        party.time.forward(self.chance.choice([1.0, 30.0]))

    async def bad_sync(self, party: Party) -> None:
        weather: Any = party.transport
        fault, part = self.chance.choice(FAULTS), self.chance.choice([0.2, 0.5, 1.0])
        weather.choose = lambda kind: fault if self.chance.random() < part else None
        await party.once()
        weather.choose = lambda kind: None
        self.done[-1] = f"bad_sync {fault}"

    async def kill(self, party: Party) -> None:
        await party.kill()


async def copies_here(party: Party) -> list[SharedRecord]:
    """Of every kind."""
    return [one for kind in COPIES for one in await party.records.every(kind)]


HELD = (*COPIES, *ALONG)

Step = Callable[[TalkDay, Party], Any]
STEPS: list[Step] = [
    *[TalkDay.share] * 3,
    *[TalkDay.change] * 2,
    *[TalkDay.take_back] * 2,
    *[TalkDay.write] * 2,
    TalkDay.rewrite,
    *[TalkDay.reply] * 5,
    TalkDay.take_out,
    TalkDay.message,
    *[TalkDay.read] * 2,
    TalkDay.kill,
    *[TalkDay.sync] * 7,
    *[TalkDay.bad_sync] * 3,
]
