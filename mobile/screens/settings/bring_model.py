"""Bringing a sealed copy back: the file, its passphrase, what became of it. Keeps neither longer than it needs them.

They are needed after it came back only where something stays deleted here, so that the person can still have that back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from mobile.device.files import Chosen
from mobile.records.export import is_open
from mobile.records.ports import Brought
from mobile.screens.app_services import AppServices, Trouble
from mobile.screens.cancellable_task import CancellableTask

Where = Literal["choosing", "asking", "bringing", "brought"]
MEGA = 1 << 20
MOST_BYTES = 256 * MEGA
"""More than a long life of entries takes; what is larger is something else."""
MOST_FROM_BROWSER = 15 * MEGA
"""A browser sends the file as one message, and a page's message may have 16 MB (`mobile/hosting/limits.py`)."""
MOST_FROM_OWN_BROWSER = 120 * MEGA
"""The same where the only page is the owner's."""


def most_bytes(services: AppServices, *, is_browser: bool) -> int:
    """How large a copy this page can bring."""
    if not is_browser:
        return MOST_BYTES
    return MOST_FROM_OWN_BROWSER if services.is_own_device else MOST_FROM_BROWSER


class Bringing:
    """One file at a time. `on_change` is called when there is something else to draw."""

    def __init__(
        self, services: AppServices, most: int, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._services = services
        self.most = most
        self._on_change = on_change
        self._work: CancellableTask[Brought] = CancellableTask(on_change)
        self._file: Chosen | None = None
        self._passphrase = ""
        self._is_left = False
        self.where: Where = "choosing"
        self.refused: Literal["", "too_large", "unreadable"] = ""
        self.brought: Brought | None = None
        self.is_open = False  # the copy that was brought was not sealed
        self.done, self.of = 0, 0

    @property
    def trouble(self) -> Trouble | None:
        return self._work.trouble

    @property
    def name(self) -> str:
        """Of the chosen file."""
        return self._file.name if self._file is not None else ""

    def chosen(self, file: Chosen) -> None:
        """A file was picked. One that is too large or could not be read is refused here."""
        self._work.forget()
        self.brought = None
        self.refused = "too_large" if file.size > self.most else "unreadable" if file.data is None else ""
        self._file = None if self.refused else file
        self.where = "choosing" if self.refused else "asking"
        self._on_change()

    @property
    def needs_passphrase(self) -> bool:
        """Whether the chosen file is sealed, or no copy at all: then that is told after a try."""
        return self._file is None or self._file.data is None or not is_open(self._file.data)

    @property
    def can_bring_deleted(self) -> bool:
        """Whether what stays deleted here of the copy that came can still be had back: the file is at hand."""
        return self.where == "brought" and self._file is not None

    async def bring(self, passphrase: str) -> bool:
        """True: it is done, and `brought` says what came back. A wrong passphrase keeps the file, to try again."""
        if self.where != "asking":
            return False
        self._passphrase = passphrase
        return await self._bring(with_deleted=False)

    async def bring_deleted(self) -> None:
        """Also what stays deleted here of the copy that just came back."""
        if self.can_bring_deleted:
            await self._bring(with_deleted=True)

    async def _bring(self, *, with_deleted: bool) -> bool:
        if self._file is None or self._file.data is None:
            return False
        self.is_open = not self.needs_passphrase
        self.where, self.done, self.of, self._is_left = "bringing", 0, 0, False
        self._on_change()
        is_done = False
        try:
            is_done = await self._work.run(
                self._services.bring_back(
                    self._file.data, self._passphrase, self._on_progress, with_deleted=with_deleted
                )
            )
        finally:
            self._ended(is_done=is_done)
        return is_done

    def _on_progress(self, done: int, of: int) -> None:
        self.done, self.of = done, of
        if self.where == "bringing":
            self._on_change()

    def fetched(self) -> None:
        """What the clinic has is here now: what could not be brought before it can be tried again."""
        if self.trouble is not None and self.trouble.code == "not_fetched_yet":
            self._work.forget()
            self._on_change()

    def _ended(self, *, is_done: bool) -> None:
        trouble = self._work.trouble
        can_try_again = trouble is not None and trouble.code in (
            "wrong_passphrase",
            "not_fetched_yet",
            "not_saved",
        )
        self.brought, self._work.answer = self._work.answer if is_done else None, None
        self.where = "brought" if is_done else "asking" if can_try_again else "choosing"
        has_deleted = self.brought is not None and bool(self.brought.deleted) and not self._is_left
        if not has_deleted:
            self._passphrase = ""
        if self.where != "asking" and not has_deleted:
            self._file = None
        self._on_change()

    def cancel(self) -> None:
        """Another file, or none. What is being added is added whole: that is not stopped in the middle."""
        self._is_left = True
        if self.where == "bringing":
            return
        self._work.forget()
        self._file, self._passphrase, self.brought, self.refused = None, "", None, ""
        self.where = "choosing"
        self._on_change()
