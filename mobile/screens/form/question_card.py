"""One question on a page: its words, why it is asked, its field, what is not right with it, and what is asked below it.

Made once and then changed only where something changed, because somebody may be writing in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form.fields.made import field_for
from mobile.screens.form.fields.port import Acts, LateField
from mobile.screens.form.prefill_offers import is_untouched
from mobile.screens.form.question import Question
from mobile.screens.form.question_extras import answered_before, beside

BY_CHOICE = ("yes_no", "one", "many", "pick", "scale")
"""Kinds whose answer is chosen: Enter is the page's there. A field of one line says Enter itself."""
Flaws = Callable[[str], str]
"""The words about one question that may be said now; "" for none."""


class QuestionCard:
    """`level` 1: the question of the page, large; 2: in a card of its own; deeper: in the card of what it belongs to."""

    def __init__(self, question: Question, acts: Acts, flaws: Flaws, *, level: int = 1) -> None:
        self._acts, self._flaws, self._level = acts, flaws, level
        self.beginning: parts.Beginning | None = None  # where the keyboard begins with it
        self.question = question
        self.field = field_for(question, acts)
        self._flaw = parts.small("", color=t.DANGER)
        self._spoken_flaw = parts.spoken(self._flaw)
        self._spoken_flaw.visible = False
        self._foot = parts.stack(spacing=0)
        self._foot_drawn: object = None
        self._below: dict[str, QuestionCard] = {}
        self._could_add = False
        self._inside = parts.stack(spacing=t.CARD_GAP)
        self._inside.visible = False
        rows = self._head()
        self._earlier = self._offered()
        if self._earlier is not None:
            rows.append(self._earlier)
        if self.field is not None:
            control = self.field.control
            chosen = question.kind in BY_CHOICE
            rows.append(parts.entering(control, acts.guard(self._on_enter)) if chosen else control)
        rows += [self._spoken_flaw, self._foot, self._inside]
        body = parts.stack(*rows, spacing=t.S12)
        self.control: ft.Control = parts.card(body) if level == 2 else body
        self.show(question)

    # --- the words ---

    def _head(self) -> list[ft.Control]:
        question, _ = self.question, self._acts.s._
        if question.kind == "read":
            return [parts.rich_text(question.rich.runs, color=t.MUTED)]
        rows: list[ft.Control] = []
        words = " ".join(part for part in (question.prefix, question.text) if part)
        if words:
            named = parts.title(words, level=2) if self._level == 1 else parts.subheading(words)
            named = self.beginning = parts.Beginning(named, self._acts.guard(self._on_enter))
            if question.help:
                mark = parts.icon_button(
                    ft.Icons.HELP_OUTLINE_ROUNDED,
                    _("Help with: {question}").format(question=question.text),
                    self._acts.guard(self._on_help),
                )
                size = t.SIZE_TITLE if self._level == 1 else t.SIZE_BODY
                head = parts.Beside(named, mark, size=size)
                head.vertical_alignment = ft.CrossAxisAlignment.START
                rows.append(head)
            else:
                rows.append(named)
        if any(run.is_bold or run.is_italic or run.kind != "paragraph" for run in question.rich.runs):
            rows.append(parts.rich_text(question.rich.runs))
        if question.why:
            rows.append(parts.small(question.why))
        self._help = parts.stack()
        self._help.visible = False
        rows.append(self._help)
        return rows

    def _on_enter(self) -> None:
        """Enter on the question itself goes on; among answers to choose from, once one is chosen."""
        question = self.question
        if question.kind not in BY_CHOICE or question.chosen or question.withheld:
            self._acts.entered()

    def _on_help(self) -> None:
        """Opens and closes the help beside the question, where it pushes the answers down and covers nothing."""
        self._help.visible = not self._help.visible
        self._help.controls[:] = [
            parts.spoken(
                ft.Container(
                    parts.rich_text(self.question.help.runs, size=t.SIZE_SMALL),
                    bgcolor=t.SUNKEN,
                    border_radius=t.S16,
                    padding=ft.Padding(t.S16, t.S12, t.S16, t.S12),
                )
            )
        ]
        parts.redraw(self.control)

    def _offered(self) -> ft.Control | None:
        """What was answered before, above the choices. It stays while the page stands: nothing jumps under a finger."""
        offer = self._acts.offer(self.question.id)
        if offer is None or not is_untouched(self.question):
            return None
        return answered_before(self.question, offer, self._acts, is_small=self._level > 1)

    # --- following the model ---

    def show(self, question: Question) -> None:
        """Brings everything up to what was answered. A field somebody types in is left alone."""
        self.question = question
        if self.field is not None:
            self.field.show(question)
        if self._earlier is not None and self._acts.offer(question.id) is None:
            self._earlier.visible = False
            parts.redraw(self.control)
        self._show_flaw()
        self._show_foot()
        self._show_below()

    def _show_flaw(self) -> None:
        words = self._flaws(self.question.id)
        if self.field is not None and self.field.say_flaw(words):
            return
        if words != (self._flaw.value or ""):
            self._flaw.value, self._spoken_flaw.visible = words, bool(words)
            parts.redraw(self.control)

    def _show_foot(self) -> None:
        question = self.question
        shown = (question.withheld, question.is_answered, question.can_remove)
        if shown == self._foot_drawn:
            return
        self._foot_drawn = shown
        self._foot.controls[:] = beside(self.question, self._acts, is_small=self._level > 1)
        self._foot.visible = bool(self._foot.controls)
        parts.redraw(self.control)

    def _show_below(self) -> None:
        question = self.question
        wanted = [one.id for one in question.inside]
        has_changed = wanted != list(self._below) or question.can_add != self._could_add
        self._could_add = question.can_add
        before = self._below
        self._below = {}
        for one in question.inside:
            card = before.get(one.id)
            one = replace(one, is_compact=is_short(one))
            if card is None or not is_drawn_alike(card.question, one):
                has_changed = True
                card = QuestionCard(one, self._acts, self._flaws, level=self._level + 1)
            else:
                card.show(one)
            self._below[one.id] = card
        if has_changed or (question.kind == "rows" and not self._inside.controls):
            self._inside.controls[:] = self._drawn_below()
            self._inside.visible = bool(self._inside.controls)
            parts.redraw(self.control)

    def _drawn_below(self) -> list[ft.Control]:
        if self.question.kind != "rows":
            return [card.control for card in self._below.values()]
        _, rows = self._acts.s._, list[ft.Control]()
        for number, (id, card) in enumerate(self._below.items(), 1):
            rows.append(card.control)
            if card.question.can_remove:
                rows.append(
                    parts.text_button(
                        _("Remove"),
                        self._acts.guard(partial(self._acts.remove_row, id)),
                        tone="quiet",
                        label=_("Remove number {n}").format(n=number),
                    )
                )
        if self.question.can_add:
            words = _("Add another: {what}") if self._below else _("Add: {what}")
            rows.append(
                parts.outline_button(
                    words.format(what=self.question.text),
                    self._acts.guard(partial(self._acts.answers.add_row, self.question.id)),
                    icon=ft.Icons.ADD_ROUNDED,
                )
            )
        return rows

    # --- what is still on its way ---

    def late(self) -> Sequence[LateField]:
        own = list(self.field.late()) if self.field is not None else []
        return own + [late for card in self._below.values() for late in card.late()]


def is_short(question: Question) -> bool:
    """Whether the answers of a question inside another fit side by side: yes and no, or what the form wants so."""
    return question.kind == "yes_no" or (
        question.is_across and question.kind == "one" and len(question.options) <= 3
    )


def is_drawn_alike(drawn: Question, now: Question) -> bool:
    """Whether the card that stands can show this question: its words and what it offers are the same."""
    return (drawn.kind, drawn.text, drawn.options) == (now.kind, now.text, now.options)
