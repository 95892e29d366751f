"""Writing one intention (picture 02): words saved as they are typed, who may read them, and whether to see them that day.

There is no Save. Done settles the words and shares them if that was chosen. Leaving never loses a letter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.intention import EarlierWords, Intention
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.records.ports import Keeping
from mobile.screens.first_fetch import first_looks
from mobile.screens.intention import sentences
from mobile.screens.intention.opened import KINDS
from mobile.screens.intention.page import IntentionPage

UNDO_S = 5


class OneIntention(IntentionPage):
    """`/intention/<id>`: of an intention, of a shared copy, or of one that does not exist yet."""

    def title(self) -> str:
        return self._("Intention")

    # --- coming and going ---

    async def shown(self) -> None:
        await self.model.load(self.params["id"])
        self._is_loaded = True
        if self.recalled is not None:
            self.model.recall(self.recalled)
        for kind in KINDS:
            on_commit = self._on_own_commit if kind is Intention else self._on_commit
            self.keep(self.records.watch(kind, on_commit))
        self._first = first_looks(self.s)
        if self.s.status is not None:
            self.keep(self.s.status.watch(self._on_status))
        self.field.value = self.model.intention.words
        self.field.field.rtl = is_right_to_left(self.model.intention.words)
        self.field.field.disabled = False
        self._draw_all()
        for control in (self.writing, self.both):
            if self.is_mounted(control):
                control.update()

    async def hidden(self) -> None:
        if self._is_loaded:
            await self.model.leave()

    def unsaved(self) -> Any:
        return self.model.unsaved if self._is_loaded else None

    async def seal(self, records: Keeping) -> bool:
        return await self.model.seal(records)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return [(self.field.field, self._on_late)] if self._is_loaded else []

    def _on_late(self, words: str) -> None:
        if self.s.door() == "open":
            self.field.value = words
            self.model.type(words)
        else:
            self.model.catch(words)

    async def may_leave(self, route: str) -> bool:  # type: ignore[override]
        """Asked where the words cannot be saved, and where nothing keeps what is not shared. Never on the way to help."""
        if not self._is_loaded:
            return True
        if await self.model.flush():
            return route == "/support" or not self.s.is_hosted or await self._may_leave_unshared()
        return await self.s.ask(
            self._("Leave without saving?"),
            self._("This phone could not save your last words. If you leave this page they are gone."),
            yes=self._("Leave"),
            no=self._("Stay here"),
            danger=True,
        )

    async def _may_leave_unshared(self) -> bool:
        if not self.model.is_unshared:
            return True
        return await self.s.ask(
            self._("Leave without sharing?"),
            self._("What you wrote here is not shared. It is gone when this page is closed."),
            yes=self._("Leave"),
            no=self._("Stay here"),
        )

    def _on_status(self, _: object) -> None:
        self._say_line()
        first = first_looks(self.s)
        if first != self._first:  # who may read it is known once all is here
            self._first = first
            self._on_commit("")

    def _on_own_commit(self, id: str) -> None:
        self.s.run(self.model.stored_changed(id))

    def _on_commit(self, _: str) -> None:
        """Many commits in one moment, as in a first pull, are looked at once."""
        if not self._is_look_due:
            self._is_look_due = True
            self.s.run(self._look_again())

    async def _look_again(self) -> None:
        self._is_look_due = False
        await self.model.look_around()
        self._draw_all()
        self._update(self.writing, self.both)

    # --- acts ---

    def on_type(self, e: Any) -> None:
        """Captured before anything is awaited."""
        self.model.type(e.control.value or "")
        ft.context.disable_auto_update()

    async def on_prompt(self, text: str, _: Any = None) -> None:
        self.model.hold(None if self.model.intention.prompt == text else text)
        self._draw_prompts()
        self._update(self.prompts)
        await self.field.focus()

    def on_who(self, value: str) -> None:
        if value == "only_me" and self.model.share is not None:
            self.on_take_back()
            return
        self.model.wish("therapist" if value == "therapist" else "only_me")
        self._draw_seen()

    def on_take_back(self) -> None:
        """Asks once, with the honest words; never waits for anything."""
        self.s.run(self._take_back())

    async def _take_back(self) -> None:
        name = self._reader_name()
        if await self.s.ask(
            self._("Take it back?"),
            sentences.taking_back(self.s, name),
            yes=self._("Take back"),
            no=self._("Keep sharing"),
        ):
            await self.model.take_back()
            self.s.say(sentences.taken_back(self.s, self.model, name))
        await self._look_again()

    async def on_share_now(self) -> None:
        outcome = await self.model.share_now()
        self.s.say(sentences.outcome(self.s, outcome, self._reader_name()))
        await self._look_again()

    async def on_done(self) -> None:
        outcome = await self.model.done()
        if outcome in ("kept", "shared", "updated"):
            if outcome != "kept":
                self.s.say(sentences.outcome(self.s, outcome, self._reader_name()))
            self.s.back()
            return
        self.s.say(sentences.outcome(self.s, outcome, self._reader_name()))
        await self._look_again()

    async def on_try_again(self) -> None:
        await self.model.try_again()
        self._say_line()

    async def on_restore(self, version: EarlierWords, _: Any = None) -> None:
        self.model.restore(version)
        self._show_words()

    async def on_carry(self) -> None:
        new = await self.model.carry_forward()
        if new is not None:
            self.s.go(f"/intention/{new}")

    def on_delete(self) -> None:
        self.s.run(self._delete())

    async def _delete(self) -> None:
        if self.model.share is not None and not await self.s.ask(
            self._("Delete it?"),
            sentences.deleting_shared(self.s, self._reader_name()),
            yes=self._("Delete"),
            no=self._("Keep it"),
            danger=True,
        ):
            return
        gone = await self.model.remove()
        self._show_words()
        if gone is not None:
            parts.snack(
                self.page,
                self._("Deleted."),
                action=self._("Undo"),
                on_action=self.guard(partial(self._undo, gone)),
                seconds=UNDO_S,
            )
        self.s.back()

    async def _undo(self, gone: Intention, _: Any = None) -> None:
        await self.records.save(gone)

    async def on_choose(self, words: str, _: Any = None) -> None:
        await self.model.choose(words)
        self._show_words()
        await self._look_again()
