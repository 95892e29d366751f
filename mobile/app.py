"""`main(page)` of the app: one `Wiring` and one `Shell` a page, and nothing that outlives it.

`Wiring` is all the shell asks of the composition root. It never appears in a screen: screens see `AppServices` and their
`Surroundings`.
"""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol
from zoneinfo import ZoneInfo

import flet as ft

from mobile.device.lifecycle import IdleClock
from mobile.records.errors import SecretsUnavailable
from mobile.records.ports import Keeping, SecretStore
from mobile.screens.app_services import AppServices
from mobile.screens.frame import Person, Status

if TYPE_CHECKING:
    from mobile.wiring.account_sessions import AccountSessions
    from mobile.wiring.app_services import PageServices
    from mobile.wiring.callback import PendingSignIns
    from mobile.wiring.setup import Setup

NEW_OBJECTS = 5_000
"""About half a megabyte of them."""

Door = Literal[
    "starting",
    "signed_out",
    "locked",
    "out_of_tries",
    "key_unavailable",
    "key_gone",
    "damaged",
    "missing",
    "behind",
    "too_new",
    "open",
]
"""What stands between a person and their place. Support is reachable through every one of them."""


class Wiring(AppServices, Protocol):
    """One a page. Everything a page shows of a person hangs on it."""

    cover: Callable[[], None]
    """Set by the shell: covers the page at once. `quick_hide` calls it before anything else."""

    flush: Callable[[], Awaitable[None]]
    """Set by the shell: saves what is half typed on this page. Called before the device is locked, whoever locks it."""

    @property
    def idle(self) -> IdleClock:
        """Since when nobody touched this page or, while it is open, any page of the same device."""
        ...

    @property
    def door(self) -> Door: ...

    @property
    def records(self) -> Keeping | None:
        """The open store; None unless the door is "open"."""
        ...

    @property
    def person(self) -> Person | None: ...

    @property
    def status(self) -> Status | None: ...

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's; UTC until it is known."""
        ...

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def support_card(self) -> Mapping[str, object]:
        """The clinic's public phone numbers, readable while locked and signed out. Empty: none are known.

        `{"name": str, "region": "US", "phones": [{"label": "On call, any hour", "phone": "+1 555 010 0199", "hours": "..."}]}`;
        region is the ISO 3166 country of the clinic's address.
        """
        ...

    def in_foreground(self, is_in_front: bool) -> None:
        """Whether this page is looked at. Sync is slower while no page of the device is."""
        ...

    async def start(self) -> None:
        """Looks at the store; opens it where no PIN is needed. Ends with a door other than "starting"."""
        ...

    async def unlock(self, pin: str) -> None:
        """Raises Trouble: wrong_pin(left), pin_wait(until, left), no_more_tries, no_secret_store."""
        ...

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls back on the event loop after the door, the person, the zone or the settings changed. Returns the end."""
        ...

    async def close(self) -> None:
        """The page is gone for good."""
        ...


def session(
    setup: Setup,
    devices: AccountSessions,
    callbacks: PendingSignIns,
    on_visit: Callable[[Any, PageServices], None] = lambda session, services: None,
) -> Callable[[ft.Page], Awaitable[None]]:
    """The `main(page)` Flet calls for every new page of this process. `on_visit` is told whose each is."""
    from mobile.wiring.app_services import PageServices
    from mobile.wiring.browser import SPEAKS

    collect_garbage_less_often()

    async def start(page: ft.Page) -> None:
        services = PageServices(page, setup, devices, callbacks)
        on_visit(page.session, services)
        await main(page, services, speaks=SPEAKS.get())

    return start


def collect_garbage_less_often() -> None:
    """Python collects after every 700 new objects, which is a fifth of the time it takes to read a therapist's 5,000
    resources: a place reads and draws tens of thousands of objects at once. And a full collection goes through all that
    was ever imported, 0.2 s in which no page is answered, although nothing of it ever goes: it is left out."""
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
    gc.collect()
    gc.freeze()


def on_this_device() -> Callable[[ft.Page], Awaitable[None]]:
    """The `main(page)` of a built app on a phone or a desktop: one person, one sealed store, their own clinic."""

    async def start(page: ft.Page) -> None:
        import os
        from pathlib import Path

        from mobile.hosting.quiet import quiet_logs
        from mobile.wiring.account_sessions import AccountSessions
        from mobile.wiring.callback import PendingSignIns
        from mobile.wiring.setup import Setup

        quiet_logs()
        folder = Path(os.environ.get("FLET_APP_STORAGE_DATA") or Path.home() / ".lantern")
        setup = Setup("app", folder, None)
        await session(setup, AccountSessions(setup, _secrets_of(page)), PendingSignIns())(page)

    return start


def _secrets_of(page: ft.Page) -> SecretStore:
    if page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS):
        from mobile.device.secrets.phone import PhoneSecrets

        return PhoneSecrets(page)
    from mobile.device.secrets.desktop import KeyringSecrets

    try:
        return KeyringSecrets()
    except SecretsUnavailable:
        return _NoSecrets()


class _NoSecrets:
    """A device without a keeper of keys: nothing opens and nothing is made, and the screens say so."""

    async def read(self, name: str) -> bytes | None:
        raise SecretsUnavailable

    async def write(self, name: str, value: bytes) -> None:
        raise SecretsUnavailable

    async def erase(self, name: str) -> None:
        raise SecretsUnavailable


async def main(page: ft.Page, wiring: Wiring, speaks: str = "") -> None:
    """Puts the shell on the page and lets it find what to show. `speaks`: the language of the device, where it is known."""
    from mobile.shell.shell import Shell

    await Shell(page, wiring, speaks=speaks).start()
