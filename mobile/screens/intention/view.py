"""Writing one intention (picture 02): for which session, with questions that help to begin, and carried to the next."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.screens.intention.model import KINDS, IntentionModel
from mobile.screens.status_text import session_day, which_session
from mobile.screens.writing.page import WritingPage

PROMPTS_AT_FIRST = 3


class OneIntention(WritingPage[IntentionModel]):
    """`/intention/<id>`."""

    follows = (*KINDS, *WritingPage.follows)
    make_model = IntentionModel
    _are_all_prompts_open = False

    def title(self) -> str:
        return self._("Intention")

    def field_name(self) -> str:
        return self._("Your intention")

    def delete_text(self) -> str:
        return self._("Delete this intention")

    def about(self) -> str:
        """`For session 3 · Tuesday. An intention is a direction...`"""
        _, model = self._, self.model
        what = _("An intention is a direction, not a goal to reach. There is no wrong one.")
        if model.session is None:
            return what
        named = which_session(self.s, model.place), session_day(self.s, model.session)
        where = " · ".join(part for part in named if part)
        return f"{_('For {session}.').format(session=where)} {what}"

    def above(self) -> list[ft.Control]:
        """A few prompts, so that what follows stays in view; the rest on request, and where one of them is held."""
        held, every = self.model.noun.prompt, self.model.prompts
        is_open = self._are_all_prompts_open or held in [prompt.text for prompt in every[PROMPTS_AT_FIRST:]]
        self._are_all_prompts_open = is_open
        chips: list[ft.Control] = [
            parts.choice_chip(
                prompt.in_language(self.s.language),
                self.guard(partial(self.on_prompt, prompt.text)),
                is_on=prompt.text == held,
                tone="prepare",
            )
            for prompt in (every if is_open else every[:PROMPTS_AT_FIRST])
        ]
        if not is_open and len(every) > PROMPTS_AT_FIRST:
            chips.append(parts.text_button(self._("More prompts"), self.guard(self.on_more_prompts)))
        return [parts.chip_row(*chips)]

    def below(self) -> list[ft.Control]:
        coming = self.model.next_session
        if coming is None:
            return []
        name = which_session(self.s, self.model.visits.place(coming))
        words = self._("Use these words for {session}").format(session=name)
        return [parts.soft_button(words, self.guard(self.on_carry))]

    # --- acts ---

    async def on_prompt(self, text: str, _: Any = None) -> None:
        self.model.hold(None if self.model.noun.prompt == text else text)
        self.draw_above()
        await self.field.focus()

    def on_more_prompts(self) -> None:
        self._are_all_prompts_open = True
        self.draw_above()

    async def on_carry(self) -> None:
        new = await self.model.carry_forward()
        if new is not None:
            self.s.go(f"/intention/{new}")
