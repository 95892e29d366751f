"""What of an entry is shown: all of it, the sentences that are marked, or its title and steps; and what may go along."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.journal.chosen import Scope
from mobile.care.journal.shared_voice import MOST_S
from mobile.care.sentences import sentences
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.entry import voice_words, words
from mobile.screens.entry.model import EntryDraft
from mobile.screens.entry.share_pictures import PicturesToShare
from mobile.screens.frame import Surroundings
from mobile.screens.pages import Pages
from mobile.screens.voice_length import length_text

SENTENCES_SHOWN = 20


class Choosing:
    """Draws the choice, and keeps what is tapped: a tap on its way finds it. `again` redraws the place after each."""

    def __init__(
        self, s: Surroundings, model: EntryDraft, pictures: PicturesToShare, again: parts.Handler
    ) -> None:
        self._s, self._model, self._pictures, self._again = s, model, pictures, again
        self._pages = Pages(s, again, SENTENCES_SHOWN)
        self._last_drawn: object = None
        self._ways: parts.OneOf | None = None
        self._ticks: dict[tuple[int, str], parts.TickRow] = {}
        _, guard = s._, s.guard
        self._steps = parts.toggle_row(_("With mood and connection"), on_change=guard(self._on_steps))
        self._tags = parts.toggle_row(_("With its tags"), on_change=guard(self._on_tags))
        self._voice = parts.toggle_row(_("With what you spoke"), on_change=guard(self._on_voice))
        self._star = parts.toggle_row(_("With its star"), on_change=guard(self._on_star))
        self._start = parts.toggle_row(
            _("Start with this one when you meet"),
            detail=_("They see it first. Of what you share with them, one can be this."),
            on_change=guard(self._on_start),
        )

    def drawn(self) -> list[ft.Control]:
        """The three ways, the sentences to mark, and what goes along."""
        return [self._three(), *self._sentences(), *self._along()]

    def _three(self) -> ft.Control:
        _, model = self._s._, self._model
        chosen, count = model.noun.chosen, model.stays
        every = self._s.ngettext("{n} sentence", "{n} sentences", count.of).format(n=count.of)
        part = words.part_text(self._s, chosen, count) if chosen.scope == "part" else ""
        if self._ways is not None and self._last_drawn == (every, part):
            self._ways.choose(chosen.scope)
            return self._ways
        self._last_drawn = every, part
        choices = [
            parts.Choice("whole", _("All of it"), detail=every if count.of else ""),
            parts.Choice("part", _("A part"), detail=part or _("the sentences you mark")),
            parts.Choice("title", _("Title and steps"), detail=_("no sentences")),
        ]
        on_scope = self._s.guard(self._on_scope)
        self._ways = parts.choice_list(choices, chosen.scope, on_scope, label=_("How much is shared"))
        return self._ways

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
            rows.append(self._tick(place, one.words, place in marked))
        return [parts.stack(*rows, *self._pages.more("sentences", every), spacing=t.S8)]

    def _tick(self, place: int, words: str, is_on: bool) -> parts.TickRow:
        row = self._ticks.get((place, words))
        if row is None:
            on_mark = self._s.guard(partial(self._on_mark, place))
            row = self._ticks[place, words] = parts.tick_row(words, is_on=is_on, on_change=on_mark)
            row.rtl = is_right_to_left(words)
        row.set(is_on)
        return row

    async def _on_mark(self, place: int, is_on: bool) -> None:
        self._model.mark(place, is_on)
        await self._redraw()

    def _along(self) -> list[ft.Control]:
        entry, rows = self._model.noun, list[ft.Control]()
        self._steps.set(entry.chosen.with_steps)
        self._tags.set(entry.chosen.with_tags)
        self._star.set(entry.chosen.with_star)
        self._start.set(entry.chosen.start_here_at is not None)
        if entry.steps and entry.chosen.scope != "title":
            rows.append(self._steps)
        if entry.tags:
            rows.append(self._tags)
        if entry.is_starred:
            rows.append(self._star)
        rows += [*self._spoken(), *self._pictures.choices()]
        return [parts.card(*rows, self._start)]

    def _spoken(self) -> list[ft.Control]:
        """All of its voice notes or none, with their length; where they are too long for that, so it is said."""
        _, model = self._s._, self._model
        if not model.spoken:
            return []
        line = voice_words.line_text(self._s, model.spoken)
        if model.spoken_s > MOST_S:
            most = length_text(MOST_S)
            text = _("{what}. Longer than {most}: it stays with you, and can be played in person.")
            return [parts.small(text.format(what=line, most=most), color=t.INK)]
        self._voice.set(bool(model.noun.chosen.voice))
        return [parts.stack(self._voice, parts.small(line), spacing=0)]

    async def _on_voice(self, is_on: bool) -> None:
        self._model.send_voice(voice_words.line_text(self._s, self._model.spoken) if is_on else "")
        await self._redraw()

    async def _on_steps(self, is_on: bool) -> None:
        self._model.send_steps(is_on)
        await self._redraw()

    async def _on_star(self, is_on: bool) -> None:
        self._model.send_star(is_on)
        await self._redraw()

    async def _on_start(self, is_on: bool) -> None:
        self._model.start_here(is_on)
        await self._redraw()

    async def _on_tags(self, is_on: bool) -> None:
        self._model.send_tags(is_on)
        await self._redraw()
