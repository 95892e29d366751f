"""The faces of the store: what screens and sync may ask. What a noun must offer to be kept is `mobile.noun`.

Nothing here does anything; it says what each side may rely on. Screens use `Keeping`; the sync engine uses `Outbox` and
`Replica`. The store knows no feature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeVar

from mobile.noun import Compartment as Compartment
from mobile.noun import Filing as Filing
from mobile.noun import Kind as Kind
from mobile.noun import Noun as Noun

N = TypeVar("N", bound=Noun)


class SendState(StrEnum):
    """What the patient is told about one record."""

    ONLY_HERE = "only_here"  # private: it is never sent
    WAITING = "waiting"  # saved here, not sent yet
    SENDING = "sending"
    SENT = "sent"
    NEEDS_ATTENTION = "needs_attention"  # parked: see reason
    CONFLICT = "conflict"  # written in two places; both are kept


@dataclass(frozen=True)
class Standing:
    state: SendState
    sent_at: datetime | None = None  # aware UTC
    reason: str | None = None  # a code such as "rejected" or "forbidden", never a value of the patient's
    may_have_arrived: bool = (
        False  # it needs attention and was tried more than once: an earlier try may have arrived
    )


@dataclass(frozen=True)
class Head:
    """One line of a list, opened without opening the body."""

    id: str
    seq: int
    values: Mapping[str, Any]
    standing: Standing


@dataclass(frozen=True)
class Conflict:
    """Two versions of one record, both kept until the person chooses."""

    id: str
    ours: str  # JSON text
    theirs: str  # JSON text


@dataclass(frozen=True)
class Brought:
    """How many records of a copy came back, and what became of the others."""

    added: int = 0  # were not here
    renewed: int = 0  # were here, without a change that the copy had not sent yet
    already_here: int = 0
    kept: int = 0  # are here in other words, or were removed since: what is here stays
    unreadable: int = 0  # did not open when the copy was made
    deleted: frozenset[str] = frozenset()  # ids of what the person deleted here, which stays deleted


IS_HIDDEN = "is_hidden"
"""Under this name the head of a hidden record says that it is; the store alone writes it."""


class Hiding(Protocol):
    """What a second PIN keeps apart. Where it did not open the store nothing hidden is there to be asked for."""

    @property
    def is_open(self) -> bool:
        """Whether the store was opened by a second PIN."""
        ...

    @property
    def family(self) -> int:
        """Tells one opening's hidden records from another's; 0: none are open."""
        ...

    @property
    def begins_hidden(self) -> bool:
        """While they are open: whether what is new begins hidden, where its noun lets it be and nobody said otherwise."""
        ...

    @begins_hidden.setter
    def begins_hidden(self, is_on: bool) -> None: ...

    def begin(self, id: str, *, is_hidden: bool) -> None:
        """How the record of this id, which is not kept yet, is to begin."""
        ...

    async def is_hidden(self, id: str) -> bool:
        """Whether the record of this id is hidden, or would be once it is kept."""
        ...

    async def count(self, noun: type[Noun]) -> int:
        """How many of a kind are hidden in the family that is open."""
        ...

    async def move(
        self, nouns: Sequence[Noun], *, is_hidden: bool, over: Sequence[Noun], remove: Sequence[Noun] = ()
    ) -> None:
        """Hides these, or shows them again; the first is what it is about, the others are part of it and may be damaged. With
        what is removed because of it, in one transaction; nothing of how they were sealed before is left in the log.

        `over`: as in `save_all`. Raises ChangedMeanwhile, Damaged for the first, Locked where nothing hidden is open, NotSaved.
        """
        ...


class Keeping(Protocol):
    """The one face through which screens read and write nouns. Never touches the network."""

    async def save(self, noun: Noun) -> None:
        """Seals the noun and writes record and outbox row in one transaction; returns after COMMIT.

        Raises: NotSaved (disk full, read only), Locked. On any error nothing was written.
        """
        ...

    async def save_all(
        self,
        save: Sequence[Noun],
        remove: Sequence[Noun] = (),
        over: Sequence[Noun] = (),
        counted: Mapping[type[Noun], int] | None = None,
        anew: Sequence[Noun] = (),
        unsent: Sequence[Noun] = (),
    ) -> None:
        """Several saves and removals in one transaction. A removal is sent once the saves were acknowledged.

        `over`: what is replaced or decides, as it was read; `counted`: how many there were of a kind where a decision hangs on
        all of them; `anew`: what was not there; `unsent`: of what nothing ever left this device. Raises ChangedMeanwhile where it is otherwise by now: nothing is written, and
        whoever wrote in between has lost nothing.

        A noun whose `goes_first` is true (what ends somebody's access) is sent before everything else.
        """
        ...

    async def remove(self, noun: Noun, *, withdrawn_stub: str = "") -> None:
        """Removes here and queues a DELETE if it was ever queued or sent. `withdrawn_stub`: JSON to PUT where a server refuses DELETE."""
        ...

    async def get(self, noun: type[N], id: str) -> N | None: ...

    async def get_all(self, noun: type[N], ids: Sequence[str]) -> list[N]:
        """Those of these that are here, in this order: one question instead of one for each. Raises Damaged where one does not open."""
        ...

    async def every(self, noun: type[N], where: Mapping[str, object] | None = None) -> list[N]:
        """All there are, whole, last saved-for-the-first-time first. What a decision hangs on is asked for so, never by
        a page of it. Kept in memory until the lock: afterwards only what changed is read again.

        `where`: values the noun's head must have, as {"patient": "Patient/p1"}. Then only what fits is opened, and
        nothing is kept in memory. Raises KeyError for a value that is not in the noun's head.
        """
        ...

    async def unsent(self, noun: type[Noun]) -> Mapping[str, Standing]:
        """By id, the last queued first: every record of this kind that the clinic does not have as it is here, removed ones
        too. What is not listed is there as it is here, or never travels."""
        ...

    async def known_as(self, noun: type[Noun]) -> Mapping[str, str]:
        """By id, how the clinic calls each record of this kind's resource type that it has: "Goal/12"."""
        ...

    async def local_id(self, server_name: str) -> str | None:
        """The id here of a record the clinic calls, or called, "Goal/12", gone from there or not; None for what it never
        showed us. What the clinic made and still has keeps the clinic's name, and is None as well."""
        ...

    async def newest(self, noun: type[N], limit: int, before: int | None = None) -> list[N]:
        """One page of whole nouns, last saved-for-the-first-time first; `before` is the `seq` to page from."""
        ...

    async def heads(
        self,
        noun: type[Noun],
        limit: int,
        before: int | None = None,
        where: Mapping[str, object] | None = None,
    ) -> list[Head]:
        """One page of a list that a person can see and go on with. `where`: values a head must have; of a value that is a
        list, one of its items; of a frozenset, any one. Then every head of the kind is opened, and no body."""
        ...

    async def search(
        self, noun: type[Noun], words: str, limit: int, where: Mapping[str, object] | None = None
    ) -> list[Head]:
        """Those that say all of the words, newest first; `where` as in `heads`. The first one for a kind opens all of its heads:
        without words it only does that, and finds nothing."""
        ...

    async def values(
        self, noun: type[Noun], name: str, where: Mapping[str, object] | None = None
    ) -> Mapping[str, int]:
        """Every text that stands under this name in a head, or in a list there, and in how many."""
        ...

    async def count(self, noun: type[Noun]) -> int: ...

    async def standing(self, noun: type[Noun], id: str) -> Standing | None: ...

    async def conflicts(self, noun: type[Noun]) -> list[Conflict]: ...

    async def settle(
        self,
        noun: Noun,
        over: Conflict | None = None,
        save: Sequence[Noun] = (),
        remove: Sequence[Noun] = (),
        beside: Sequence[Noun] = (),
        counted: Mapping[type[Noun], int] | None = None,
        anew: Sequence[Noun] = (),
    ) -> None:
        """Ends a conflict: saves `noun` over the version we last saw of theirs, and queues it; in one transaction with what
        else is saved, before it, and removed because of it.

        `over`: the two versions that were chosen between; `beside`, `counted` and `anew`: what `save` and `remove` hang on, as
        `over`, `counted` and `anew` of `save_all`. Raises ChangedMeanwhile where any of it is otherwise by now.
        """
        ...

    async def try_again(self, noun: type[Noun], id: str) -> None:
        """Puts a parked row back in the queue."""
        ...

    @property
    def hiding(self) -> Hiding: ...

    def watch(self, noun: type[Noun], on_change: Callable[[str], None]) -> Callable[[], None]:
        """Calls `on_change(id)` on the event loop after every commit that touched this kind, whoever wrote. Returns the end of it."""
        ...


# --- what sync may ask -------------------------------------------------------------------------------------------

Op = Literal["create", "update", "delete"]


@dataclass(frozen=True)
class OutboxRow:
    """An immutable snapshot of one change, in the order it was made (`seq`), never of the clock."""

    seq: int
    local_id: str
    resource_type: str
    op: Op
    payload: str  # JSON text. A reference to a record the server may not know yet reads "urn:uuid:<local id>"
    server_id: str | None  # known once the server has it
    etag: str | None  # the server's version this change is based on
    base: str | None  # JSON text of that version, for comparing on 412
    attempt: int  # how often it was begun before
    needs: tuple[str, ...] = ()  # local ids that must have a server id first
    is_again: bool = False  # the server had the record and said it was gone: it may have it after all
    goes_first: bool = False  # it ends what others may read: nothing is sent before it or beside it
    renamed: tuple[
        tuple[str, str], ...
    ] = ()  # names in the payload, "Goal/12", and what the server calls them now


@dataclass(frozen=True)
class ServerCopy:
    """What the server answered: stored as the record's new base."""

    server_id: str
    etag: str | None  # as sent in ETag, or from meta.versionId; opaque
    last_updated: str | None  # FHIR instant, server's
    text: str  # JSON text, exactly as received
    is_as_sent: bool = False  # the server showed no text of its own: `text` is what it was given


@dataclass(frozen=True)
class Pulled:
    resource_type: str
    copy: ServerCopy
    filing: Filing


@dataclass(frozen=True)
class Mark:
    """How far a pull query has been stored: server values only, never the device's clock."""

    server_time: str  # FHIR instant
    seen: tuple[str, ...] = ()  # "Type/id/version" already stored at the overlap, for de-duplication
    resume: str | None = None  # next link of a first pull that was cut off
    ask_from: str = (
        ""  # FHIR instant where the next pull begins, if the last was whole; "": before server_time
    )
    is_past: bool = False  # all up to `ask_from` is here for good: what comes after it is enough


@dataclass(frozen=True)
class PageResult:
    stored: int = 0
    conflicts: tuple[str, ...] = field(default=())  # local ids


@dataclass(frozen=True)
class Unsettled:
    """A resource that only a direct read can place: perhaps an older version, perhaps of what was removed here.

    `is_double`: another resource bears the identifier of this record.
    """

    resource_type: str
    server_id: str
    local_id: str
    is_double: bool = False


class Outbox(Protocol):
    async def due(self, now: datetime, limit: int, *, is_timeless: bool = False) -> list[OutboxRow]:
        """The oldest row per record, none in flight for that record, needs met, `next_at` past.

        First those that go first; a deletion only when nothing that refers to its record is still to be sent. `is_timeless`: only
        what is right whatever the server has by now: a new record, a removal, an end.
        """
        ...

    async def begin(self, seqs: Sequence[int]) -> None:
        """Marks rows in flight, durably, before a byte is sent. A row found in flight at open was interrupted: due again with attempt + 1."""
        ...

    async def acknowledge(self, done: Sequence[tuple[int, ServerCopy | None]]) -> None:
        """Removes exactly these rows and stores the server's version as base (None: a delete). Newer rows of the record stay. One transaction."""
        ...

    async def retry_later(
        self, seq: int, next_at: datetime, reason: str, *, never_left: bool = False
    ) -> None:
        """`never_left`: that it was begun counts for nothing, since for certain nothing of it was sent."""
        ...

    async def park(self, seq: int, reason: str) -> None:
        """The row waits for the person; it blocks no other record."""
        ...

    async def conflict(self, seq: int, theirs: ServerCopy) -> None:
        """Keeps both versions: the row is held until the person settles it."""
        ...

    async def rebase(self, seq: int, theirs: ServerCopy) -> None:
        """The row stays as it is, now based on this version of the server's."""
        ...

    async def pending(self) -> Mapping[str, int]:
        """Counts: waiting, sending, parked, conflict."""
        ...

    async def next_due(self) -> datetime | None: ...

    async def server_id(self, local_id: str) -> tuple[str, str] | None:
        """(resource type, server id) of a record the server has."""
        ...

    async def local_id(self, server_name: str) -> str | None:
        """The id here of a record the server calls, or called, `Goal/12`; None for what it never showed us.

        What the clinic made and still has keeps the server's name, and is None as well.
        """
        ...


class Replica(Protocol):
    async def mark(self, query: str) -> Mark | None: ...

    async def store_page(self, query: str, page: Sequence[Pulled], mark: Mark | None) -> PageResult:
        """Stores a page and its mark in one transaction. A record with unsent changes is not overwritten: base is updated and a conflict kept."""
        ...

    async def known(self, resource_type: str) -> Mapping[str, str]:
        """server id -> local id of every stored record of this type that the server has had."""
        ...

    async def remove_gone(
        self,
        resource_type: str,
        server_ids: Sequence[str],
        *,
        keeps_words: bool = False,
        keeps_ends: bool = False,
    ) -> None:
        """Removes records whose deletion the server confirmed. Records with unsent changes stay and are parked as gone.

        `keeps_words`: the person's own stay readable here, and are only here from now on. `keeps_ends`: so does what ended a grant.
        """
        ...

    async def mark_lost(self, resource_type: str, server_ids: Sequence[str]) -> None:
        """The server has them no more and tells of no deletion: they are kept, parked as lost, to be sent again."""
        ...

    async def note_listed(self, resource_type: str, listed: Sequence[ServerCopy]) -> None:
        """Versions that a listing named, without their text. What is another than was seen here is to be read: `unsettled`."""
        ...

    async def settle_equal(self) -> None:
        """What was written in two places and says the same, now that more of the names in it are known, is no conflict any more."""
        ...

    async def unsettled(self) -> list[Unsettled]:
        """What was received since the last call and could not be judged by a search's answer alone."""
        ...

    async def look_again(self, one: Unsettled) -> None:
        """A read found nothing of it. Where a listing names it all the same, it is among the `unsettled` once more."""
        ...

    async def lacking(self, pulled: Pulled) -> ServerCopy | None:
        """The version last seen of a record that was sent from here, if `pulled` is newer and lacks words of it."""
        ...

    async def store_read(self, pulled: Pulled, *, is_own: bool, is_branch: bool = False) -> PageResult:
        """Stores what a read of one resource showed. An older version than was here is never put over one's own, nor one that does
        not come of it (`is_branch`) over words that only it holds."""
        ...

    async def adopt(
        self, local_id: str, resource_type: str, copy: ServerCopy, others: Sequence[ServerCopy] = ()
    ) -> bool:
        """Of several resources under a record's identifier this one is the record from now on. Words that somebody wrote into one of
        the `others` and that are not here are for the person, as those of any other version.

        False while something of it waits to be sent or settled: until then the others are not to be ended.
        """
        ...

    async def note(self, key: str, value: str | None = None) -> str | None:
        """A small sealed value of sync's own (last success, last reconcile). With `value` it is written."""
        ...


class Syncing(Outbox, Replica, Protocol):
    """The store's whole face toward sync."""

    def on_commit(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Calls `wake` on the event loop after every commit that queued something."""
        ...


# --- secrets -----------------------------------------------------------------------------------------------------


class SecretStore(Protocol):
    """Where the device keeps a few small secrets. Raises SecretsUnavailable; never invents, never erases by itself."""

    async def read(self, name: str) -> bytes | None: ...

    async def write(self, name: str, value: bytes) -> None:
        """Writes, reads back and compares before returning."""
        ...

    async def erase(self, name: str) -> None: ...
