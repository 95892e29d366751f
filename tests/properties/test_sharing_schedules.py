"""Random lives of entries on two devices (T22): nothing is sent that was not previewed, and what is read is what is granted.

Every sentence, title, tag, label, prompt and picture, and what a picture shows, holds a token of its own. All that leaves either device is read byte by byte: a
token that stood in no preview that was agreed to, or a text that is none of those previews, is counted as ungranted.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from mobile.care.catalog import Who, filing, pulls
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shared_entry import SharedEntry, is_journal_entry
from mobile.care.journal.shared_picture import SharedPicture, is_shared_picture
from mobile.care.journal.steps import Step
from mobile.care.sentences import sentences
from mobile.care.sharing import new_id
from mobile.screens.entry.model import EntryDraft
from mobile.screens.reads.pictures import pictures_of
from mobile.sync import PullQuery
from tests.faults.sync.device import Device
from tests.faults.sync.grounds import SandboxGround

SCHEDULES = int(os.environ.get("LANTERN_SHARING", "6"))
FROM = int(os.environ.get("LANTERN_SHARING_FROM", "0"))
"""The first of them: a long campaign can be gone on with."""
IN_ONE_WORLD = 25
STEPS = 12
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
TYPES = ("CareTeam", "Practitioner", "DocumentReference", "Consent", "Communication")
TOKEN = re.compile(r"zq\d+q")
ACTS = [
    "write",
    "write",
    "reword",
    "beside",
    "picture",
    "picture",
    "choose",
    "choose",
    "choose",
    "share",
    "share",
    "share",
    "back",
    "delete",
]
ZONE = ZoneInfo("America/Chicago")
ME = Who("patient", "Patient/rowan", "Patient/rowan")


class Overheard(httpx.AsyncBaseTransport):
    """All that is sent to the clinic."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.ASGITransport(app)
        self.bodies: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(f"{request.url} {(await request.aread()).decode()}")
        return await self._inner.handle_async_request(request)


