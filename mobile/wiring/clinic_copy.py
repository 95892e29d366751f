"""The sealed copy at the clinic, as a screen may use it: over the keeper of an open store, which lives as long as its sending.

There is one for a patient whose store outlives the page. It must never be there for anybody else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from mobile.clinic_copy import bringing
from mobile.clinic_copy.keeper import Keeper
from mobile.clinic_copy.standing import AtClinic, Found, Standing
from mobile.records import Records, StoreError
from mobile.records import errors as store
from mobile.records.ports import Brought
from mobile.screens.app_services import Trouble, TroubleCode
from mobile.sync import SyncStatus
from mobile.wiring.identity import Identity
from mobile.wiring.known_nouns import known_nouns
from mobile.wiring.sending import EngineStatus, Sending
from mobile.wiring.troubles import troubles_plainly

Progress = Callable[[int, int], None]

_PLAIN: dict[type[StoreError], TroubleCode] = {
    store.WrongSheet: "copy_words",
    store.DamagedCopy: "clinic_copy_damaged",
    store.NotAnExport: "clinic_copy_damaged",
    store.NothingHere: "no_clinic_copy",
}


class KeptAtClinic:
    """Begins and ends with sending. `keeper` is None while there is nothing to keep."""

    def __init__(self) -> None:
        self.keeper: Keeper | None = None
        self._end: Callable[[], None] = lambda: None

    async def start(self, identity: Identity, records: Records, sending: Sending, *, is_new: bool) -> None:
        """`is_new`: nothing of the person's was here before, so the clinic is asked whether it has a copy."""
        await self.stop()
        client, status = sending.client, sending.status
        if identity.role != "patient" or client is None or status is None:
            return
        private = [one for one in known_nouns().nouns.values() if one.KIND.compartment == "private"]
        patient = f"Patient/{(identity.patient or identity.fhir_user).removeprefix('Patient/')}"
        keeper = Keeper(records, client, patient, identity.account, private)
        keeper.kept.is_new = is_new
        with suppress(StoreError):  # locked meanwhile
            await keeper.start()
            self.keeper = keeper
            self._end = _following(keeper, status)

    async def stop(self) -> None:
        self._end()
        self._end = lambda: None
        keeper, self.keeper = self.keeper, None
        if keeper is not None:
            await keeper.stop()


def _following(keeper: Keeper, status: EngineStatus) -> Callable[[], None]:
    """Wakes it whenever the clinic has just answered."""
    seen: list[object] = [None]

    def on_change(now: SyncStatus) -> None:
        reached = (now.last_received_at, now.last_sent_at)
        if now.phase not in ("offline", "signed_out") and reached != seen[0]:
            seen[0] = reached
            keeper.wake()

    return status.watch(on_change)


class ClinicCopyVerbs:
    """What the screens see of it. `of`: the account; `status`: how far sync is; `on_brought`: a copy came back."""

    def __init__(
        self,
        keeper: Keeper,
        records: Records,
        of: str,
        status: Callable[[], EngineStatus | None],
        on_brought: Callable[[], Awaitable[None]],
    ) -> None:
        self._keeper = keeper
        self._records = records
        self._of = of
        self._status = status
        self._on_brought = on_brought

    @property
    def now(self) -> Standing:
        return self._keeper.standing

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        return self._keeper.watch(on_change)

    async def listed(self) -> Sequence[AtClinic]:
        with _plainly():
            return await self._keeper.listed()

    async def turn_on(self) -> None:
        with _plainly():
            await self._keeper.turn_on()

    async def turn_off(self) -> None:
        with _plainly():
            await self._keeper.turn_off()

    async def remove(self, name: str) -> None:
        with _plainly():
            await self._keeper.remove(name)

    async def try_again(self) -> None:
        with _plainly():
            await self._keeper.try_again()

    async def take_fewer(self) -> None:
        with _plainly():
            await self._keeper.try_again(may_be_fewer=True)

    async def found(self, words: str) -> Found:
        with _plainly():
            return await bringing.found(self._keeper, words, self._of)

    async def bring(
        self,
        words: str,
        name: str,
        on_fetched: Progress,
        on_progress: Progress,
        *,
        with_deleted: bool = False,
    ) -> Brought:
        status = self._status()
        if status is None or status.now.first != "here":
            raise Trouble("not_fetched_yet")  # what the clinic has already could be sent a second time
        with _plainly():
            head, parts = await bringing.fetched(self._keeper.at_clinic, words, name, self._of, on_fetched)
            brought = await self._records.snapshots.bring(
                head, parts, self._of, on_progress, known_nouns(), with_deleted=with_deleted
            )
            await self._on_brought()
        return brought


@contextmanager
def _plainly() -> Iterator[None]:
    """Of a copy at the clinic some troubles have words of their own."""
    try:
        with troubles_plainly():
            try:
                yield
            except StoreError as error:
                code = _PLAIN.get(type(error))
                if code is None:
                    raise
                raise Trouble(code) from None
    except Trouble as trouble:
        if trouble.code in ("half_working", "not_fhir"):
            raise Trouble("clinic_failed") from None
        raise
