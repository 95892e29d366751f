"""`/safety-plan`: six steps under plain headings, made with the clinician, in the patient's own words and theirs to change.

Words are saved as they are typed. It asks for no promise, scores nothing, and nobody watches it. The notice of who to
call now stands above it, because a plan is no substitute for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.safety import region_for
from mobile.care.safety.plan import PlanStep
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.documents.carriable import is_blank
from mobile.screens.first_fetch import first_looks
from mobile.screens.pages import Pages
from mobile.screens.panels.numbers import nobody_watches
from mobile.screens.panels.plan_card import people_in
from mobile.screens.panels.plan_locked import wants_it_readable
from mobile.screens.safety_plan.model import KINDS, PlanWriting
from mobile.screens.safety_plan.pieces import earlier_row, two_versions, without_plan
from mobile.screens.safety_plan.sentences import line_text, locked_words
from mobile.screens.writing.screen import WritingScreen

EARLIER_SHOWN = 5


class OnePlan(WritingScreen):
    """Read first; one tap makes the words fields."""

    follows = KINDS

    def title(self) -> str:
        return self._("My safety plan")

    def body(self) -> list[ft.Control]:
        self.model = PlanWriting(self.records, self.s.now, start=self.s.run, on_change=self._say_line)
        self.is_writing = self._is_loaded = False
        self._looked: object = None
        self.fields: dict[str, parts.NamedField] = {}
        self.line = parts.saved_line("")
        self.place = parts.stack(spacing=t.CARD_GAP)
        self.pages = Pages(self.s, self._redraw, EARLIER_SHOWN)
        return [self.place]

    # --- coming and going ---

    async def shown(self) -> None:
        with self.watched():
            await self.model.load()
            self._is_loaded = True
            if self.go_on():
                self.is_writing = True
            self._redraw()

    @property
    def draft(self) -> PlanWriting | None:
        return self.model if self._is_loaded else None

    def recall(self, before: Any) -> None:
        assert isinstance(before, PlanWriting)
        self.model.recall(before)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return [(one.field, partial(self._on_late, key)) for key, one in self.fields.items()]

    def _on_late(self, key: str, words: str) -> None:
        step = self.model.plan.step(key) if self.model.plan is not None else None
        if step is None or self.model.words(step) == words:
            return
        (self.model.type if self.s.door() == "open" else self.model.catch)(key, words)

    def on_status(self, _: object) -> None:
        self._say_line()
        if self.model.plan is None:  # how far the first fetch is stands there in its place
            self.look_soon()

    async def look_again(self) -> None:
        """Somebody saved it: this page itself, another one, or the clinic. Fields being written in are left alone."""
        await self.model.load()
        self._say_line()
        if not self.is_writing and self._looks() != self._looked:
            self._redraw()

    def _looks(self) -> object:
        """What the plan is drawn from while it is read. The same is left standing: a tap on its way still finds it."""
        one = self.model
        first = first_looks(self.s) if one.plan is None else None
        return one.plan, one.theirs, one.outline, one.is_readable_locked, self.s.settings.has_pin, first

    # --- drawing ---

    def _redraw(self) -> None:
        self.fields.clear()
        self._looked = self._looks()
        self.place.controls[:] = (
            self._with_plan()
            if self.model.plan is not None
            else [*without_plan(self.s, self.model.outline), self._notice()]
        )
        self._say_line()
        parts.redraw(self.place)

    def _notice(self) -> ft.Control:
        return parts.notice(
            nobody_watches(self._, region_for(self.s.support_card(), self.s.country())), tone="support"
        )

    def _with_plan(self) -> list[ft.Control]:
        _, plan, theirs = self._, self.model.plan, self.model.theirs
        assert plan is not None
        button = (
            parts.soft_button(_("Done"), self.guard(self.on_done), icon=parts.icons.CHECK)
            if self.is_writing
            else parts.soft_button(_("Change my words"), self.guard(self.on_write), icon=parts.icons.WRITE)
        )
        return [
            parts.small(_("Made together with your clinician. The words are yours, and yours to change.")),
            *([two_versions(self.s, plan, theirs, self.on_settle)] if theirs is not None else []),
            *(self._step(number, one) for number, one in enumerate(plan.steps, 1)),
            self.line,
            button,
            *self._locked(),
            self._notice(),
        ]

    def _step(self, number: int, step: PlanStep) -> ft.Control:
        _, language = self._, self.s.language
        heading = f"{number}. {step.heading.in_language(language)}"
        rows: list[ft.Control] = [parts.subheading(heading, level=2)]
        hint = self.model.hint(step, language)
        words = self.model.words(step)
        if self.is_writing:
            if hint:
                rows.append(parts.small(hint))
            field = parts.writing_field(
                step.heading.in_language(language),
                value=words,
                on_change=self.guard(partial(self.on_type, step.key)),
                min_lines=2,
            )
            field.field.rtl = is_right_to_left(words)
            self.fields[step.key] = field
            rows.append(field)
            earlier = self.model.earlier(step)
            rows += [
                earlier_row(self.s, one, partial(self.on_restore, step.key, one.words))
                for one in self.pages.shown(step.key, earlier)
            ]
            rows += self.pages.more(step.key, earlier)
        elif not is_blank(words):
            wording = parts.own_words(words, size=18)
            wording.rtl = is_right_to_left(words)
            rows += [wording, *people_in(words, step.heading.in_language(language))]
        else:
            rows.append(parts.small(_("Left open. Any step may stay empty.")))
        return parts.card(*rows)

    def _locked(self) -> list[ft.Control]:
        _ = self._
        if not self.s.services.keeps_after_closing:
            return [
                parts.small(
                    _("In the app on your own phone you can choose to read it while the app is locked.")
                )
            ]
        self.toggle = parts.toggle_row(
            _("Also readable while the app is locked"),
            detail=locked_words(self.s, has_pin=self.s.settings.has_pin),
            is_on=self.model.is_readable_locked,
            on_change=self.guard(self.on_locked),
        )
        return [parts.card(self.toggle)]

    def _say_line(self) -> None:
        status = line_text(self.s, self.model)
        self.line.say(status.text, status.state)

    # --- acts ---

    def on_write(self) -> None:
        self.is_writing = True
        self._redraw()

    async def on_done(self) -> None:
        if await self.model.flush():
            self.is_writing = False
            await self.model.load()
        self._redraw()

    def on_type(self, key: str, e: Any) -> None:
        """Captured before anything is awaited."""
        self.model.type(key, e.control.value or "")
        ft.context.disable_auto_update()

    def on_restore(self, key: str, words: str, _: Any = None) -> None:
        self.model.type(key, words)
        self._redraw()

    def on_locked(self, is_on: bool) -> None:
        self.s.run(self._choose(is_on))

    async def _choose(self, is_on: bool) -> None:
        """Turning it on asks once, with what it means. Turning it off never asks."""
        _ = self._
        if is_on and not await wants_it_readable(self.s):
            self.toggle.set(False)
            return
        await self.model.choose(is_on)
        self.toggle.set(is_on)
        self.s.say(_("Readable while locked from now on.") if is_on else _("Only readable when unlocked."))

    async def on_settle(self, is_mine: bool, _: Any = None) -> None:
        await self.model.settle(is_mine=is_mine)
        self._redraw()
