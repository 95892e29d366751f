"""Filling in a form (picture 11): one question a page on a phone, a whole part on a wide screen, saved as it goes.

There is no Save. Leaving never loses a letter, Support is always one tap away, and nothing is sent before Send.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Literal

import flet as ft

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import Response
from mobile.care.ledger.kept import Ledger
from mobile.care.safety.alerts import Alert
from mobile.care.safety.routing import RoutingTable
from mobile.design import parts
from mobile.screens import chrome
from mobile.screens.first_fetch import first_looks
from mobile.screens.form.acts import FormActs
from mobile.screens.form.asking import AskingPage
from mobile.screens.form.drawing import FormDrawing
from mobile.screens.form.keeping import FormKeeping
from mobile.screens.form.model import FormModel
from mobile.screens.form.resuming import Who
from mobile.screens.frame import Surroundings
from mobile.screens.reads.ledger import rules_alone
from mobile.screens.writing.screen import WritingScreen


class OneForm(WritingScreen):
    """`/form/<id>`: of a form the clinic publishes, or of answers that were begun or sent."""

    follows = (Response, Alert)

    def __init__(self, surroundings: Surroundings, params: Any = None) -> None:
        super().__init__(surroundings, params)
        self._title = self._("Questions")
        self._asking: AskingPage | None = None
        self._drawn: object = None
        self._returned = False
        self._readers = Ledger()
        self._turn = asyncio.Lock()

    def title(self) -> str:
        return self._title

    # --- coming and going ---

    def body(self) -> list[ft.Control]:
        self.model = FormModel(
            self.records,
            Who(
                self.person.patient or self.person.fhir_user,
                self.s.speech,
                self.s.moments,
                keeps_after_closing=self.s.services.keeps_after_closing,
            ),
            self.s.now,
            start=self.s.run,
            on_change=self._follow,
        )
        self.acts = FormActs(self, self.model)
        self.drawing = FormDrawing(self.model, self.acts, self)
        self.place = parts.stack(parts.small(self._("One moment")))
        return [self.place]

    def foot(self) -> ft.Control:
        self.buttons = parts.Buttons()
        return self.buttons

    async def shown(self) -> None:
        with self.watched():
            async with self._turn:
                if self.model.form.state == "loading":
                    await self._load()
                    await self._go_on()
            self._follow()

    def watch(self) -> None:
        super().watch()
        for kind in (FormDefinition, RoutingTable):
            self.keep(self.records.watch(kind, lambda _: self.s.run(self._arrived())))  # waits for its turn
        for kind in (AnswerPhoto, NoPhotosApart):
            self.keep(self.records.watch(kind, lambda _: self._heard(self._on_photo)))

    async def _load(self) -> None:
        self._readers = await rules_alone(self.records, self.s.now())
        await self.model.load(self.params["id"])
        if self.model.form.title:
            self.model.pager.turn(self.is_wide)
            self._title = self.model.form.title
            chrome.rehead_now(self)

    async def _go_on(self) -> None:
        """With the answers that a lock came before. Where the form is refused now they are saved all the same."""
        if self.recalled is None:
            return
        if self.model.form.state != "refused":
            self.go_on()
        elif await self.save():
            self.recalled = None

    @property
    def draft(self) -> FormKeeping | None:
        return None if self.model.form.state in ("loading", "refused") else self.model.keeping

    def recall(self, before: Any) -> None:
        assert isinstance(before, FormKeeping)
        self.model.recall(before)

    def on_commit(self, id: str) -> None:
        self.s.run(self.model.conflicts.stored_changed(id))

    def _on_photo(self) -> None:
        self.s.run(self.model.conflicts.photos_changed())

    def on_status(self, _: object) -> None:
        self.s.run(self.look_again())

    async def look_again(self) -> None:
        """How far the clinic has it; and why a form is not here may be that nothing was fetched yet."""
        await self.model.conflicts.stored_changed("")
        if self.model.form.state == "refused":
            self._follow()

    async def _arrived(self) -> None:
        """A form that was not here may be here now. Many arrive at once: one look at a time, and none once it is there,
        or a later look would put the form as it was before the first answer in the place of that answer."""
        async with self._turn:
            if self.model.form.state == "refused":
                await self._load()
                await self._go_on()
                self._follow()

    def resized(self, is_wide: bool) -> None:
        if self.model.form.state not in ("loading", "refused"):
            self.model.pager.turn(is_wide)
            self._drawn = None
            self._follow()

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return self._asking.late() if self._asking is not None and self.model.form.state == "asking" else ()

    def leaving_loses(self) -> str:
        return self._("Your last answers could not be saved. If you leave this page they are gone.")

    # --- drawing ---

    def _follow(self) -> None:
        """The model changed. A page that stands stays; only what changed on it is drawn."""
        model, step = self.model, self.model.form.step
        if model.form.state == "loading":
            return
        if model.form.state == "asking" and step is not None and step.kind == "ask":
            if self._asking is not None and self._drawn == ("asking", step.key):
                self._asking.show(step)
                self._show_buttons()
                return
            self._asking = AskingPage(model, step, self.acts, self._readers)
            self._draw(("asking", step.key), [self._asking.control])
            return
        key = self._key()
        if key != self._drawn:
            self._asking = None
            self._draw(key, self.drawing.page())

    def _key(self) -> object:
        """What a page without fields depends on: while it is the same, nothing needs to be drawn."""
        model = self.model
        if model.form.state == "review":  # nothing else is told there, and somebody may be signing
            return (
                model.form.state, model.form.at, model.could_not_send, model.form.questions, model.answers.signed_as, model.conflicts.staying
            )  # fmt: skip
        alerts = tuple((one.id, truth) for one, truth in model.conflicts.truths)
        return (
            model.form.state, model.form.at, model.form.why, alerts, model.conflicts.standing, model.could_not_send,
            model.form.questions if model.form.state != "asking" else (), self.drawing.theirs, model.form.is_saved,
            first_looks(self.s) if model.form.state == "refused" else None,
            () if model.form.state == "refused" else model.conflicts.staying,
        )  # fmt: skip

    def _draw(self, key: object, controls: list[ft.Control]) -> None:
        is_other_page = _place_of(key) != _place_of(self._drawn)
        is_first = self._drawn is None
        self._drawn = key
        self.place.controls[:] = controls
        self._returned = self.model.pager.returns_to_review
        self.buttons.show(self.drawing.buttons())
        self.buttons.visible = bool(self.buttons.controls)
        for control in (self.place, self.buttons):
            if self.is_mounted(control):
                control.update()
        if is_other_page:
            self.s.run(self._to_top(is_first=is_first))

    def _show_buttons(self) -> None:
        """An answer may ask for more before the review, or not any more."""
        if self._returned != self.model.pager.returns_to_review:
            self._returned = self.model.pager.returns_to_review
            self.buttons.show(self.drawing.buttons())
            parts.redraw(self.buttons)

    async def _to_top(self, *, is_first: bool) -> None:
        """A new page begins at its beginning, and so does the keyboard; a place that was just opened begins at its title."""
        column = getattr(getattr(self.framed, "content", None), "controls", [None, None])[1]
        if isinstance(column, ft.Column) and self.is_mounted(column):
            with suppress(RuntimeError):  # the page may be gone while it scrolls
                await column.scroll_to(offset=0, duration=0)
        if self._asking is not None and not is_first:
            await self._asking.begin()

    # --- acts that change the page ---

    def on_next(self) -> None:
        self.model.pager.next()

    def on_back(self) -> None:
        self.model.pager.back()

    def on_go_on(self) -> None:
        self.model.pager.after_help()

    async def on_keep(self, which: Literal["ours", "theirs"]) -> None:
        self.drawing.theirs = None
        await self.model.conflicts.settle(which)

    async def on_look(self) -> None:
        self.drawing.theirs = await self.model.conflicts.theirs()
        self._follow()


def _place_of(key: object) -> object:
    return key[:2] if isinstance(key, tuple) else None
