"""Who can read an entry, as a card of its page: the choice, how much they read, and the ways to change it or end it."""

from __future__ import annotations

from typing import Protocol

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.entry import words
from mobile.screens.entry.model import EntryDraft
from mobile.screens.frame import Surroundings
from mobile.screens.writing.who_sees import who_sees


class ReaderActs(Protocol):
    """What the card's taps do."""

    def on_who(self, value: str) -> None: ...
    def on_take_back(self) -> None: ...
    def on_show_part(self) -> None: ...
    async def on_let_go(self) -> None: ...


class EntryReaders:
    """Drawn anew only where it says something else."""

    def __init__(self, s: Surroundings, model: EntryDraft, acts: ReaderActs) -> None:
        self._s, self._model, self._acts = s, model, acts
        self._last_drawn: object = None
        self._reader: str | None = None
        self._choosing, self._readers = parts.stack(), parts.stack(spacing=t.S8)
        self._choose_between(s._("My therapist"))
        self.control: ft.Control = parts.card(
            parts.subheading(s._("Who can see this?")), self._choosing, self._readers
        )

    def show(self) -> None:
        """As things stand now."""
        model = self._model
        reader = ""
        if model.reader is not None:
            reader = (
                self._s._("My therapist") if model.is_for_therapist else words.reader_name(self._s, model)
            )
        if reader != self._reader:
            self._choose_between(reader)
            parts.redraw(self._choosing)
        self._choice.choose("therapist" if model.share is not None and reader else "only_me")
        shown = (words.readers_text(self._s, model), model.share is not None, model.slept_on)
        if shown != self._last_drawn:
            self._last_drawn = shown
            drawn = self._rows()
            reconcile.put_rows(self._readers.controls, drawn)  # a tap on its way finds what stands
            parts.redraw(self._readers)

    def _choose_between(self, reader: str) -> None:
        self._reader = reader
        self._choice = who_sees(self._s, reader, self._acts.on_who)
        self._choosing.controls[:] = [self._choice]

    def _rows(self) -> list[ft.Control]:
        _, guard, model = self._s._, self._s.guard, self._model
        rows: list[ft.Control] = [parts.small(line) for line in words.readers_text(self._s, model) if line]
        acts: list[ft.Control] = []
        if model.share is not None:
            acts.append(parts.soft_button(_("What they read"), guard(self._acts.on_show_part)))
            acts.append(parts.outline_button(_("Take back"), guard(self._acts.on_take_back), tone="support"))
        elif model.slept_on is not None:
            acts.append(parts.outline_button(_("Do not ask again"), guard(self._acts.on_let_go)))
        return [*rows, parts.button_row(*acts)] if acts else rows
