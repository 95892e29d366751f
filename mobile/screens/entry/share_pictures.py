"""Where an entry is shared: each of its pictures, to be taken along or left out, and exactly what is seen of those that go along."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.journal.picture import EntryPicture
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.pictures import can_be_shown
from mobile.records.ports import Keeping
from mobile.screens.entry import picture_words
from mobile.screens.entry.model import EntryDraft
from mobile.screens.frame import Surroundings
from mobile.screens.panels.pictures import Pictures, SeenPicture
from mobile.screens.reads.pictures import pictures_of
from mobile.screens.reads.shared_pictures import fits_a_record

SMALL = 56


class PicturesToShare:
    """One a place. `again` redraws it after a choice. What was read once is kept while the place is open: a picture never changes."""

    def __init__(self, s: Surroundings, model: EntryDraft, records: Keeping, again: parts.Handler) -> None:
        self._s, self._model, self._records, self._again = s, model, records, again
        self._kept: dict[str, EntryPicture] = {}
        self._rows: dict[tuple[str, str, str], tuple[parts.ToggleRow, ft.Control]] = {}
        self._panel = Pictures(s)

    async def load(self) -> None:
        """Reads those of the entry. What cannot be seen in the preview does not go along."""
        noun, known, word = self._model.noun, self._kept, self._s._("Picture")
        for one in await pictures_of(self._records, [id for id in noun.pictures if id not in known]):
            if fits_a_record(one) and can_be_shown(one.data):
                known[one.id] = one
        for id in noun.pictures_along:
            if id not in known or noun.chosen.picture_word != word:
                self._model.send_picture(id, word, id in known)

    def choices(self) -> list[ft.Control]:
        """A row for each."""
        noun, rows = self._model.noun, list[ft.Control]()
        for number, id in enumerate(noun.pictures, 1):
            name = picture_words.name_text(self._s, number, len(noun.pictures))
            if id not in self._kept:
                text = self._s._("{what} stays with you: it cannot be shown here.")
                rows.append(parts.small(text.format(what=name), color=t.INK))
                continue
            toggle, row = self._row(id, name, noun.shows(id))
            toggle.set(id in noun.pictures_along)
            rows.append(row)
        return rows

    def _row(self, id: str, name: str, shows: str) -> tuple[parts.ToggleRow, ft.Control]:
        """Made once: a tap on its way finds it."""
        key = id, name, shows
        if key not in self._rows:
            text = self._s._("With {what}").format(what=name)
            on_change = self._s.guard(partial(self._on_choice, id))
            toggle = parts.toggle_row(text, detail=shows, on_change=on_change)
            small = parts.photo(self._kept[id].small, name, height=SMALL)
            row = ft.Row(
                [small, ft.Container(toggle, expand=True)],
                spacing=t.S12,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            )
            self._rows[key] = toggle, row
        return self._rows[key]

    async def _on_choice(self, id: str, is_on: bool) -> None:
        self._model.send_picture(id, self._s._("Picture"), is_on)
        result = self._again()
        if result is not None:
            await result

    def seen(self) -> list[ft.Control]:
        """Those that go along, as their reader sees them."""
        noun = self._model.noun
        return self._panel.drawn(
            [
                SeenPicture(id, noun.picture_line(id), self._kept[id].data if id in self._kept else None)
                for id in noun.pictures_along
            ]
        )
