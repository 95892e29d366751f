"""An entry that a second PIN may keep apart, with parts of its own; and a store that is opened again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from mobile.records import Kind, Records, Store
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import Clocks, new_id, no_sleep

SECOND, THIRD = "730194", "615972"


@dataclass(frozen=True)
class Entry:
    """Its parts are named in it."""

    KIND: ClassVar[Kind] = Kind("entry", "", "private")
    words: str
    id: str = field(default_factory=new_id)
    owns: tuple[str, ...] = ()
    may_be_hidden: bool = True

    def to_json(self) -> str:
        return json.dumps({"id": self.id, "words": self.words, "owns": self.owns, "may": self.may_be_hidden})

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        return cls(values["words"], values["id"], tuple(values["owns"]), values["may"])

    def head(self) -> Mapping[str, Any]:
        return {"words": self.words, "tags": self.words.split()}


@dataclass(frozen=True)
class Note:
    """Part of an entry that names it."""

    KIND: ClassVar[Kind] = Kind("note", "", "private")
    may_be_hidden: ClassVar[bool] = True
    id: str
    words: str = ""

    def to_json(self) -> str:
        return json.dumps({"id": self.id, "words": self.words})

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        return cls(values["id"], values["words"])

    def head(self) -> Mapping[str, Any]:
        return {"words": self.words}


@dataclass(frozen=True)
class Piece(Note):
    """Part of a note, which it names."""

    KIND: ClassVar[Kind] = Kind("piece", "", "private")

    @property
    def belongs_to(self) -> str:
        return self.id.partition(".")[0]


def again(store: Store, secrets: MemorySecrets, clocks: Clocks, on_point: Any = lambda _: None) -> Store:
    """The app after a restart."""
    store.lock()
    return Store(
        store._folder, secrets, clock=clocks.now, steady=clocks.steady, sleep=no_sleep, on_point=on_point
    )


def unzipped(copy: bytes) -> bytes:
    """All that is in an open copy, as it reads."""
    with zipfile.ZipFile(io.BytesIO(copy)) as file:
        return b"".join(file.read(name) for name in file.namelist())


async def words(records: Records, noun: Any = Entry) -> list[str]:
    """What everybody sees who asks: in memory, in a page, by search and by count it is the same."""
    every = sorted(one.words for one in await records.every(noun))
    newest = await records.newest(noun, 1000)
    heads = await records.heads(noun, 1000)
    assert sorted(one.words for one in newest) == every
    assert sorted(str(head.values["words"]) for head in heads) == every
    assert await records.count(noun) == len(every)
    for one in newest:
        assert await records.get(noun, one.id) == one
        if one.words:
            assert one.id in [head.id for head in await records.search(noun, one.words, 1000)]
    return every
