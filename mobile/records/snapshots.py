"""What a copy at the clinic is made of, and how it comes back: everything here in one read, and a print of the private part.

The print says whether something private was written since, without opening any of it. It must never be sent.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from mobile.records.clinic_copy import OpenHead, opened_parts
from mobile.records.copy_contents import Contents, Known
from mobile.records.database import Database
from mobile.records.errors import OtherPersonsCopy
from mobile.records.export import Copier
from mobile.records.moving import packed, unpacked
from mobile.records.open_records import IS_HIDDEN
from mobile.records.ports import Brought
from mobile.records.sealing import PRIVATE
from mobile.records.store_context import StoreContext


class Bring(Protocol):
    """Adds what a copy holds."""

    async def __call__(
        self, contents: Contents, on_progress: Callable[[int, int], None], *, with_deleted: bool
    ) -> Brought: ...


@dataclass(frozen=True)
class Private:
    """How the private records stand that are not hidden: a print that differs once one of them was written or removed, and how
    many there are."""

    print: str
    count: int


@dataclass(frozen=True)
class Snapshot:
    """Everything as one file, as it stood at `at` (aware UTC)."""

    private: Private
    at: datetime
    data: bytes = field(repr=False)


class Snapshots:
    """Of an open store."""

    def __init__(self, database: Database, context: StoreContext, copier: Copier, bring: Bring) -> None:
        self._database = database
        self._context = context
        self._copier = copier
        self._bring = bring

    async def private(self) -> Private:
        """As it stands now. Opens nothing."""
        return await self._database.call(self._private)

    async def taken(self, of: str) -> Snapshot:
        """`of` names whose records these are."""
        everything, private, at = await self._database.write(self._taken, of)
        data = await asyncio.to_thread(packed, everything, at.isoformat(timespec="seconds"))
        return Snapshot(private, at, data)

    async def bring(
        self,
        head: OpenHead,
        parts: list[bytes],
        of: str,
        on_progress: Callable[[int, int], None],
        known: Known | None = None,
        *,
        with_deleted: bool = False,
    ) -> Brought:
        """Adds what is not here yet, all of it or nothing. `known`, `with_deleted`: as in `Records.import_sealed`.

        Raises DamagedCopy, NotAnExport, OtherPersonsCopy, NotSaved.
        """
        contents = await asyncio.to_thread(_contents, head, parts)
        if known is not None:
            contents = contents.as_known(known)
        if head.manifest.of != of or contents.of != of:
            raise OtherPersonsCopy
        return await self._bring(contents, on_progress, with_deleted=with_deleted)

    def _taken(self, of: str) -> tuple[dict[str, Any], Private, datetime]:
        """In one transaction: what the print says is what was read."""
        at = self._context.clock().astimezone(UTC)
        return self._copier.whole(of), self._private(), at

    def _private(self) -> Private:
        """Each value is sealed anew when it is written, with bytes in front of it that never come twice."""
        rows = self._context.connection.execute(
            f"SELECT key, substr(body, 1, 15) FROM record WHERE compartment = ? AND NOT {IS_HIDDEN} ORDER BY key",  # noqa: S608
            (PRIVATE,),
        )
        found, count = hashlib.sha256(), 0
        for key, beginning in rows:
            found.update(key + bytes(beginning))
            count += 1
        return Private(found.hexdigest(), count)


def _contents(head: OpenHead, parts: list[bytes]) -> Contents:
    return Contents.of_values(unpacked(opened_parts(head, parts), is_surely_ours=True))
