"""Writing one intention (picture 02): words saved as they are typed, who may read them, and whether to see them that day.

There is no Save. Done settles the words and shares them if that was chosen. The view draws once and then changes only
what changed, so that nothing happens to a field somebody is writing in.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import flet as ft

from mobile.care.intention import EarlierWords, Intention
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Screen
from mobile.screens.intention import pieces, sentences
from mobile.screens.intention.model import IntentionModel
from mobile.screens.known import KINDS

QUIET_S = 0.3
"""How long the typing rests before the line says "Saved" again: it is read out, and not at every letter."""
UNDO_S = 5


class OneIntention(Screen):
    """`/intention/<id>`: of an intention, of a shared copy, or of one that does not exist yet."""

    def title(self) -> str:
        return self._("Intention")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.model = IntentionModel(
            self.records,
            self.person.patient or self.person.fhir_user,
            self.s.zone,
            self.s.now,
            start=self.s.run,
            on_change=self._on_change,
        )
        self._is_loaded = False
        self._is_look_due = False
        self._line_turn = 0
        self._seen_told: object = None
        self._told: object = None
        self.about = parts.small("")
        self.prompts = parts.stack()
        self.field = parts.writing_field(
            _("Your intention"), on_change=self.guard(self.on_type), min_lines=4, max_lines=10
        )
        self.field.field.disabled = True
        self.line = parts.saved_line(_("Saved on this phone"))
        self.notices = parts.stack(spacing=t.S8)
        self.choosing = parts.stack()
        self._draw_choice(_("My therapist"))
        self.preview = parts.own_words("", size=t.SIZE_BODY)
        self.seen = parts.stack(spacing=t.S8)
        self.session_day = parts.toggle_row(
            _("Show it on session day"),
            detail=_("Large text, dark screen, before you begin"),
            on_change=self.guard(self.on_show),
        )
        self.more = parts.stack(spacing=t.CARD_GAP)
        self.writing = parts.stack(
            self.about,
            self.prompts,
            self.field,
            self.line,
            self.notices,
            parts.card(parts.subheading(_("Who can see this?")), self.choosing, self.seen),
            parts.card(self.session_day),
            self.more,
            spacing=t.CARD_GAP,
        )
        self.both = parts.stack(spacing=t.CARD_GAP)
        self.both.visible = False
        return [self.writing, self.both]

    def foot(self) -> ft.Control:
        self.done = parts.primary_button(self._("Done"), self.guard(self.on_done))
        return self.done

    # --- coming and going ---

    async def shown(self) -> None:
        await self.model.load(self.params["id"])
        self._is_loaded = True
        for kind in KINDS:
            on_commit = self._on_own_commit if kind is Intention else self._on_commit
            self.keep(self.records.watch(kind, on_commit))
        if self.s.status is not None:
            self.keep(self.s.status.watch(lambda _: self._say_line()))
        self.field.value = self.model.intention.words
        self.field.field.rtl = is_right_to_left(self.model.intention.words)
        self.field.field.disabled = False
        self.session_day.set(self.model.intention.show_on_session_day)
        self._draw_all()
        for control in (self.writing, self.both):
            if self.is_mounted(control):
                control.update()

    async def hidden(self) -> None:
        if self._is_loaded:
            await self.model.leave()

    async def may_leave(self) -> bool:  # type: ignore[override]
        """Only where the words cannot be saved is leaving asked about: everything else is kept as it is typed."""
        if not self._is_loaded or await self.model.flush():
            return True
        return await self.s.ask(
            self._("Leave without saving?"),
            self._("This phone could not save your last words. If you leave this page they are gone."),
            yes=self._("Leave"),
            no=self._("Stay here"),
            danger=True,
        )

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

    async def on_show(self, is_shown: bool) -> None:
        self.model.show_on_session_day(is_shown)

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
        if await self.s.ask(
            self._("Take it back?"),
            sentences.taking_back(self.s, self._reader_name()),
            yes=self._("Take back"),
            no=self._("Keep sharing"),
        ):
            await self.model.take_back()
            self.s.say(self._("Taken back. It stays here, only for you."))
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

    # --- drawing ---

    def _reader_name(self) -> str:
        reader = self.model.reader
        return (reader.name if reader else None) or self._("your therapist")

    def _on_change(self) -> None:
        """The model changed: after a keystroke, after a save."""
        if not self._is_loaded or self.model.conflict is not None:
            return
        if self.field.value != self.model.intention.words and self.model.is_saved:
            self._show_words()
        self._align()
        self._draw_seen()
        self._draw_preview()
        self._draw_notices()
        self._say_line()

    def _align(self) -> None:
        """Words from the right stand at the right. The field's direction is set only before anybody writes in it:
        changing it makes the client build another field, and what is being typed would go nowhere."""
        side = ft.TextAlign.RIGHT if is_right_to_left(self.model.intention.words) else ft.TextAlign.START
        if self.field.field.text_align != side:
            self.field.field.text_align = side
            self._update(self.field)

    def _show_words(self) -> None:
        self.field.value = self.model.intention.words
        self._update(self.field)

    def _say_line(self) -> None:
        if self.model.is_saved and self.model.trouble is None:
            self._line_turn += 1
            self.s.run(self._say_saved_later(self._line_turn))
        else:
            self._line_turn += 1
            told = sentences.line(self.s, self.model)
            self.line.say(told.text, told.state)

    async def _say_saved_later(self, turn: int) -> None:
        told = sentences.line(self.s, self.model)
        if told.text == self.line.text:
            return
        await asyncio.sleep(QUIET_S)
        if turn == self._line_turn and self.model.is_saved:
            told = sentences.line(self.s, self.model)
            self.line.say(told.text, told.state)

    def _draw_all(self) -> None:
        is_conflict = self.model.conflict is not None
        self.writing.visible, self.both.visible = not is_conflict, is_conflict
        if self.done.visible == is_conflict:
            self.done.visible = not is_conflict
            self._update(self.done)
        if is_conflict:
            self.both.controls[:] = pieces.both_kept(self.s, self.model, self.guard, self.on_choose)
            return
        self.about.value = sentences.about(self.s, self.model)
        self._draw_prompts()
        self._draw_seen()
        self._draw_preview()
        self._draw_notices()
        self.more.controls[:] = pieces.more(self.s, self.model, self.guard, self)
        told = sentences.line(self.s, self.model)
        if self.model.is_saved or self.model.trouble:
            self.line.say(told.text, told.state)

    def _draw_prompts(self) -> None:
        held = self.model.intention.prompt
        chips = [
            parts.choice_chip(
                prompt.said(self.s.language),
                self.guard(partial(self.on_prompt, prompt.text)),
                is_on=prompt.text == held,
                tone="prepare",
            )
            for prompt in self.model.prompts
        ]
        self.prompts.controls[:] = [parts.chip_row(*chips)]

    def _draw_choice(self, reader: str) -> None:
        """The two halves. Drawn anew only for another reader: nothing may move under a finger."""
        _ = self._
        self._choice_reader = reader
        self.choice = parts.segmented(
            [
                parts.Choice("only_me", _("Only me"), parts.icons.ONLY_ME),
                parts.Choice("therapist", reader, parts.icons.THERAPIST),
            ],
            "only_me",
            self.guard(self.on_who),
        )
        self.choosing.controls[:] = [self.choice]

    def _draw_seen(self) -> None:
        """What stands under the choice; drawn anew only when it says something else."""
        reader = self._("My therapist") if self.model.is_for_therapist else self._reader_name()
        if reader != self._choice_reader:
            self._draw_choice(reader)
            self._update(self.choosing)
        wish = "therapist" if self.model.share is not None else self.model.intention.wish
        if self.choice.value != wish:
            self.choice.choose(wish)
        told = sentences.seen(self.s, self.model)
        if told != self._seen_told:
            self._seen_told = told
            self.seen.controls[:] = pieces.seen(self.s, told, self.guard, self, self.preview)
            self._update(self.seen)

    def _draw_preview(self) -> None:
        words = sentences.preview(self.s, self.model)
        if words != self.preview.value:
            self.preview.value = words
            self.preview.rtl = is_right_to_left(words)
            self._update(self.preview)

    def _draw_notices(self) -> None:
        told = sentences.notices(self.s, self.model)
        if [n.text for n in told] == self._told:
            return
        self._told = [n.text for n in told]
        self.notices.controls[:] = pieces.notices(self.s, told, self.guard, self)
        self._update(self.notices)

    def _update(self, *controls: ft.Control) -> None:
        for control in controls:
            if self.is_mounted(control):
                control.update()
