"""The card "Who can see this?": the choice, what it means, exactly what the other person reads, and the way back.

Drawn anew only where it says something else: somebody may be writing beside it, and nothing may move under a finger.
"""

from __future__ import annotations

from typing import Any, Protocol

import flet as ft

from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_words import role_text
from mobile.screens.frame import Surroundings
from mobile.screens.panels.held_rows import held_rows
from mobile.screens.panels.reader_choice import reader_choice
from mobile.screens.writing import sentences
from mobile.screens.writing.shareable_draft import ShareableDraft
from mobile.screens.writing.who_sees import who_sees


class ShareActs(Protocol):
    """What the card's taps do."""

    def on_who(self, value: str) -> None: ...
    def on_take_back(self) -> None: ...
    async def on_share_now(self) -> None: ...


class ReadersCard(Protocol):
    """Who can read own words, as a card of their page."""

    control: ft.Control

    def show(self) -> None:
        """As things stand now. What is the same stays as it is."""
        ...


class ShareCard:
    """`acts`: the place it stands in."""

    def __init__(self, s: Surroundings, model: ShareableDraft[Any], acts: ShareActs) -> None:
        self._s, self._model, self._acts = s, model, acts
        self._seen_drawn: object = None
        self._is_choosing_reader = False
        self._choosing = parts.stack()
        self._seen = parts.stack(spacing=t.S8)
        self._preview = parts.own_words("", size=t.SIZE_BODY)
        self._choose_between(s._("My therapist"))
        self.control = parts.card(parts.subheading(s._("Who can see this?")), self._choosing, self._seen)

    def show(self) -> None:
        """As things stand now."""
        self._show_choice()
        self._show_seen()
        self._show_preview()

    def _choose_between(self, reader: str) -> None:
        """Drawn anew only for another reader."""
        self._reader = reader
        self._choice = who_sees(self._s, reader, self._acts.on_who)
        self._choosing.controls[:] = [self._choice]

    def _show_choice(self) -> None:
        model = self._model
        reader = ""
        if model.reader is not None:
            is_therapist = model.is_for_therapist
            reader = self._s._("My therapist") if is_therapist else sentences.reader_name(self._s, model)
        if reader != self._reader:
            self._choose_between(reader)
            parts.redraw(self._choosing)
        wish = "therapist" if model.share is not None else model.noun.wish
        wish = wish if reader else "only_me"
        if self._choice.value != wish:
            self._choice.choose(wish)

    def _show_seen(self) -> None:
        shown = sentences.seen(self._s, self._model)
        others = self._others()
        looks = shown, others, self._is_choosing_reader and bool(others)
        if looks != self._seen_drawn:
            self._seen_drawn = looks
            self._seen.controls[:] = [*self._readers(), *self._seen_rows(shown)]
            parts.redraw(self._seen)

    def _others(self) -> tuple[object, ...]:
        """Whom it could be shared with instead, and with whom it would be; nothing while that is not to be chosen."""
        model, reader = self._model, self._model.reader
        people = model.team.people
        if model.share is not None or model.noun.wish != "therapist" or reader is None or len(people) < 2:
            return ()
        return (reader, *people) if any(one in model.team.guests for one in people) else ()

    def _readers(self) -> list[ft.Control]:
        """Where somebody was invited from outside: with whom of all."""
        reader = self._model.reader
        if reader is None or not self._others():
            return []
        if self._is_choosing_reader:
            return [reader_choice(self._s, self._model.team, reader.reference, self._on_reader)]
        role = role_text(self._s._, self._model.team.role_of(reader.reference))
        who = parts.small(" · ".join(part for part in (reader.name or "", role) if part))
        label = self._s._("Change who reads it")
        change = parts.text_button(self._s._("Change"), self._s.guard(self._on_change_reader), label=label)
        return [parts.Beside(who, change)]

    async def _on_change_reader(self) -> None:
        self._is_choosing_reader = True
        self.show()

    async def _on_reader(self, reference: str) -> None:
        self._is_choosing_reader = False
        self._model.ask(reference)
        self.show()

    def _seen_rows(self, shown: sentences.Seen) -> list[ft.Control]:
        """What it means, what exactly they read, when they did, and the way back."""
        _, guard = self._s._, self._s.guard
        rows: list[ft.Control] = [*held_rows(self._s, shown.held, shown.opens_at), parts.small(shown.means)]
        if shown.preview_title:
            rows += [parts.gap(t.S4), parts.small(shown.preview_title, is_strong=True), self._preview]
        if shown.receipt:
            rows.append(parts.small(shown.receipt))
        acts: list[ft.Control] = []
        if "share" in shown.acts:
            acts.append(parts.soft_button(_("Share now"), guard(self._acts.on_share_now)))
        if "take_back" in shown.acts:
            acts.append(parts.outline_button(_("Take back"), guard(self._acts.on_take_back), tone="support"))
        return [*rows, parts.button_row(*acts)] if acts else rows

    def _show_preview(self) -> None:
        words = sentences.preview(self._s, self._model)
        if words != self._preview.value:
            self._preview.value = words
            self._preview.rtl = is_right_to_left(words)
            parts.redraw(self._preview)
