"""Which device a page gets: the one of this machine, one a sample person, or one of the page's own that leaves nothing."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

from mobile.device.notifier_port import Notifier
from mobile.records import SecretStore
from mobile.records.biometric_keeper import BiometricKeeper
from mobile.records.secrets import DemoFileSecrets, MemorySecrets
from mobile.wiring.account_session import AccountSession
from mobile.wiring.setup import Setup

LAST_SENDING_S = 8.0
"""How long the end of a hosted page, or of a process with many, waits for the clinic. Who runs services kills after 10 s or more."""


class AccountSessions:
    """All devices of this process. In `app` there is one; in `demo` one a person; in `serve` one a page."""

    def __init__(
        self,
        setup: Setup,
        secrets: SecretStore | None = None,
        keeper: BiometricKeeper | None = None,
        notifier: Notifier | None = None,
    ) -> None:
        self._setup = setup
        self._secrets = secrets
        self._keeper, self._notifier = keeper, notifier  # of this machine's own device, if it is a phone
        self._is_temporary = setup.data is None or setup.mode == "serve"
        self._root = Path(tempfile.mkdtemp(prefix="lantern-")) if self._is_temporary else setup.data
        self._by_person: dict[str, AccountSession] = {}
        self._own: AccountSession | None = None
        self._of_pages = set[AccountSession]()

    def this_one(self) -> AccountSession:
        """The device this process is (`app`)."""
        assert self._root is not None
        assert self._secrets is not None
        if self._own is None:
            folder = self._root / "device"
            self._own = self._make(folder, self._secrets, self._keeper, self._notifier)
        return self._own

    def of_person(self, account: str) -> AccountSession:
        """The device of a sample person (`demo`): the same for every page they open."""
        if account not in self._by_person:
            name = hashlib.sha256(account.encode()).hexdigest()[:16]
            folder = self._folder(name)
            keeps = self._setup.data is not None
            secrets = DemoFileSecrets(folder / "demo-secrets") if keeps else MemorySecrets()
            self._by_person[account] = self._make(folder, secrets)
        return self._by_person[account]

    def of_page(self, page_id: str) -> AccountSession:
        """A device that lives as long as the page (`serve`): its keys are only in memory."""
        # A page may see one person after another: each has a folder that nobody had before.
        name = hashlib.sha256(f"{page_id}|{uuid4()}".encode()).hexdigest()[:16]
        account = self._make(self._folder(name), MemorySecrets())
        self._of_pages.add(account)
        return account

    async def forget(self, account: AccountSession) -> None:
        """The page is gone for good (`serve`). What it has not sent yet exists nowhere else, so that is sent first. However that ends,
        nothing is kept."""
        try:
            await account.send_rest(LAST_SENDING_S)
        finally:
            self._of_pages.discard(account)
            await account.wipe()
            shutil.rmtree(account.folder, ignore_errors=True)

    async def close(self) -> None:
        """The process ends. What fails for one page is not to keep the others' words from being sent, or anything from being removed."""
        sending = (account.send_rest(LAST_SENDING_S) for account in self._of_pages)
        await asyncio.gather(*sending, return_exceptions=True)
        for account in [*self._by_person.values(), *([self._own] if self._own else [])]:
            await account.close()
        if self._is_temporary and self._root is not None:
            shutil.rmtree(self._root, ignore_errors=True)

    def _folder(self, name: str) -> Path:
        assert self._root is not None
        return self._root / "people" / name

    def _make(
        self,
        folder: Path,
        secrets: SecretStore,
        keeper: BiometricKeeper | None = None,
        notifier: Notifier | None = None,
    ) -> AccountSession:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return AccountSession(folder, secrets, self._setup, keeper, notifier)
