"""A place in which somebody writes: nothing typed there is lost by leaving it, by a lock, or by both, one after the other.

What a lock came before (`recalled`) belongs to the place until its draft has gone on with it: also when the place is left, or
locked again, before it has loaded.
"""

from __future__ import annotations

from abc import abstractmethod

from mobile.records.ports import Keeping
from mobile.screens.watching import WatchingScreen
from mobile.screens.writing.saved_as_typed import SavedAsTyped
from mobile.screens.writing.together import Together

Held = SavedAsTyped | Together
SUPPORT = "/support"


class WritingScreen(WatchingScreen):
    """Give it `draft`, and call `go_on` in `shown` once that has loaded."""

    recalled: Held | None = None

    @property
    @abstractmethod
    def draft(self) -> Held | None:
        """What is written here. None while it has not loaded: then there is nothing of it to save."""

    @abstractmethod
    def recall(self, before: Held) -> None:
        """The draft goes on with what a lock came before: a draft of this same place."""

    def go_on(self) -> bool:
        """With what a lock came before, if it came before something."""
        if self.recalled is None:
            return False
        before, self.recalled = self.recalled, None
        self.recall(before)
        return True

    # --- leaving ---

    async def save(self) -> bool:
        """All that is written here. False: it could not be saved, and stays."""
        if self.recalled is not None:
            return await self.recalled.seal(self.records)
        return self.draft is None or await self.draft.finish()

    async def hidden(self) -> None:
        if self.recalled is None and self.draft is not None:
            await self.draft.leave()
        else:
            await self.save()

    async def may_leave(self, route: str) -> bool:  # type: ignore[override]
        """Asked where what is written cannot be saved. Never on the way to help."""
        if route == SUPPORT:  # `hidden` saves; nothing is waited for on the way to help
            return True
        if await self.save():
            return await self.may_leave_saved()
        return await self.s.ask(
            self._("Leave without saving?"),
            self.leaving_loses(),
            yes=self._("Leave"),
            no=self._("Stay here"),
            danger=True,
        )

    def leaving_loses(self) -> str:
        """What is lost by leaving where nothing can be saved."""
        return self._("This phone could not save your last words. If you leave this page they are gone.")

    async def may_leave_saved(self) -> bool:
        """Asked where all is saved and leaving loses something all the same."""
        return True

    # --- the lock ---

    def unsaved(self) -> Held | None:
        held = self.recalled or self.draft
        return None if held is None or held.is_saved else held

    async def seal(self, records: Keeping) -> bool:
        held = self.recalled or self.draft
        return held is None or await held.seal(records)
