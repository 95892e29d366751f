"""A clinic and two devices of one person, for many schedules: each the life of one thing that can be shared.

It is begun on one device and then goes on with whichever is in hand: written, shared with one of the team, changed, taken back,
deleted, through the models that the screens use. Private nouns are kept beside it, none of which may ever leave.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mobile.care.catalog import ROWS, Who, filing
from mobile.care.grant import ShareGrant
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_picture import SharedPicture
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.journal.sound import wav
from mobile.care.notices import ShareNotice
from mobile.care.people import CareTeam, Practitioner
from mobile.care.resource import Resource
from mobile.care.shareable import Shareable, SharedRecord
from mobile.care.shared_kinds import ALONG, COPIES, SHAREABLE
from mobile.screens.shareable_words import of_kind
from mobile.screens.writing.shareable_draft import ShareableDraft
from mobile.shell.routes import find
from mobile.sync import PullQuery
from mobile.wiring.revocation_priority import settle_ended
from tests.faults.sharing.acts import Acts
from tests.faults.sharing.at_once import stores_without_threads
from tests.faults.sharing.overheard import COPY_TYPES, Agreed, Overheard
from tests.faults.sync.device import Device
from tests.faults.sync.grounds import SandboxGround
from tests.faults.sync.parties import queries_of

STEPS = 12
HOUR_S = 3600
ROUNDS = 12
"""At most until nothing moves any more."""
PEOPLE = (CareTeam, Practitioner)
ZONE = ZoneInfo("America/Chicago")
ME = Who("patient", "Patient/rowan", "Patient/rowan")
KINDS: tuple[type[Shareable[Any]], ...] = (*SHAREABLE, *[JournalEntry] * (len(SHAREABLE) - 1))
"""An entry as often as all others together: most can go wrong with one."""
Ids = dict[str, type[Shareable[Any]]]


class World:
    """For things of one kind, which the seed says. `begins`: with this begins every word that is written."""

    def __init__(self, seed: int, memory: str | None, begins: str = "zq") -> None:
        self.chance = random.Random(seed)
        self.kind = self.chance.choice(KINDS)
        self.ground = SandboxGround()
        self.wire = Overheard(self.ground.app)
        self.folder = Path(tempfile.mkdtemp(dir=memory))
        self.agreed = Agreed(begins)
        self.acts = Acts(self.chance, self.agreed, self.word)
        self._begins, self._words = begins, 0

    async def __aenter__(self) -> World:
        received = (self.kind.COPY, ShareGrant, ShareNotice, *(ALONG if self.kind is JournalEntry else ()))
        queries = _asking_for(*received, *PEOPLE)
        with stores_without_threads():
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
        for device in self.devices:  # who works with them is known, and changes no more
            device.queries = _asking_for(*received)
            device.engine = device.new_engine()
        return self

    async def __aexit__(self, *_: object) -> None:
        for device in self.devices:
            await device.close()
        self.ground.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def word(self) -> str:
        self._words += 1
        return f"{self._begins}{self._words}q"

    async def sync(self, *devices: Device) -> int:
        """These, or both in turn. Returns how much moved."""
        moved = 0
        for device in devices or self.devices:
            done = await device.sync()
            await settle_ended(device.records)  # as the app does after such a commit
            moved += done.sent + done.received + done.removed
        for body in self.wire.bodies:
            self.agreed.hold(body)
        self.wire.bodies.clear()
        return moved

    async def open(self, device: Device, kind: type[Shareable[Any]], id: str) -> ShareableDraft[Any]:
        """As the place opens it that the route table has for this kind."""
        found = find(of_kind(kind).path + id)
        assert found is not None
        make: type[ShareableDraft[Any]] = found[0].load().make_model  # type: ignore[attr-defined]
        draft = make(
            device.records,
            "Patient/rowan",
            ZONE,
            device.time,
            start=lambda work: work.close(),
            on_change=lambda: None,
        )
        await draft.load(id)
        return draft

    async def quiet(self, ids: list[Ids]) -> None:
        """Both devices hear of everything; where both wrote, one of the two is chosen."""
        await self.sync()
        for _ in range(ROUNDS):
            self.ground.passed(HOUR_S + 100)  # what is gone from the clinic is looked for once an hour
            moved = await self.sync()
            for device, known in zip(self.devices, ids, strict=True):
                moved += await self._settle(device, known)
            if not moved:
                return
        raise AssertionError("never quiet")

    async def _settle(self, device: Device, known: Ids) -> int:
        if not [one for copy in COPIES for one in await device.records.conflicts(copy)]:
            return 0
        settled = 0
        for id, kind in known.items():
            draft = await self.open(device, kind, id)
            if draft.conflict is not None:
                _, ours, theirs = draft.conflict
                await draft.choose(self.chance.choice((ours, theirs)).own_words)
                settled += 1
        return settled

    def read(self) -> list[tuple[str, str]]:
        """(reader, text) of all that a grant opens at the clinic now. What nobody may read is not there."""
        texts = dict(self._texts())
        opened = list[tuple[str, str]]()
        for grant in self.ground.alive("Consent"):
            provision = grant.get("provision", {})
            if grant["status"] == "active" and provision.get("data"):
                (actor,) = provision["actor"]
                names = [item["reference"]["reference"] for item in provision["data"]]
                opened += [(actor["reference"]["reference"], texts.pop(one)) for one in names if one in texts]
        assert not texts, "something is left at the clinic that nobody may read"
        return opened

    def _texts(self) -> list[tuple[str, str]]:
        """By the server's name, what each copy at the clinic says, and each sound and picture."""
        kinds: dict[str, type[Resource]] = {one.KIND.name: one for one in (*COPIES, *ALONG)}
        found = list[tuple[str, str]]()
        for type_ in COPY_TYPES:
            for document in self.ground.alive(type_):
                filed = filing(type_, json.dumps(document), ME)
                if filed is not None and filed.kind.name in kinds:
                    one = kinds[filed.kind.name].from_resource(document)
                    found.append((f"{type_}/{document['id']}", _says(one)))
        return found

    async def play(self) -> None:
        """The life of one thing."""
        kind, here = self.kind, self.devices[0]
        first = await self.open(here, kind, of_kind(kind).new_id(here.time()))
        await self.acts.begins(here.records, first)
        ids: list[Ids] = [{first.noun.id: kind}, {}]
        for _ in range(STEPS):
            which = self.chance.randrange(2)
            device = self.devices[which]
            known = list(ids[which]) or [one.id for one in await device.records.every(kind.COPY)]
            if known:
                draft = await self.open(device, kind, self.chance.choice(known))
                ids[which][await self.acts.one(device.records, draft)] = kind
            if self.chance.random() < 0.6:
                await self.sync(self.chance.choice(self.devices))
        await self.quiet(ids)
        for reader, text in self.read():
            assert text in self.agreed.by_reader.get(reader, ()), "read is what was previewed for this reader"
        for device, known in zip(self.devices, ids, strict=True):
            for id in known:  # so that the next one begins with nothing shared
                draft = await self.open(device, kind, id)
                while draft.share is not None:
                    await draft.take_back()
        await self.quiet(ids)
        assert self.read() == [], "taken back is read by nobody"


def _asking_for(*nouns: type[Any]) -> list[PullQuery]:
    """The searches of the catalogue that find these, and no others: no other kind of copy is made in this world."""
    asked = [row.asked.by(ME) for row in ROWS if row.noun in nouns]
    keys = {one.key for one in asked if one is not None}
    return queries_of(ME, lambda one: one.key in keys)


def _says(one: Resource) -> str:
    if isinstance(one, SharedRecord):
        return one.words
    assert isinstance(one, SharedVoice | SharedPicture)
    data = wav(one.sound) if isinstance(one, SharedVoice) else one.data
    return data.decode("utf-8", "surrogateescape")
