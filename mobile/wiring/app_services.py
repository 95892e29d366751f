"""`AppServices` for one page: signing in, the lock, the person's own copy, settings, over the session this page was given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

import flet as ft
import httpx

from mobile.i18n import Speech
from mobile.records import KeyChange, Salvaged
from mobile.records.ports import Brought
from mobile.screens.app_services import ClinicFound, SamplePerson, Settings, Trouble
from mobile.screens.wording import Wording
from mobile.wiring import browser, joining, signing_in
from mobile.wiring.account_sessions import AccountSessions
from mobile.wiring.biometric_services import BiometricServices
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.clinic_copy import ClinicCopyVerbs
from mobile.wiring.known_nouns import known_nouns
from mobile.wiring.setup import PHONE_REDIRECT, Setup
from mobile.wiring.troubles import troubles_plainly
from mobile.wiring.wordings import WORDINGS

if TYPE_CHECKING:
    from api_client.smart import Tokens


class PageServices(BiometricServices):
    """One a page: its door, and what its screens may ask."""

    def __init__(
        self, page: ft.Page, setup: Setup, accounts: AccountSessions, callbacks: PendingSignIns
    ) -> None:
        self._page = page
        self._callbacks = callbacks
        self._browser = browser.THIS.get()
        self._launcher = ft.UrlLauncher()
        self._signing_in: asyncio.Task[Tokens] | None = None
        super().__init__(setup, accounts)

    async def close(self) -> None:
        """The page is gone for good."""
        self.stop_signing_in()
        await super().close()

    @property
    def keeps_after_closing(self) -> bool:
        return self._setup.mode != "serve"

    @property
    def is_own_device(self) -> bool:
        return self._setup.on_this_device()

    @property
    def has_sample_people(self) -> bool:
        return self._setup.mode == "demo"

    def wording(self, speech: Speech) -> Wording:
        return WORDINGS[self._setup.mode](speech)

    @property
    def settings(self) -> Settings:
        has_pin = self.account is not None and self.account.store.needs_pin
        return replace(self._settings, has_pin=has_pin)

    @property
    def clinic_name(self) -> str | None:
        identity = self.account.identity if self.account is not None and self.door == "open" else None
        return identity.clinic_name if identity is not None else None

    @property
    def known_clinic(self) -> str | None:
        return None if self._setup.mode == "demo" else self._setup.clinic

    async def change_settings(
        self,
        *,
        language: str | None = None,
        theme: str | None = None,
        larger_text: bool | None = None,
        lock_after_s: int | None = None,
        hide_button: bool | None = None,
    ) -> None:
        now = self._settings
        self._settings = Settings(
            language=cast('Literal["en", "es"] | None', language or now.language),
            theme=cast('Literal["system", "light", "dark"]', theme or now.theme),
            larger_text=now.larger_text if larger_text is None else larger_text,
            lock_after_s=now.lock_after_s if lock_after_s is None else lock_after_s,
            hide_button=now.hide_button if hide_button is None else hide_button,
        )
        if self.account is not None:
            self.account.keep_settings(self._settings)
        else:
            self._changed()

    async def sample_people(self) -> list[SamplePerson]:
        if not self.has_sample_people or self._setup.clinic is None:
            return []
        origin = str(httpx.URL(self._setup.clinic).copy_with(raw_path=b"/demo/people"))
        async with httpx.AsyncClient(transport=self._setup.transport_to(origin), trust_env=False) as http:
            people = (await http.get(origin)).json()
        return [SamplePerson(p["login_hint"], p["name"], p["role"], p["situation"]) for p in people]

    async def sign_in_as(self, login_hint: str) -> None:
        assert self.has_sample_people
        assert self._setup.clinic is not None
        with troubles_plainly():
            tokens = await signing_in.as_sample_person(
                self._setup.clinic, self._redirect(), login_hint, self._setup
            )
            await self._arrive(self._setup.clinic, tokens, None)

    async def find_clinic(self, text: str) -> ClinicFound:
        with troubles_plainly():
            return await joining.find_clinic(text, self._setup)

    async def sign_in(self, clinic: ClinicFound) -> None:
        self.stop_signing_in()
        if self._page.web and self._browser is None:  # the answer could not be known for this browser's
            raise Trouble("no_cookie")
        self._signing_in = asyncio.create_task(
            signing_in.through_browser(
                clinic.fhir_base,
                self._redirect(),
                self._setup,
                self._callbacks,
                self._open_browser,
                self._browser,
            )
        )
        with troubles_plainly():
            try:
                tokens = await self._signing_in
            except asyncio.CancelledError:
                raise Trouble("sign_in_refused") from None
            await self._arrive(clinic.fhir_base, tokens, clinic.name)

    @property
    def is_signing_in(self) -> bool:
        return self._signing_in is not None and not self._signing_in.done()

    def stop_signing_in(self) -> None:
        if self._signing_in is not None:
            self._signing_in.cancel()
            self._signing_in = None

    async def sign_out(self) -> None:
        if self.account is not None:
            account = self.account
            await account.sign_out()
            self._leave()
            if self._setup.mode == "serve":
                await self._accounts.forget(account)  # who signs in next on this page begins anew

    def _leave(self) -> None:
        """This page stands before the sign-in again."""
        self.may_show = False
        if not self._setup.on_this_device():
            self._end_device()
            self._end_device = lambda: None
            self.account = None
        self._changed()

    async def unsent(self) -> int:
        if self.account is None or self.account.records is None:
            return 0
        counts = await self.account.records.pending()
        return sum(counts.values())

    async def prove_pin(self, pin: str) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.prove_pin(pin)

    async def choose_pin(self, new: str, old: str | None = None) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.store.change_pin(old, new)
        self._changed()

    async def remove_pin(self, old: str) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.store.change_pin(old, None)
        self._changed()

    async def add_second_pin(self, new: str, old: str) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.store.keep_second_pin(old, new)
        self._changed()

    async def change_second_pin(self, new: str, old: str) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.store.change_second_pin(old, new)
        self._changed()

    async def end_second_pin(self, pin: str) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.store.end_second_pin(pin)
        self._changed()

    @property
    def has_sheet(self) -> bool:
        return self.account is not None and self.account.store.has_sheet

    async def keep_sheet(self, words: str) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.store.keep_sheet(words)
        await self._sheet_changed()

    async def _sheet_changed(self) -> None:
        if self.account is not None and self.account.at_clinic.keeper is not None:
            await self.account.at_clinic.keeper.sheet_changed()
        self._changed()

    async def end_sheet(self) -> None:
        assert self.account is not None
        copy = self.clinic_copy
        if copy is not None and copy.now.is_on:
            await copy.turn_off()  # before: without its words nobody could open it
        with troubles_plainly():
            await self.account.store.end_sheet()
        await self._sheet_changed()

    async def check_sheet(self, words: str) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.store.check_sheet(words)

    async def recover(self, words: str, pin: str) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.recover(words, pin)
        self._let_in()

    async def lock_now(self) -> None:
        if self.account is not None and self.account.store.needs_pin:
            await self.account.lock()

    async def quick_hide(self) -> None:
        self.cover()
        await self.lock_now()

    async def own_copy(self) -> bytes:
        assert self.account is not None
        assert self.account.records is not None
        return await self.account.records.export_open(self._whose())

    async def sealed_copy(self, passphrase: str) -> bytes:
        assert self.account is not None
        assert self.account.records is not None
        with troubles_plainly():
            return await self.account.records.export_sealed(passphrase, self._whose())

    @property
    def key_change(self) -> KeyChange | None:
        records = self.account.records if self.account is not None else None
        return records.rekeying.now if records is not None else None

    async def change_keys(self) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.store.rotate()

    def watch_key_change(self, on_change: Callable[[], None]) -> Callable[[], None]:
        records = self.account.records if self.account is not None else None
        return records.rekeying.watch(on_change) if records is not None else lambda: None

    @property
    def offers_copy(self) -> bool:
        return self.account is not None and self.door == "open" and self.account.offers_copy

    async def decline_copy(self) -> None:
        assert self.account is not None
        with troubles_plainly():
            await self.account.settle_copy()

    async def bring_back(
        self,
        sealed: bytes,
        passphrase: str,
        on_progress: Callable[[int, int], None] = lambda done, of: None,
        *,
        with_deleted: bool = False,
    ) -> Brought:
        assert self.account is not None
        assert self.account.records is not None
        status = self.account.status
        if status is None or status.now.first != "here":
            raise Trouble("not_fetched_yet")  # what the clinic has already could be sent a second time
        with troubles_plainly():
            brought = await self.account.records.import_sealed(
                sealed, passphrase, self._whose(), on_progress, known_nouns(), with_deleted=with_deleted
            )
            await self.account.settle_copy()
        return brought

    @property
    def clinic_copy(self) -> ClinicCopyVerbs | None:
        account = self.account
        if account is None or account.records is None or self.door != "open":
            return None
        keeper = account.at_clinic.keeper
        if keeper is None:
            return None
        return ClinicCopyVerbs(
            keeper, account.records, self._whose(), lambda: account.status, account.settle_copy
        )

    async def salvage_asks_pin(self) -> bool:
        assert self.account is not None
        with troubles_plainly():
            return await self.account.store.salvage_asks_pin()

    async def salvage(self, pin: str | None) -> Salvaged:
        assert self.account is not None
        with troubles_plainly():
            return await self.account.store.salvage(pin)

    async def look_again(self) -> None:
        await self.start()
        self._changed()

    def _whose(self) -> str:
        """The account a copy belongs to."""
        assert self.account is not None
        assert self.account.identity is not None
        return self.account.identity.account

    async def go_on(self) -> None:
        if self.account is not None:
            with troubles_plainly():
                await self.account.go_on()

    async def start_again(self) -> None:
        if self.account is not None:
            with troubles_plainly():
                await self.account.start_again()

    async def wipe(self) -> None:
        if self.account is not None:
            await self.account.wipe()
            self._leave()

    async def sync_now(self) -> None:
        if self.account is not None and self.account.engine is not None:
            self.account.engine.wake()

    async def let_go(self) -> None:
        if self.account is not None and self.account.engine is not None:
            self.account.engine.let_go()

    def watch_settings(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._settings_watchers.append(on_change)
        watchers = self._settings_watchers
        return lambda: watchers.remove(on_change) if on_change in watchers else None

    # --- the way in ---

    def _redirect(self) -> str:
        """Where the clinic's sign-in sends the person back to."""
        if not self._page.web and not self._setup.public_url:
            return PHONE_REDIRECT
        origin = self._setup.public_url or self._page.url or ""
        address = httpx.URL(origin)
        scheme = {"ws": "http", "wss": "https"}.get(address.scheme, address.scheme)
        port = f":{address.port}" if address.port else ""
        return f"{scheme}://{address.host}{port}/signed-in"

    async def _open_browser(self, url: str) -> None:
        """In a browser the clinic's page takes this tab, and gives it back; elsewhere it is the system's browser."""
        await self._launcher.launch_url(url, web_only_window_name="_self")

    async def _arrive(self, base: str, tokens: Tokens, clinic_name: str | None) -> None:
        identity, tokens = await signing_in.who_is_it(base, tokens, self._setup, clinic_name)
        if self._setup.mode == "demo":
            account = self._accounts.of_person(identity.account)
        elif self._setup.mode == "serve":
            account = self._accounts.of_page(self._page.session.id)
        else:
            account = self._accounts.this_one()
        settings = self._settings
        if self.account is not account:
            self._take(account)
        if account.settings == Settings() and settings != Settings():
            account.keep_settings(settings)
        elif account.settings.language is None and settings.language is not None:
            account.keep_settings(replace(account.settings, language=settings.language))
        await account.arrive(identity, tokens)
        self.may_show = account.records is not None and not account.store.needs_pin
        account.idle.touch()
        self._changed()
