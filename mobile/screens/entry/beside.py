"""What is set beside the words of an entry: how somebody feels, a title, tags, a star. Nothing here has to be set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.journal.shown import one_line
from mobile.care.journal.steps import Step
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.entry import words
from mobile.screens.entry.model import EntryDraft
from mobile.screens.frame import Surroundings


class StepsCard:
    """Mood and connection, each cleared again by a word."""

    def __init__(self, s: Surroundings, model: EntryDraft) -> None:
        self._s, self._model = s, model
        self._mood = self._scale(words.MOOD, words.MOODS, model.feel)
        self._connection = self._scale(words.CONNECTION, words.CONNECTIONS, model.connect)
        self._clear = parts.stack()
        self._is_clear: bool | None = None
        self.control = parts.card(self._mood, self._connection, self._clear, spacing=t.S4)

    def _scale(
        self, name: str, labels: Sequence[str], on_step: Callable[[Step | None], None]
    ) -> parts.WordSteps:
        _ = self._s._
        names = [_(label) for label in labels]

        def chosen(value: object) -> None:
            at = _step_of(value, len(names))
            if at is None:
                return
            on_step(Step(at, _(name), names[at - 1]))
            self.show()

        return parts.word_steps(_(name), names, None, self._s.guard(chosen))

    def show(self) -> None:
        """As the entry has it now."""
        entry = self._model.noun
        self._mood.choose(entry.mood.at if entry.mood else None)
        self._connection.choose(entry.connection.at if entry.connection else None)
        if self._is_clear != (not entry.steps):
            self._is_clear = not entry.steps
            self._clear.controls[:] = [] if self._is_clear else [self._way_to_clear()]
            parts.redraw(self._clear)

    def _way_to_clear(self) -> ft.Control:
        label = self._s._("Clear mood and connection")
        clear = parts.text_button(self._s._("Clear"), self._s.guard(self._on_clear), label=label)
        return ft.Row([clear], alignment=ft.MainAxisAlignment.END)

    def _on_clear(self) -> None:
        self._model.feel(None)
        self._model.connect(None)
        self.show()


class SetBesideCard:
    """Title, tags, star, and whether it is met again."""

    def __init__(self, s: Surroundings, model: EntryDraft) -> None:
        self._s, self._model = s, model
        _, guard = s._, s.guard
        self.title = parts.text_field(
            _("Title"),
            on_change=guard(self._on_title),
            helper=_("Without one, the first words stand in its place."),
        )
        self._tags = parts.stack(spacing=0)
        self._tags_drawn: object = None
        self.tag = parts.text_field(
            _("Add a tag"), on_submit=guard(self._on_tag), on_blur=guard(self._on_tag)
        )
        self._star = parts.toggle_row(_("Star"), on_change=guard(model.star))
        self._left_out = parts.toggle_row(
            _("Leave this out when I look back"), on_change=guard(model.leave_out)
        )
        self.control = parts.card(self.title, self._tags, self.tag, self._star, self._left_out, spacing=t.S12)

    def show(self) -> None:
        """As the entry has it now; a title that is being written stays."""
        entry = self._model.noun
        if one_line(self.title.value or "") != entry.title:  # a space at its end is still being written
            parts.show_words(self.title, entry.title)
        self._star.set(entry.is_starred)
        self._left_out.set(entry.is_left_out)
        if entry.tags != self._tags_drawn:
            self._tags_drawn = entry.tags
            self._tags.controls[:] = [parts.chip_row(*map(self._chip, entry.tags))] if entry.tags else []
            self._tags.visible = bool(entry.tags)
            parts.redraw(self._tags)

    def _chip(self, tag: str) -> ft.Control:
        label = self._s._("Take off the tag {tag}").format(tag=tag)
        return parts.removable_chip(tag, label, self._s.guard(partial(self._on_untag, tag)))

    def _on_title(self, e: Any) -> None:
        self._model.name(e.control.value or "")
        ft.context.disable_auto_update()

    def _on_tag(self, _: Any = None) -> None:
        if self.tag.value:
            self._model.tag(self.tag.value)
            self.tag.value = self.tag.data = ""
            parts.redraw(self.tag)
        self.show()

    def _on_untag(self, tag: str, _: Any = None) -> None:
        self._model.untag(tag)
        self.show()


def _step_of(value: object, of: int) -> int | None:
    """Which step a page named; None where there is none of that name."""
    return next((at for at in range(1, of + 1) if value == str(at)), None)
