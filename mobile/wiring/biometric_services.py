"""What a page may ask of a phone's biometrics. Only a page that somebody looks at, and that was not locked since, is opened."""

from __future__ import annotations

import asyncio

from mobile.records.biometric_keeper import Prompt
from mobile.screens.app_services import Trouble
from mobile.screens.biometric_way import BiometricWay
from mobile.wiring.account_sessions import AccountSessions
from mobile.wiring.biometrics import Biometrics
from mobile.wiring.page_session import PageSession
from mobile.wiring.setup import Setup
from mobile.wiring.troubles import troubles_plainly

BACK_S = 10.0
"""How long after the phone's own question the page may take to be in front again."""


class BiometricServices(PageSession):
    """A page's session on a device that may be opened by a finger or a face."""

    def __init__(self, setup: Setup, accounts: AccountSessions) -> None:
        self._in_front = asyncio.Event()
        self._in_front.set()
        super().__init__(setup, accounts)

    @property
    def _biometrics(self) -> Biometrics | None:
        return self.account.biometrics if self.account is not None else None

    @property
    def biometrics(self) -> BiometricWay | None:
        if self._biometrics is None or self.account is None:
            return None
        return BiometricWay(
            is_on=self.account.store.has_biometrics,
            can_ask=self._biometrics.can_ask,
            terms=self._biometrics.terms,
        )

    @property
    def is_phone_asking(self) -> bool:
        return self._biometrics is not None and self._biometrics.is_asking

    def in_foreground(self, is_in_front: bool) -> None:
        super().in_foreground(is_in_front)
        (self._in_front.set if is_in_front else self._in_front.clear)()

    async def turn_on_biometrics(self, prompt: Prompt) -> None:
        assert self._biometrics is not None
        with troubles_plainly():
            await self._biometrics.turn_on(prompt)
        self._changed()

    async def turn_off_biometrics(self) -> None:
        assert self._biometrics is not None
        with troubles_plainly():
            await self._biometrics.turn_off()
        self._changed()

    async def open_by_biometrics(self, prompt: Prompt) -> None:
        account = self.account
        assert account is not None
        assert account.biometrics is not None
        times_locked = account.times_locked
        try:
            with troubles_plainly():
                secret = await account.biometrics.asked(prompt)
                await self._seen()
                if self.door != "locked" or account.times_locked != times_locked:
                    return  # the PIN was faster, or it was locked again since: an answer is good for what was asked
                await account.unlock_by_biometrics(secret)
        except Trouble as trouble:
            if trouble.code == "no_more_tries":
                await account.look()
                self._changed()  # another place stands before the records now
            raise
        self._let_in()

    async def _seen(self) -> None:
        """Until the page is in front again. Raises Trouble where it is not: nothing is opened that nobody looks at."""
        try:
            await asyncio.wait_for(self._in_front.wait(), BACK_S)
        except TimeoutError:
            raise Trouble("biometrics_refused") from None
