"""What was written about what a patient shared, put together with it: the same threads for every place of theirs that names one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mobile.care.codes import URN
from mobile.care.grant import ShareGrant
from mobile.care.own_words import OwnWords
from mobile.care.shared_kinds import COPIES
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.reply import Reply
from mobile.care.talk.thread import Thread, about
from mobile.records.ports import Keeping
from mobile.screens.reads.shares import all_copies

KINDS = (Reply, TalkDraft, ShareGrant, *COPIES)


@dataclass(frozen=True)
class Threads:
    """`me`: the patient. `names`: by a copy's id, every name it has or had."""

    me: str
    replies: Sequence[Reply] = ()
    names: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    readers: frozenset[str] = frozenset()  # whom the patient ever let read something

    def of(self, thing: OwnWords) -> Thread[Reply]:
        """What was written about these words, while they were shared and when they were shared before."""
        return self.of_copies(copy.copy_id for copy in (*thing.copies, *thing.taken_back))

    def of_copies(self, copies: Iterable[str]) -> Thread[Reply]:
        names = frozenset[str]().union(*(self.names.get(copy, frozenset((URN + copy,))) for copy in copies))
        fitting = {id(one): one for name in names for one in self._by_name.get(name, ())}
        return about(fitting.values(), names, self.me, self.me, self.readers)

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Reply]]:
        found: dict[str, list[Reply]] = {}
        for one in self.replies:
            for name in one.about:
                found.setdefault(name, []).append(one)
        return found

    @property
    def unread(self) -> list[Reply]:
        """Everything that is new to the patient, of whatever they shared."""
        return [
            one
            for one in self.replies
            if not one.is_read and not one.is_void and one.recipient == self.me and one.sender in self.readers
        ]


async def patient_threads(records: Keeping, me: str) -> Threads:
    """`me`: "Patient/p1". Raises what the store raises."""
    grants = await records.every(ShareGrant)
    copies = await all_copies(records)
    by_name: dict[str, list[ShareGrant]] = {}
    for grant in grants:
        for name in grant.data:
            by_name.setdefault(name, []).append(grant)
    names: dict[str, frozenset[str]] = {}
    for copy in copies:
        own = copy.names
        opened = (grant.data for name in own for grant in by_name.get(name, ()))
        names[copy.id] = own.union((URN + copy.id,), *opened)
    for grant in grants:  # a copy that is gone is known by what its grant named
        for name in grant.data:
            if name.startswith(URN):
                copy_id = name.removeprefix(URN)
                names[copy_id] = names.get(copy_id, frozenset((name,))) | grant.data
    readers = frozenset(one.practitioner for one in grants if one.practitioner)
    return Threads(me, await records.every(Reply), names, readers)