class World:
    """A clinic and two devices of one person, for many schedules."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.ground = SandboxGround()
        self.wire = Overheard(self.ground.app)
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY))
        self.previews, self.granted = set[str](), set[str]()
        self.ungranted, self.actions, self.texts = 0, 0, 0
        self.next_token = 0

    async def __aenter__(self) -> World:
        queries = [
            PullQuery(p.key, p.resource_type, p.params, p.reconcile_every_s, p.is_own)
            for p in pulls(ME)
            if p.resource_type in TYPES and p.key != "photos"
        ]
        self.devices = [
            await Device(
                self.folder / name,
                self.ground.base,
                self.wire,
                queries,
                lambda document: filing(document.type, document.text, ME),
                auth=self.ground.auth,
                time=self.ground.time,
            ).open()
            for name in ("a", "b")
        ]
        await self.sync()
        return self

    async def __aexit__(self, *_: object) -> None:
        for device in self.devices:
            await device.close()
        self.ground.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def sync(self) -> None:
        for device in self.devices:
            await device.sync()
        self.listen()

    def listen(self) -> None:
        """Counts what was sent and never agreed to."""
        for body in self.wire.bodies:
            texts = [b64decode(data).decode() for data in re.findall(r'"data":\s*"([A-Za-z0-9+/=]+)"', body)]
            self.texts += len(texts)
            self.ungranted += sum(text not in self.previews for text in texts)
            self.ungranted += len(set(TOKEN.findall(" ".join([body, *texts]))) - self.granted)
        self.wire.bodies.clear()

    def word(self) -> str:
        self.next_token += 1
        return f"zq{self.next_token}q"

    # --- one entry ---

    async def open(self, device: Device, id: str) -> EntryDraft:
        draft = EntryDraft(
            device.records,
            "Patient/rowan",
            ZONE,
            device.time,
            start=lambda work: work.close(),
            on_change=lambda: None,
        )
        await draft.load(id)
        return draft

    async def act(self, device: Device, id: str) -> str:
        """One thing a person may do, on the device they have in hand. Returns where the entry is there from now on."""
        draft, chance = await self.open(device, id), self.chance
        self.actions += 1
        what = chance.choice(ACTS)
        every = sentences(draft.noun.words)
        if what == "write":
            draft.type(f"{draft.noun.words} Said {self.word()}.".strip())
        elif what == "reword" and every:
            old = chance.choice(every).words
            draft.type(draft.noun.words.replace(old, f"Now {self.word()}.", 1))
        elif what == "beside":
            draft.name(f"Called {self.word()}")
            draft.tag(self.word())
            draft.feel(Step(chance.randint(1, 5), f"Mood {self.word()}", self.word()))
        elif what == "picture":
            await self.draw(draft)
        elif what == "choose":
            for picture in draft.noun.pictures:
                draft.send_picture(picture, "Picture", chance.random() < 0.5)
            draft.choose_scope(chance.choice(("whole", "part", "part", "title")))
            draft.send_steps(chance.random() < 0.5)
            draft.send_tags(chance.random() < 0.3)
            if draft.noun.chosen.scope == "part" and every:
                for place in chance.sample(range(len(every)), chance.randint(1, len(every))):
                    draft.mark(place, True)
        elif what == "share":
            preview = draft.noun.to_send()
            if preview.problem is None:
                self.previews.add(preview.words)
                self.granted |= set(TOKEN.findall(preview.words))
                for one in await pictures_of(device.records, draft.noun.pictures_along):
                    self.previews.add(one.data.decode())
                    self.granted |= set(TOKEN.findall(one.data.decode()))
            await draft.share_now()
        elif what == "back":
            await draft.take_back()
        elif what == "delete" and chance.random() < 0.4:
            await draft.remove()
            return id
        await draft.done()
        return draft.noun.id if draft.saved is not None else id

    async def draw(self, draft: EntryDraft) -> None:
        """A picture is added, described or removed. Its bytes are words, so that they are found wherever they go."""
        there, chance = draft.noun.pictures, self.chance.random()
        if not there or chance < 0.5:
            await draft.add_picture(EntryPicture(new_id(), data=f"Drawn {self.word()}".encode()))
        elif chance < 0.8:
            draft.describe(self.chance.choice(there), f"Shows {self.word()}")
        else:
            await draft.remove_picture(self.chance.choice(there))

    async def quiet(self, ids: list[set[str]]) -> None:
        """Both devices hear of everything; where both wrote, one of the two is chosen."""
        for _ in range(4):
            for device in self.devices:
                device.time.forward(3700)
            await self.sync()
            for device, known in zip(self.devices, ids, strict=True):
                for id in known:
                    draft = await self.open(device, id)
                    if draft.conflict is not None:
                        _, ours, theirs = draft.conflict
                        await draft.choose(self.chance.choice((ours, theirs)).own_words)

    def read(self) -> dict[str, str]:
        """By the server's name, every text a grant opens at the clinic now."""
        open_now = {
            item["reference"]["reference"]
            for grant in self.ground.alive("Consent")
            if grant["status"] == "active"
            for item in grant.get("provision", {}).get("data", [])
        }
        alive = self.ground.alive("DocumentReference")
        texts = {one["id"]: SharedEntry.from_resource(one).words for one in alive if is_journal_entry(one)}
        pictures = [SharedPicture.from_resource(one) for one in alive if is_shared_picture(one)]
        texts |= {one.server_id: one.data.decode() for one in pictures}
        opened = {name: text for id, text in texts.items() if (name := f"DocumentReference/{id}") in open_now}
        assert opened or not pictures, "no picture is left at the clinic that nobody may see"
        return opened

    async def play(self) -> None:
        """One entry: begun on one device, then on whichever is in hand."""
        begun = JournalEntry(
            id=new_id(), words="", made_at=self.devices[0].time(), changed_at=self.devices[0].time()
        )
        begun = replace(begun, prompt=f"Asked {self.word()}").revise(f"First {self.word()}.", begun.made_at)
        await self.devices[0].records.save(begun)
        ids: list[set[str]] = [{begun.id}, set()]
        for _ in range(STEPS):
            which = self.chance.randrange(2)
            device = self.devices[which]
            copies = [one.id for one in await device.records.every(SharedEntry)]
            choice = sorted(ids[which]) or copies
            if choice:
                ids[which].add(await self.act(device, self.chance.choice(choice)))
            if self.chance.random() < 0.5:
                await self.sync()
        await self.quiet(ids)
        for text in self.read().values():
            assert text in self.previews, "read is what was previewed"
        for device, known in zip(self.devices, ids, strict=True):
            for id in known:  # so that the next one begins with nothing shared
                draft = await self.open(device, id)
                while draft.share is not None:
                    await draft.take_back()
        await self.quiet(ids)
        assert self.read() == {}, "taken back is read by nobody"


@pytest.mark.timeout(0)
async def test_nothing_is_sent_that_was_not_previewed_and_taken_back_is_read_by_nobody() -> None:
    ungranted = actions = texts = 0
    for first in range(FROM, SCHEDULES, IN_ONE_WORLD):
        async with World(first) as world:
            for number in range(first, min(SCHEDULES, first + IN_ONE_WORLD)):
                try:
                    await world.play()
                except Exception as error:
                    raise AssertionError(f"schedule {number} of the world of seed {first}") from error
            ungranted, actions = ungranted + world.ungranted, actions + world.actions
            texts += world.texts
    print(f"FIGURES {SCHEDULES - FROM} schedules, {actions} acts, {texts} texts sent, ungranted {ungranted}")
    assert texts
    assert ungranted == 0
