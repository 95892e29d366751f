"""`/first-minutes/<id>` (picture 18): dark, few words, large targets. Nothing has to be typed, and each can be skipped.

What was tapped is kept at once, and can be tapped again until the page is done with. Where nothing was caught, that is said to
be fine in the clinic's words.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.layers import Question
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.chrome import hide_button
from mobile.screens.first_fetch import first_fetch
from mobile.screens.first_minutes.model import CatchDraft
from mobile.screens.reads.layers import KINDS
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.screen import SUPPORT, WritingScreen

_ABOVE = ft.Padding(0, 22, 0, 0)


class FirstMinutes(WritingScreen):
    """One question after the other."""

    follows = (JournalEntry, *KINDS)
    chrome = "bare"
    is_night = True

    def title(self) -> str:
        return self._("The first minutes")

    def body(self) -> list[ft.Control]:
        self.model = CatchDraft(
            self.records,
            self.s.zone,
            self.s.now,
            self.s.language,
            start=self.s.run,
            on_change=self._on_change,
        )
        self._is_loaded = False
        self._looked: object = None
        self._dots = ft.Container(expand=True)
        self._place = parts.stack(spacing=0)
        support = parts.support_pill(self._("Support"), self.guard(partial(self.s.go, SUPPORT)))
        head = ft.Row(
            [self._dots, *hide_button(self), support], vertical_alignment=ft.CrossAxisAlignment.CENTER
        )
        return [ft.Container(head, padding=ft.Padding(0, t.S12, 0, 0)), self._place]

    def foot(self) -> ft.Control:
        self._foot = parts.stack(spacing=t.S8)
        return self._foot

    # --- drawing ---

    def _on_change(self) -> None:
        if self._is_loaded and self.model.looks != self._looked:
            self._draw()

    def _draw(self) -> None:
        self._looked = self.model.looks
        self._dots.content = self._how_far()
        parts.redraw(self._dots)
        _put(self._place, self._trouble() + (self._end() if self._is_at_end else self._asking()))
        _put(self._foot, self._ways())

    @property
    def _is_at_end(self) -> bool:
        return self.model.asked is None or self.model.current is None

    def _how_far(self) -> ft.Control | None:
        questions = self.model.questions
        if not questions:
            return None
        at = next((n for n, one in enumerate(questions, 1) if one == self.model.current), len(questions))
        label = self._("{n} of {total}").format(n=at, total=len(questions))
        return parts.step_dots(at, len(questions), label)

    def _trouble(self) -> list[ft.Control]:
        """Said at once and loudly: what could not be saved is still here."""
        trouble = self.model.trouble
        if trouble is None or trouble == "locked":
            return []
        again = parts.text_button(self._("Try again"), self.guard(self.model.flush))
        text = self.s.wording.words_not_saved(is_full=trouble == "full")
        return [parts.notice(text, tone="danger", action=again, is_live=True)]

    def _asking(self) -> list[ft.Control]:
        """What is behind, the question, and the name of the next."""
        current, rows = self.model.current, list[ft.Control]()
        is_past = False
        for question in self.model.questions:
            if question == current:
                is_past = True
                rows += self._question(question)
            elif not is_past:
                rows.append(self._behind(question))
            else:
                name = question.name.in_language(self.s.language)
                rows.append(ft.Container(parts.large_heading(name, is_next=True), padding=_ABOVE))
                break
        return rows

    def _question(self, question: Question) -> list[ft.Control]:
        tiles = [
            parts.tile(
                one.name.in_language(self.s.language),
                self.guard(partial(self.on_answer, question, one.key)),
                swatch=one.key,
                is_wide=self.is_wide,
            )
            for one in question.answers
        ]
        none = parts.big_button(self._("None"), self.guard(partial(self.on_none, question)))
        name = question.name.in_language(self.s.language)
        return [
            ft.Container(parts.spoken(parts.large_heading(name)), padding=_ABOVE),
            ft.Container(parts.tile_grid(*tiles), padding=ft.Padding(0, t.S16, 0, t.S12)),
            none,
        ]

    def _behind(self, question: Question) -> ft.Control:
        caught = self.model.caught(question)
        word = caught.label if caught is not None else self._("None")
        name = question.name.in_language(self.s.language)
        if self.model.noun.is_settled:
            return parts.chosen_word(word, f"{name}: {word}", None)
        label = self._("{name}: {word}. Choose again").format(name=name, word=word)
        return parts.chosen_word(word, label, self.guard(partial(self.on_again, question)))

    def _end(self) -> list[ft.Control]:
        """What was caught, or that nothing is fine too."""
        model, rows = self.model, list[ft.Control]()
        if model.asked is None:
            nothing_asked = ft.Container(parts.large_heading(self._("Nothing is asked now")), padding=_ABOVE)
            return first_fetch(self.s) or [nothing_asked]
        nothing = model.asked.layer.nothing
        if model.noun.is_raw:
            rows += [self._behind(one) for one in model.questions]
        elif nothing is not None:
            words = nothing.words.in_language(self.s.language)
            rows.append(ft.Container(parts.own_words(words, size=t.SIZE_TITLE), padding=_ABOVE))
        if model.noun.is_raw and model.is_saved:
            kept = parts.saved_line(self.s.wording.unshared(), self.s.wording.kept_drawing)
            rows.append(ft.Container(kept, padding=_ABOVE))
        return rows

    def _ways(self) -> list[ft.Control]:
        if self.model.asked is None:
            return [parts.big_button(self._("Back"), self.guard(self.s.back))]
        if self._is_at_end:
            ways: list[ft.Control] = [
                parts.big_button(self._("Done"), self.guard(self.on_done), is_first=True)
            ]
            if not self.model.noun.is_raw:
                ways.append(parts.quiet_way(self._("Choose again"), self.guard(self.on_begin_again)))
            return ways
        return [parts.quiet_way(self._("Later"), self.guard(self.s.back))]

    # --- coming and going ---

    async def shown(self) -> None:
        with self.watched():
            if not self._is_loaded or self.model.is_saved:
                await self.model.load(self.params["id"])
            self._is_loaded = True
            self.go_on()
            self._draw()

    @property
    def draft(self) -> CatchDraft | None:
        return self.model if self._is_loaded else None

    def recall(self, before: Any) -> None:
        assert isinstance(before, KeptDraft)
        self.model.recall(before)

    def on_commit(self, id: str) -> None:
        if id == self.model.noun.id:
            self.s.run(self.model.stored_changed(id))
        else:
            self.look_soon()

    async def look_again(self) -> None:
        """What is asked stays what it was while somebody is tapping; what was not here may have come."""
        if self.model.asked is None:
            await self.model.load(self.params["id"])
            self._draw()

    # --- acts ---

    def on_answer(self, question: Question, key: str, _: Any = None) -> None:
        self.model.choose(question, key)

    def on_none(self, question: Question, _: Any = None) -> None:
        self.model.choose_none(question)

    def on_again(self, question: Question, _: Any = None) -> None:
        self.model.again(question)

    def on_begin_again(self) -> None:
        for question in self.model.questions:
            self.model.again(question)

    async def on_done(self) -> None:
        if await self.model.done():
            self.s.back()


def _put(place: ft.Column, drawn: list[ft.Control]) -> None:
    """What is the same is left standing: a tap on its way finds it."""
    reconcile.put_rows(place.controls, drawn)
    parts.redraw(place)
