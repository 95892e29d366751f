"""Random days of two devices of a patient and their therapist's, with replies: nothing lost, nothing doubled, nothing left open.

All three are real stores with the real engine and the catalogue, at the sandbox clinic with its rules, in bad weather too.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobile.care.catalog import Who, filing, may_hold, pulls
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.opened import Opened
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, new_id, share, take_back
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import BEGINS, TalkDraft
from mobile.care.talk.reply import Reply
from mobile.records.errors import ChangedMeanwhile
from mobile.sync import PullQuery, SyncEngine
from mobile.wiring.closed_threads import give_back
from mobile.wiring.revocation_priority import settle_ended
from mobile.wiring.setup import PATIENT_SCOPES
from tests.faults.sync.device import Device, Time
from tests.faults.sync.grounds import Bearer, SandboxGround
from tests.faults.sync.weather import FAULTS, Weather

ME, SAM = "Patient/rowan", "Practitioner/sam"


class Party(Device):
    """One of the three, with what their app files and holds."""

    who: Who
    opened: Opened

    def new_engine(self) -> SyncEngine:
        self.opened = Opened()
        return SyncEngine(
            self.client,
            self.records,
            self.queries,
            lambda document: filing(document.type, document.text, self.who, self.opened),
            clock=self.time,
            sleep=self.time.sleep,
            random=self.random,
            opens=lambda kind, id: may_hold(kind, id, self.who, self.opened),
        )

    async def once(self) -> None:
        """One round, with what an open account does beside it."""
        for grant in await self.records.every(ShareGrant):
            self.opened.note(grant)
        for reply in await self.records.every(Reply):
            self.opened.note_reply(reply)
        await give_back(self.records, SAM if self.who.role == "practitioner" else None)
        await self.engine.once()
        await settle_ended(self.records)
        await give_back(self.records, SAM if self.who.role == "practitioner" else None)


@dataclass
class TalkDay:
    """One schedule. `said`: the words of every reply that was ever sent, with its thread; `shut`: copies taken back."""

    seed: int
    ground: SandboxGround
    folder: Path
    steps: int = 30
    said: dict[str, str] = field(default_factory=dict)
    shut: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)

    async def play(self) -> None:
        self.chance = random.Random(self.seed)
        self.here = [await self._party(name, ME) for name in ("phone", "tablet")]
        self.sam = await self._party("sam", SAM)
        try:
            for _ in range(self.steps):
                step = self.chance.choice(STEPS)
                self.done.append(step.__name__)
                self.ground.passed(self.chance.choice([0.001, 1.0, 60.0]))
                await step(self, self.chance.choice([*self.here, self.sam]))
            await self._quiet()
            await self._check()
        finally:
            for party in (*self.here, self.sam):
                await party.close()

    async def _party(self, name: str, reference: str) -> Party:
        role = "patient" if reference == ME else "practitioner"
        who = Who(role, reference, ME if role == "patient" else None, self.ground.base)  # pyright: ignore[reportArgumentType]
        queries = [
            PullQuery(p.key, p.resource_type, p.params, 0.0, p.is_own, p.holds_words, p.opened_by)
            for p in pulls(who)
            if p.resource_type in ("Goal", "Consent", "Communication")
        ]
        token = self.ground.sandbox.token(reference.split("/")[1], PATIENT_SCOPES)
        weather = Weather(self.ground.app, self.ground.clock)
        party = Party(
            self.folder / name,
            self.ground.base,
            weather,
            queries,
            auth=Bearer(token),
            time=Time(),
            random=self.chance.random,
        )
        party.who = who
        await party.open()
        return party

    # --- steps ---

    async def share(self, party: Party) -> None:
        party = self.chance.choice(self.here)
        now = party.time()
        thing = begin(new_id(), None, now).revise(f"words {new_id()}", now)
        await party.records.save_all(share(thing, ME, Reader(SAM), now))

    async def take_back(self, party: Party) -> None:
        party = self.chance.choice(self.here)
        grants = [one for one in await party.records.every(ShareGrant) if one.is_active]
        if not grants:
            return
        grant = self.chance.choice(grants)
        copies = await party.records.every(SharedIntention)
        copy = next((one for one in copies if grant.opens(one)), None)
        self.shut |= {name.removeprefix("urn:uuid:") for name in grant.data if name.startswith("urn:")}
        await party.records.save_all(*take_back([(grant, copy)], None, party.time()))

    async def reply(self, party: Party) -> None:
        copies = await party.records.every(SharedIntention)
        grants = [one for one in await party.records.every(ShareGrant) if one.is_active]
        open_now = [one for one in copies if any(grant.opens(one) for grant in grants)]
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

    # --- the evening ---

    async def _quiet(self) -> None:
        for _ in range(12):
            self.ground.passed(10.0)
            for party in (*self.here, self.sam):
                party.time.forward(4000)
                await party.once()
                for noun in (Reply, ShareGrant, SharedIntention):
                    for id, standing in (await party.records.unsent(noun)).items():
                        if standing.state == "needs_attention":
                            await party.records.try_again(noun, id)
                for conflict in await party.records.conflicts(
                    Reply
                ):  # two devices read it: one of the receipts stands
                    await party.records.settle(Reply.from_json(conflict.theirs), conflict)

    async def _check(self) -> None:
        there = [one for one in self.ground.alive("Communication") if one.get("payload")]
        at_clinic = [one["payload"][0]["contentString"] for one in there]
        assert len(set(at_clinic)) == len(at_clinic), "a reply is there twice"
        kept = {one.words for party in (*self.here, self.sam) for one in await party.records.every(TalkDraft)}
        assert set(self.said) == set(at_clinic) | kept, "words are lost, or came from nowhere"
        assert not set(at_clinic) & kept, "sent, and shown as not sent"
        for words, copy in self.said.items():
            if words in kept:
                continue
            for party in self.here:
                assert words in {one.words for one in await party.records.every(Reply)}, (
                    "a patient's device lacks it"
                )
            # What the clinic said it had lost stays with whoever wrote it: it may be the last copy of their words.
            lost = await self.sam.records.unsent(Reply)
            held = {one.words: one for one in await self.sam.records.every(Reply)}
            if copy not in self.shut:
                assert words in held, "open and not there"
            elif words in held:
                assert held[words].sender == SAM, "closed and still held"
                assert held[words].id in lost, "closed and still held"


Step = Callable[[TalkDay, Party], Any]
STEPS: list[Step] = [
    TalkDay.share,
    TalkDay.share,
    TalkDay.reply,
    TalkDay.reply,
    TalkDay.reply,
    TalkDay.reply,
    TalkDay.take_back,
    TalkDay.take_out,
    TalkDay.read,
    TalkDay.read,
    TalkDay.kill,
    TalkDay.sync,
    TalkDay.sync,
    TalkDay.sync,
    TalkDay.sync,
    TalkDay.sync,
    TalkDay.bad_sync,
    TalkDay.bad_sync,
]
