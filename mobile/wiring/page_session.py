"""The session of one page: which account session it stands on, who is there, and whether this page was let in.

A page holds one account session at a time and proves the PIN for itself: where an account session outlives its pages, a
new page does so even if the store is open already. Nothing here signs anybody in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mobile.device.lifecycle import IdleClock
from mobile.device.notifier_port import Notifier
from mobile.records import Behind, StoreError, StoreState
from mobile.records.ports import Keeping
from mobile.screens.app_services import Settings, Trouble
from mobile.screens.frame import Person, Status
from mobile.wiring.account_session import AccountSession
from mobile.wiring.account_sessions import AccountSessions
from mobile.wiring.setup import Setup
from mobile.wiring.troubles import troubles_plainly

if TYPE_CHECKING:
    from mobile.shell.ports import Door

DOORS: Mapping[StoreState, Door] = {
    StoreState.EMPTY: "signed_out",
    StoreState.LOCKED: "locked",
    StoreState.KEY_UNAVAILABLE: "key_unavailable",
    StoreState.DAMAGED: "damaged",
    StoreState.TOO_NEW: "too_new",
    StoreState.OPEN: "open",
}


class PageSession:
    """One a page. Nothing here is shared but the device, and that only where the mode says so."""

    def __init__(self, setup: Setup, accounts: AccountSessions) -> None:
        self._setup = setup
        self._accounts = accounts
        self._watchers: list[Callable[[], None]] = []
        self._settings_watchers: list[Callable[[], None]] = []
        self._end_device: Callable[[], None] = lambda: None
        self._has_started = (
            not setup.on_this_device()
        )  # where there is no device yet there is nothing to look at
        self.cover: Callable[[], None] = lambda: None
        self.flush: Callable[[], Awaitable[None]] = _nothing
        self._idle = IdleClock()
        self._settings = Settings()
        self.account: AccountSession | None = None
        self.may_show = False  # this page itself was let in
        self._is_in_front = True
        if setup.on_this_device():
            self._take(accounts.this_one())

    # --- the device this page stands on ---

    def _take(self, account: AccountSession) -> None:
        self._end_device()
        self.account = account
        ends = (
            account.watch(self._changed),
            account.before_lock(lambda: self.flush()),
            lambda: account.seen(self, is_in_front=False),
        )
        account.seen(self, is_in_front=self._is_in_front)
        self._end_device = partial(_all, ends)
        self._settings = account.settings

    def in_foreground(self, is_in_front: bool) -> None:
        """Whether this page is looked at, as the platform says."""
        self._is_in_front = is_in_front
        if self.account is not None:
            self.account.seen(self, is_in_front=is_in_front)

    def _changed(self) -> None:
        if self.account is not None:
            self._settings = self.account.settings
            if self.account.records is None:
                self.may_show = False
        for watcher in [*self._watchers, *self._settings_watchers]:
            watcher()

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls back when who is here, or whether the store is open, may have changed."""
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change) if on_change in self._watchers else None

    # --- Wiring: what the shell asks ---

    @property
    def door(self) -> Door:
        if not self._has_started:
            return "starting"
        if self.account is None or not self.account.is_signed_in:
            return "signed_out"
        if self.account.state is StoreState.OPEN and not self.may_show:
            return "locked"
        if self.account.behind is not None:
            return "behind"
        if self.account.state is StoreState.DAMAGED and self.account.store.is_missing:
            return "missing"
        if self.account.state is StoreState.KEY_UNAVAILABLE and self.account.store.is_key_gone:
            return "key_gone"
        if self.account.state is StoreState.LOCKED and self.account.store.is_out_of_tries:
            return "out_of_tries"
        return DOORS[self.account.state]

    @property
    def is_somebodys(self) -> bool:
        """Somebody is signed in on this page, whether it is locked or not."""
        return self.account is not None and self.account.is_signed_in

    @property
    def behind(self) -> Behind | None:
        return self.account.behind if self.account is not None and self.door == "behind" else None

    @property
    def idle(self) -> IdleClock:
        """The device's once this page was let in: taps on a page that was not must not keep another one open."""
        return self.account.idle if self.account is not None and self.door == "open" else self._idle

    @property
    def records(self) -> Keeping | None:
        return self.account.records if self.account is not None and self.door == "open" else None

    @property
    def person(self) -> Person | None:
        identity = self.account.identity if self.account is not None and self.door == "open" else None
        if identity is None:
            return None
        patient = f"Patient/{identity.patient}" if identity.patient else None
        return Person(identity.account, identity.role, identity.name, identity.fhir_user, patient)

    @property
    def status(self) -> Status | None:
        return self.account.status if self.account is not None and self.door == "open" else None

    @property
    def zone(self) -> ZoneInfo:
        return self.account.zone if self.account is not None else ZoneInfo("UTC")

    def now(self) -> datetime:
        """By the clinic's clock where this device's is set wrong."""
        return self.account.time.now() if self.account is not None else datetime.now(UTC)

    @property
    def clinic_ahead(self) -> timedelta:
        return self.account.time.ahead if self.account is not None and self.door == "open" else timedelta()

    def spoken(self, language: str) -> None:
        """The language of this page: also what its device says while the page is not there is in it."""
        if self.account is not None:
            self.account.spoken(language)

    @property
    def notifier(self) -> Notifier | None:
        reminders = self.account.reminders if self.account is not None else None
        return reminders.notifier if reminders is not None else None

    def support_card(self) -> Mapping[str, object]:
        return self.account.support_card() if self.account is not None else {}

    async def start(self) -> None:
        """A page begins: looks at the device, and opens it where no PIN stands before it."""
        try:
            if self.account is not None:
                await self.account.look()
                can_open = self.account.state in (StoreState.LOCKED, StoreState.OPEN)
                if self.account.is_signed_in and can_open and not self.account.store.needs_pin:
                    await self.account.unlock(None)
                    self.may_show = True
        except StoreError:
            await self.account.look() if self.account is not None else None
        finally:
            self._has_started = True

    async def unlock(self, pin: str) -> None:
        assert self.account is not None
        try:
            with troubles_plainly():
                await self.account.unlock(pin)
        except Trouble as trouble:
            if trouble.code == "no_more_tries":
                await self.account.look()
                self._changed()  # another place stands before the records now
            raise
        self._let_in()

    def _let_in(self) -> None:
        """This page has proven itself."""
        assert self.account is not None
        self.may_show = True
        self.account.idle.touch()
        self._changed()

    async def close(self) -> None:
        """The page is gone for good."""
        self._end_device()
        if self._setup.mode == "serve" and self.account is not None:
            await self._accounts.forget(self.account)


def _all(ends: Iterable[Callable[[], None]]) -> None:
    for end in ends:
        end()


async def _nothing() -> None:
    """No page is shown yet: nothing is half typed."""
