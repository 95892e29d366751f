"""The intention page as it is drawn: made once, and then changed only where something changed, because somebody is writing.

What the taps do is in `view`; every sentence is in `sentences`.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import flet as ft

from mobile.care.intention import EarlierWords
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Screen
from mobile.screens.intention import pieces, sentences
from mobile.screens.intention.model import IntentionModel
from mobile.screens.pages import Pages
from mobile.screens.status_text import unshared_told

PROMPTS_AT_FIRST = 3
VERSIONS_SHOWN = 20
QUIET_S = 0.3
"""How long the typing rests before the line says "Saved" again: it is read out, and not at every letter."""


class IntentionPage(Screen):
    """The drawing. `OneIntention` gives it its acts."""

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
        self._are_all_prompts_open = False
        self._line_turn = 0
        self._seen_told: object = None
        self._told: object = None
        self.about = parts.small("")
        self.prompts = parts.stack()
        self.field = parts.writing_field(
            _("Your intention"), on_change=self.guard(self.on_type), min_lines=4, max_lines=10
        )
        self.field.field.disabled = True
        self.line = parts.saved_line(*self._first_line())
        self.notices = parts.stack(spacing=t.S8)
        self.notices.visible = False  # an empty row would still keep its distance
        self.choosing = parts.stack()
        self._draw_choice(_("My therapist"))
        self.preview = parts.own_words("", size=t.SIZE_BODY)
        self.seen = parts.stack(spacing=t.S8)
        self.more = parts.stack(spacing=t.CARD_GAP)
        self.pages = Pages(self.s, self._draw_more, VERSIONS_SHOWN)
        self.writing = parts.stack(
            self.about,
            self.prompts,
            self.field,
            self.line,
            self.notices,
            parts.card(parts.subheading(_("Who can see this?")), self.choosing, self.seen),
            self.more,
            spacing=t.CARD_GAP,
        )
        self.both = parts.stack(spacing=t.CARD_GAP)
        self.both.visible = False
        return [self.writing, self.both]

    def foot(self) -> ft.Control:
        self.done = parts.primary_button(self._("Done"), self.guard(self.on_done))
        return self.done

    def _first_line(self) -> tuple[str, parts.SavedState]:
        told = unshared_told(self.s)
        return told.text, told.state

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
        self.field.show(self.model.intention.words)

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
        self._draw_more()
        told = sentences.line(self.s, self.model)
        if self.model.is_saved or self.model.trouble:
            self.line.say(told.text, told.state)

    def _draw_more(self) -> None:
        self.more.controls[:] = pieces.more(self.s, self.model, self.guard, self)
        self._update(self.more)

    def _draw_prompts(self) -> None:
        """A few, so that what follows stays in view; the rest on request, and where one of them is held."""
        held, every = self.model.intention.prompt, self.model.prompts
        is_open = self._are_all_prompts_open or held in [prompt.text for prompt in every[PROMPTS_AT_FIRST:]]
        self._are_all_prompts_open = is_open
        chips = [
            parts.choice_chip(
                prompt.said(self.s.language),
                self.guard(partial(self.on_prompt, prompt.text)),
                is_on=prompt.text == held,
                tone="prepare",
            )
            for prompt in (every if is_open else every[:PROMPTS_AT_FIRST])
        ]
        if not is_open and len(every) > PROMPTS_AT_FIRST:
            chips.append(parts.text_button(self._("More prompts"), self.guard(self.on_more_prompts)))
        self.prompts.controls[:] = [parts.chip_row(*chips)]

    def on_more_prompts(self) -> None:
        self._are_all_prompts_open = True
        self._draw_prompts()
        self._update(self.prompts)

    def _draw_choice(self, reader: str) -> None:
        """The two halves, the first alone where there is nobody to read (""). Drawn anew only for another reader:
        nothing may move under a finger."""
        _ = self._
        self._choice_reader = reader
        halves = [parts.Choice("only_me", sentences.nobody(self.s), parts.icons.ONLY_ME)]
        if reader:
            halves.append(parts.Choice("therapist", reader, parts.icons.THERAPIST))
        self.choice = parts.segmented(halves, "only_me", self.guard(self.on_who))
        self.choosing.controls[:] = [self.choice]

    def _draw_seen(self) -> None:
        """What stands under the choice; drawn anew only when it says something else."""
        reader = self._("My therapist") if self.model.is_for_therapist else self._reader_name()
        reader = reader if self.model.reader is not None else ""
        if reader != self._choice_reader:
            self._draw_choice(reader)
            self._update(self.choosing)
        wish = "therapist" if self.model.share is not None else self.model.intention.wish
        wish = wish if reader else "only_me"
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
        self.notices.visible = bool(told)
        self._update(self.notices)

    def _update(self, *controls: ft.Control) -> None:
        for control in controls:
            if self.is_mounted(control):
                control.update()

    # --- the acts a drawing calls ---

    def on_type(self, e: Any) -> None:
        raise NotImplementedError

    async def on_prompt(self, text: str, _: Any = None) -> None:
        raise NotImplementedError

    def on_who(self, value: str) -> None:
        raise NotImplementedError

    async def on_done(self) -> None:
        raise NotImplementedError

    def on_take_back(self) -> None:
        raise NotImplementedError

    async def on_share_now(self) -> None:
        raise NotImplementedError

    async def on_try_again(self) -> None:
        raise NotImplementedError

    async def on_restore(self, version: EarlierWords, _: Any = None) -> None:
        raise NotImplementedError

    async def on_carry(self) -> None:
        raise NotImplementedError

    def on_delete(self) -> None:
        raise NotImplementedError

    async def on_choose(self, words: str, _: Any = None) -> None:
        raise NotImplementedError
