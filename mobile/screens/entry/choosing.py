"""What of an entry is shown: all of it, the sentences that are marked, or its title and steps; and what may go along."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.journal.chosen import Scope
from mobile.care.journal.sentences import sentences
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.entry import words
from mobile.screens.entry.model import EntryDraft
from mobile.screens.frame import Surroundings
from mobile.screens.pages import Pages

SENTENCES_SHOWN = 20


class Choosing:
    """Draws the choice. `again` redraws the place after each."""

    def __init__(self, s: Surroundings, model: EntryDraft, again: parts.Handler) -> None:
        self._s, self._model, self._again = s, model, again
        self._pages = Pages(s, again, SENTENCES_SHOWN)

    def drawn(self) -> list[ft.Control]:
        """The three ways, the sentences to mark, and what goes along."""
        return [self._ways(), *self._sentences(), *self._along()]

    def _ways(self) -> ft.Control:
        _, model = self._s._, self._model
        chosen, count = model.noun.chosen, model.stays
        every = self._s.ngettext("{n} sentence", "{n} sentences", count.of).format(n=count.of)
        part = words.part_text(self._s, chosen, count) if chosen.scope == "part" else ""
        choices = [
            parts.Choice("whole", _("All of it"), detail=every if count.of else ""),
            parts.Choice("part", _("A part"), detail=part or _("the sentences you mark")),
            parts.Choice("title", _("Title and steps"), detail=_("no sentences")),
        ]
        on_scope = self._s.guard(self._on_scope)
        return parts.choice_list(choices, chosen.scope, on_scope, label=_("How much is shared"))

    async def _on_scope(self, value: str) -> None:
        scopes: dict[str, Scope] = {"whole": "whole", "part": "part", "title": "title"}
        self._model.choose_scope(scopes.get(value, "part"))
        await self._redraw()

    async def _redraw(self) -> None:
        result = self._again()
        if result is not None:
            await result

    def _sentences(self) -> list[ft.Control]:
        """Each with its tick, in the order of the words."""
        entry = self._model.noun
        if entry.chosen.scope != "part":
            return []
        every = sentences(entry.words)
        marked = set(entry.chosen.places(every) or ())
        rows: list[ft.Control] = [parts.section(self._s._("Mark what they may read"))]
        for place, one in enumerate(self._pages.shown("sentences", every)):
            row = parts.tick_row(
                one.words, is_on=place in marked, on_change=self._s.guard(partial(self._on_mark, place))
            )
            row.rtl = is_right_to_left(one.words)
            rows.append(row)
        return [parts.stack(*rows, *self._pages.more("sentences", every), spacing=t.S8)]

    async def _on_mark(self, place: int, is_on: bool) -> None:
        self._model.mark(place, is_on)
        await self._redraw()

    def _along(self) -> list[ft.Control]:
        _, entry = self._s._, self._model.noun
        rows: list[ft.Control] = []
        if entry.steps and entry.chosen.scope != "title":
            rows.append(
                parts.toggle_row(
                    _("With mood and connection"),
                    is_on=entry.chosen.with_steps,
                    on_change=self._s.guard(self._on_steps),
                )
            )
        if entry.tags:
            rows.append(
                parts.toggle_row(
                    _("With its tags"), is_on=entry.chosen.with_tags, on_change=self._s.guard(self._on_tags)
                )
            )
        return [parts.card(*rows)] if rows else []

    async def _on_steps(self, is_on: bool) -> None:
        self._model.send_steps(is_on)
        await self._redraw()

    async def _on_tags(self, is_on: bool) -> None:
        self._model.send_tags(is_on)
        await self._redraw()
