"""`main(page)` of the app: one `Wiring` and one `Shell` a page, and nothing that outlives it."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile.device.notifier_port import CannotNotify, Notifier
from mobile.records.biometric_keeper import BiometricKeeper
from mobile.records.errors import SecretsUnavailable
from mobile.records.ports import SecretStore
from mobile.shell.ports import Wiring
from mobile.shell.shell import Shell

if TYPE_CHECKING:
    from mobile.wiring.account_sessions import AccountSessions
    from mobile.wiring.app_services import PageServices
    from mobile.wiring.callback import PendingSignIns
    from mobile.wiring.setup import Setup

NEW_OBJECTS = 5_000
"""About half a megabyte of them."""
BEFORE_A_FULL_COLLECTION = 40
"""Collections of what is young. With fifty people in one process a full one takes half a second in which no page is answered: at
Python's own ten it comes every fifteen seconds, at forty once a minute, for 17 MB more."""


def session(
    setup: Setup,
    accounts: AccountSessions,
    callbacks: PendingSignIns,
    on_visit: Callable[[Any, PageServices], None] = lambda session, services: None,
) -> Callable[[ft.Page], Awaitable[None]]:
    """The `main(page)` Flet calls for every new page of this process. `on_visit` is told whose each is."""
    from mobile.wiring.app_services import PageServices
    from mobile.wiring.browser import SPEAKS

    async def start(page: ft.Page) -> None:
        services = PageServices(page, setup, accounts, callbacks)
        on_visit(page.session, services)
        await main(page, services, speaks=SPEAKS.get())

    return start


def collect_garbage_less_often() -> None:
    """Once a process, when all is imported and before anybody's words are there: what exists now is never collected.

    Python collects after every 700 new objects, which is a fifth of the time it takes to read a therapist's 5,000
    resources: a place reads and draws tens of thousands of objects at once. And a full collection goes through all that
    was ever imported, 0.2 s in which no page is answered, although nothing of it ever goes.
    """
    gc.set_threshold(NEW_OBJECTS, gc.get_threshold()[1], BEFORE_A_FULL_COLLECTION)
    gc.collect()
    gc.freeze()


def on_this_device() -> Callable[[ft.Page], Awaitable[None]]:
    """The `main(page)` of a built app on a phone or a desktop: one person, one sealed store, their own clinic."""

    collect_garbage_less_often()

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
        accounts = AccountSessions(setup, _secrets_of(page), _biometrics_of(page), _notifier_of(page))
        await session(setup, accounts, PendingSignIns())(page)

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


def _biometrics_of(page: ft.Page) -> BiometricKeeper | None:
    """None where this is no phone."""
    from mobile.device.secrets.biometric import PhoneBiometrics

    try:
        return PhoneBiometrics(page)
    except SecretsUnavailable:
        return None


def _notifier_of(page: ft.Page) -> Notifier | None:
    """None where this is no phone. What is tapped is a route like any other: a closed door stands before it."""
    from mobile.device.notifier import PhoneNotifier

    async def go(number: int) -> None:
        await page.push_route(f"/reminders/{number}")

    try:
        return PhoneNotifier(page, go)
    except CannotNotify:
        return None


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
    await Shell(page, wiring, speaks=speaks).start()
