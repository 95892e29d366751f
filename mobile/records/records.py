"""The open store as screens and sync see it: `Keeping` and `Syncing`, each call one hop to the database's thread.

It must never answer before the commit, and never know what a noun means.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from mobile.records import biometric, second_pin, sheet, vault
from mobile.records.bringing import Bringer
from mobile.records.condensing import Condensing
from mobile.records.copy_contents import Contents, Known, opened_copy
from mobile.records.database import Database
from mobile.records.errors import OtherPersonsCopy
from mobile.records.export import Copier, enveloped, strong
from mobile.records.hiding import HiddenRecords
from mobile.records.level import Behind, Counter
from mobile.records.links import Links
from mobile.records.local_writes import LocalWrites
from mobile.records.moving import packed
from mobile.records.outbox import Queue
from mobile.records.ports import (
    Brought,
    Conflict,
    Head,
    Mark,
    N,
    Noun,
    OutboxRow,
    PageResult,
    Pulled,
    ServerCopy,
    Standing,
    Unsettled,
)
from mobile.records.record_rows import removal_of, row_of, seen_of
from mobile.records.rekeying import Rekeying
from mobile.records.remembered import Remembered
from mobile.records.resealing import Resealer
from mobile.records.rows import Rows
from mobile.records.sealing import CREDENTIALS, Keys
from mobile.records.sealing_to import PrivateHalf
from mobile.records.second_pin import HiddenKey
from mobile.records.secret_access import Sleep
from mobile.records.server_replica import ServerReplica
from mobile.records.snapshots import Snapshots
from mobile.records.store_context import StoreContext
from mobile.records.watching import Watchers


def _fits(noun: Noun, where: Mapping[str, object]) -> bool:
    """By the noun itself: its sealed head may have been made before a value was part of it."""
    head = noun.head()
    return all(head[name] == wanted for name, wanted in where.items())


class Records:
    """Made by `Store.create` and `Store.unlock`. After `Store.lock` every call raises Locked."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Callable[[], datetime],
        counter: Counter,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._database = database
        self._counter = counter
        self._watchers = Watchers()
        self._context = context = StoreContext(database, keys, clock, self._watchers.tell)
        self._links = Links(context)
        self._rows = Rows(context)
        self._queue = Queue(context, self._rows, self._links)
        self._local_writes = LocalWrites(context, self._rows, self._links, self._queue)
        self.hiding = HiddenRecords(database, context, self._rows, self._local_writes)
        """What a second PIN keeps apart."""
        self._condensing = Condensing(database, self._local_writes.condense)
        self._remembered = Remembered(self._lines, self._is_settled)
        self._server_replica = ServerReplica(context, self._rows, self._links, self._queue)
        self._copier = Copier(context, self._rows, self._links, self._queue)
        self._bringer = Bringer(context, self._rows, self._links, self._queue)
        self.snapshots = Snapshots(database, context, self._copier, self._brought)
        """What a copy at the clinic is made of."""
        self._resealer = Resealer(context)
        self.rekeying = Rekeying(database, self._resealer, keys, sleep)
        """Moves what is sealed under older keys under the newest."""

    @property
    def behind(self) -> Behind | None:
        """Not None while commits that were acknowledged are missing here and the person has not gone on without them."""
        level = self._counter.now
        return level.behind if level else None

    async def go_on(self) -> None:
        """The person goes on with what is here. Every pull begins anew, so that the clinic's copies come back."""
        await self._database.write(self._gone_on)

    def _gone_on(self) -> None:
        self._resealer.forget_all("mark")
        self._counter.settle()

    async def resume(self) -> None:
        """Once after opening: what was in flight when the last run ended is due again."""
        await self._database.write(self._queue.resume)

    def end(self) -> None:
        """On lock: nobody is told anything more, and no word stays in memory."""
        self.rekeying.end()
        self._watchers.end()
        self._rows.words.clear()
        self._remembered.clear()

    # --- Keeping ---

    async def save(self, noun: Noun) -> None:
        await self._database.write(self._local_writes.save_all, (row_of(noun),), ())

    async def save_all(
        self,
        save: Sequence[Noun],
        remove: Sequence[Noun] = (),
        over: Sequence[Noun] = (),
        counted: Mapping[type[Noun], int] | None = None,
        anew: Sequence[Noun] = (),
        unsent: Sequence[Noun] = (),
    ) -> None:
        record_rows, removals = [row_of(noun) for noun in save], [removal_of(noun) for noun in remove]
        await self._database.write(
            self._local_writes.save_all, record_rows, removals, seen_of(over, counted, anew, unsent)
        )

    async def remove(self, noun: Noun, *, withdrawn_stub: str = "") -> None:
        await self._database.write(self._local_writes.save_all, (), (removal_of(noun, withdrawn_stub),))

    async def get(self, noun: type[N], id: str) -> N | None:
        text = await self._database.call(self._local_writes.get, noun.KIND.name, id)
        return noun.from_json(text) if text is not None else None

    async def get_all(self, noun: type[N], ids: Sequence[str]) -> list[N]:
        texts = await self._database.call(self._local_writes.get_all, noun.KIND.name, ids)
        return [noun.from_json(text) for text in texts]

    async def every(self, noun: type[N], where: Mapping[str, object] | None = None) -> list[N]:
        if where is None:
            return await self._remembered.every(noun)
        texts = await self._database.call(self._local_writes.fitting, noun.KIND.name, dict(where))
        return [one for one in [noun.from_json(text) for text in texts] if _fits(one, where)]

    async def _lines(self, kind: str, is_new: bool) -> list[tuple[int, str | None]]:
        return await self._database.call(self._local_writes.lines, kind, is_new)

    def _is_settled(self, kind: str) -> bool:
        return self._database.is_at_rest and not self._rows.changes.has(self._context.kind(kind))

    async def unsent(self, noun: type[Noun]) -> Mapping[str, Standing]:
        return await self._database.call(self._local_writes.unsent, noun.KIND.name)

    async def known_as(self, noun: type[Noun]) -> Mapping[str, str]:
        return await self._database.call(self._local_writes.known_as, noun.KIND.resource_type)

    async def newest(self, noun: type[N], limit: int, before: int | None = None) -> list[N]:
        texts = await self._database.call(self._local_writes.newest, noun.KIND.name, limit, before)
        return [noun.from_json(text) for text in texts]

    async def heads(
        self,
        noun: type[Noun],
        limit: int,
        before: int | None = None,
        where: Mapping[str, object] | None = None,
    ) -> list[Head]:
        return await self._database.call(
            self._local_writes.heads, noun.KIND.name, limit, before, dict(where or {})
        )

    async def search(
        self, noun: type[Noun], words: str, limit: int, where: Mapping[str, object] | None = None
    ) -> list[Head]:
        name = noun.KIND.name
        while await self._database.call(self._local_writes.learn, name):
            pass  # a save has its turn between
        found = await self._database.call(self._local_writes.search, name, words, limit, dict(where or {}))
        self._condensing.run(name)
        return found

    async def values(
        self, noun: type[Noun], name: str, where: Mapping[str, object] | None = None
    ) -> Mapping[str, int]:
        return await self._database.call(self._local_writes.values, noun.KIND.name, name, dict(where or {}))

    async def count(self, noun: type[Noun]) -> int:
        return await self._database.call(self._local_writes.count, noun.KIND.name)

    async def standing(self, noun: type[Noun], id: str) -> Standing | None:
        return await self._database.call(self._local_writes.standing, noun.KIND.name, id)

    async def conflicts(self, noun: type[Noun]) -> list[Conflict]:
        return await self._database.call(self._local_writes.conflicts, noun.KIND.name)

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
        record_rows, removals = [row_of(one) for one in save], [removal_of(one) for one in remove]
        seen = seen_of(beside, counted, anew)
        await self._database.write(self._local_writes.settle, row_of(noun), over, record_rows, removals, seen)

    async def try_again(self, noun: type[Noun], id: str) -> None:
        await self._database.write(self._local_writes.try_again, id)

    def watch(self, noun: type[Noun], on_change: Callable[[str], None]) -> Callable[[], None]:
        return self._watchers.watch(self._context.kind(noun.KIND.name), on_change)

    # --- Syncing ---

    async def due(self, now: datetime, limit: int, *, is_timeless: bool = False) -> list[OutboxRow]:
        return await self._database.write(self._queue.due, now, limit, is_timeless)

    async def begin(self, seqs: Sequence[int]) -> None:
        await self._database.write(self._queue.begin, seqs)

    async def acknowledge(self, done: Sequence[tuple[int, ServerCopy | None]]) -> None:
        await self._database.write(self._server_replica.acknowledge, done)

    async def retry_later(
        self, seq: int, next_at: datetime, reason: str, *, never_left: bool = False
    ) -> None:
        await self._database.write(self._queue.retry_later, seq, next_at, reason, never_left)

    async def park(self, seq: int, reason: str) -> None:
        await self._database.write(self._queue.park, seq, reason)

    async def conflict(self, seq: int, theirs: ServerCopy) -> None:
        await self._database.write(self._server_replica.conflict, seq, theirs)

    async def rebase(self, seq: int, theirs: ServerCopy) -> None:
        await self._database.write(self._server_replica.rebase, seq, theirs)

    async def pending(self) -> Mapping[str, int]:
        return await self._database.call(self._queue.pending)

    async def next_due(self) -> datetime | None:
        return await self._database.call(self._queue.next_due)

    async def server_id(self, local_id: str) -> tuple[str, str] | None:
        return await self._database.call(self._links.name, local_id)

    async def local_id(self, server_name: str) -> str | None:
        return await self._database.call(self._links.local_id, server_name)

    async def mark(self, query: str) -> Mark | None:
        return await self._database.call(self._server_replica.mark, query)

    async def store_page(self, query: str, page: Sequence[Pulled], mark: Mark | None) -> PageResult:
        return await self._database.write(self._server_replica.received.store_page, query, page, mark)

    async def known(self, resource_type: str) -> Mapping[str, str]:
        return await self._database.call(self._server_replica.known, resource_type)

    async def remove_gone(
        self,
        resource_type: str,
        server_ids: Sequence[str],
        *,
        keeps_words: bool = False,
        keeps_ends: bool = False,
    ) -> None:
        remove = self._server_replica.losses.remove_gone
        await self._database.write(remove, resource_type, server_ids, keeps_words, keeps_ends)

    async def mark_lost(self, resource_type: str, server_ids: Sequence[str]) -> None:
        await self._database.write(self._server_replica.losses.mark_lost, resource_type, server_ids)

    async def note_listed(self, resource_type: str, listed: Sequence[ServerCopy]) -> None:
        await self._database.call(self._server_replica.to_be_read.note_listed, resource_type, listed)

    async def settle_equal(self) -> None:
        equal = await self._database.call(self._server_replica.equal_conflicts)
        if equal:
            await self._database.write(self._server_replica.settle_equal, equal)

    async def unsettled(self) -> list[Unsettled]:
        return await self._database.call(self._server_replica.to_be_read.take)

    async def look_again(self, one: Unsettled) -> None:
        await self._database.call(
            self._server_replica.to_be_read.look_again, one.resource_type, one.server_id
        )

    async def lacking(self, pulled: Pulled) -> ServerCopy | None:
        return await self._database.call(self._server_replica.received.lacking, pulled)

    async def store_read(self, pulled: Pulled, *, is_own: bool, is_branch: bool = False) -> PageResult:
        return await self._database.write(self._server_replica.received.store_read, pulled, is_own, is_branch)

    async def adopt(
        self, local_id: str, resource_type: str, copy: ServerCopy, others: Sequence[ServerCopy] = ()
    ) -> bool:
        return await self._database.write(self._server_replica.adopt, local_id, resource_type, copy, others)

    async def note(self, key: str, value: str | None = None) -> str | None:
        if value is None:
            return await self._database.call(self._server_replica.note, key, None)
        return await self._database.write(self._server_replica.note, key, value)

    def on_commit(self, wake: Callable[[], None]) -> Callable[[], None]:
        return self._watchers.on_queued(wake)

    # --- credentials, copies, care of the store itself ---

    async def read_credential(self, name: str) -> str | None:
        return await self._database.call(self._context.read_small, "credential", name, CREDENTIALS)

    async def write_credential(self, name: str, value: str | None) -> None:
        """Sealed under the credentials' own key; None or "" erases it."""
        if value:
            await self._database.write(self._context.write_small, "credential", name, value, CREDENTIALS)
        else:
            await self._database.write(self._context.erase_small, "credential", name)

    async def keep_sheet(self, lock: bytes) -> None:
        """The recovery sheet with this lock opens the store from now on, and no earlier one."""
        keys = self._context.keys
        await self._database.write(sheet.put, self._context, lock, keys.raw())
        await self._database.call(self._database.empty_log)  # the earlier wraps go from the log as well

    async def end_sheet(self) -> None:
        """No recovery sheet opens the store any more."""
        await self._database.write(sheet.end, self._context)
        await self._database.call(self._database.empty_log)

    async def sheet_lock(self) -> bytes | None:
        """What new keys are wrapped for; None where there is no sheet."""
        return await self._database.call(sheet.lock_kept, self._context)

    async def keep_biometrics(self, key: biometric.BiometricKey, wrap: bytes, params: vault.Params) -> None:
        """Who has this key has the one that opens the store, and nobody has it by an earlier one."""
        await self._database.write(biometric.put, self._context, key, wrap, params)
        await self._database.call(self._database.empty_log)  # the earlier wrap goes from the log as well

    async def end_biometrics(self) -> None:
        """No secret of the phone's opens the store any more."""
        await self._database.write(biometric.end, self._context)
        await self._database.call(self._database.empty_log)

    async def biometric_lock(self) -> bytes | None:
        """What another PIN's key is sealed for; None where biometrics open nothing."""
        return await self._database.call(biometric.lock_kept, self._context)

    def put_second_pin(self, half: PrivateHalf, wrap: bytes, params: vault.Params, hidden: HiddenKey) -> None:
        """In the thread, in the caller's transaction: this half opens this hidden family from now on."""
        second_pin.put(self._context, half, wrap, params, hidden)

    def end_second_pin(self, slot: int) -> None:
        """In the thread, in the caller's transaction: what it hid is shown, and it opens nothing."""
        self.hiding.show_all()
        second_pin.end(self._context, slot)

    async def export_sealed(self, passphrase: str, of: str) -> bytes:
        """Everything the person has here and what sync needs to go on, sealed under its own passphrase. Raises WeakPassphrase.

        `of` names whose records these are; only they bring the copy back.
        """
        strong(passphrase)
        return await asyncio.to_thread(enveloped, await self.export_open(of), passphrase)

    async def export_open(self, of: str) -> bytes:
        """The same as a zip file that anybody can read: a FHIR Bundle, its files, and what brings it back here."""
        everything = await self._database.write(self._copier.whole, of)
        made_at = self._context.clock().astimezone(UTC).isoformat(timespec="seconds")
        return await asyncio.to_thread(packed, everything, made_at)

    async def import_sealed(
        self,
        sealed: bytes,
        passphrase: str,
        of: str,
        on_progress: Callable[[int, int], None] = lambda done, total: None,
        known: Known | None = None,
        *,
        with_deleted: bool = False,
    ) -> Brought:
        """Adds what is not here yet, from a sealed copy or an open one; nothing here is overwritten by an older text. All of it
        or nothing.

        `known`: the nouns by which an open file is read, and which of them a person makes and deletes. `with_deleted`: also what
        was deleted here since. `on_progress` is called on this loop with how many of how many records were looked at, some hundred times.
        Raises WrongPassphrase, NotAnExport, DamagedCopy, OtherPersonsCopy, NotSaved.
        """
        contents = await asyncio.to_thread(opened_copy, sealed, passphrase, known)
        if contents.of is not None and contents.of != of:
            raise OtherPersonsCopy
        return await self._brought(contents, on_progress, with_deleted=with_deleted)

    async def _brought(
        self, contents: Contents, on_progress: Callable[[int, int], None], *, with_deleted: bool
    ) -> Brought:
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody looks any more
                loop.call_soon_threadsafe(on_progress, done, total)

        return await self._database.write(self._bringer.bring, contents, tell, with_deleted)

    async def verify(self) -> list[str]:
        """Opens every sealed value and checks the file's own structure. Returns codes of what is wrong, best empty."""
        return await self._database.call(self._verified)

    def _verified(self) -> list[str]:
        return self._resealer.verify(
            {
                "link.about": self._links.is_sound,
                "outbox.timing": self._queue.is_sound,
                "level.sealed": lambda: self._counter.is_sound(self._context.connection),
            }
        )

    @property
    def unreadable(self) -> frozenset[int]:
        """Order numbers of rows that were met and did not open. They are kept, and left out of lists."""
        return frozenset(self._rows.unreadable | self._queue.unreadable)
