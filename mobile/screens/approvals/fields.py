"""The fields in which an approval is recorded: made once, so that letters on their way to one are never lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.approval import Approval, State
from mobile.care.approval.draft import FIELDS, SAME, Field, Problem
from mobile.care.approval.states import ASKS, GRANTED
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.approvals import words as w
from mobile.screens.approvals.recording import Recording
from mobile.screens.frame import Surroundings

_FIGURES: frozenset[Field] = frozenset({"units", "warn_days", "first", "last"})
_GRANTED: tuple[Field, ...] = ("number", "units", "warn_days")
_WAITS: frozenset[State] = frozenset(
    {"submitted", "pended", "info-requested", "appeal-1", "appeal-2", "external"}
)


class RecordFields:
    """`control` holds those that the chosen state needs."""

    def __init__(self, s: Surroundings, model: Recording, again: Callable[[], Awaitable[None]]) -> None:
        self._s, self._model, self._again = s, model, again
        self._drawn_for: object = None
        self._approval: Approval | None = None
        self.problems: Mapping[str, Problem] = {}
        self.words = parts.writing_field(
            s._("Words the patient reads"), on_change=s.guard(self._on_words), min_lines=2, max_lines=6
        )
        self.lines: dict[Field, ft.TextField] = {
            name: parts.text_field(
                w.field_text(s, name),
                on_change=s.guard(partial(self._on_field, name)),
                helper=w.hint_text(s, name) or None,
                keyboard=ft.KeyboardType.NUMBER if name in _FIGURES else ft.KeyboardType.TEXT,
            )
            for name in FIELDS
        }
        self._trouble = parts.small("", color=t.DANGER)
        self._spoken = parts.spoken(self._trouble)
        self._spoken.visible = False
        self.control = parts.stack(spacing=t.S12)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return [
            (self.words.field, self._late_words),
            *((field, partial(self._late_field, name)) for name, field in self.lines.items()),
        ]

    def show(self, approval: Approval) -> None:
        """The choice, the fields of what is chosen, and what they hold; never over what is being typed."""
        draft, self._approval = self._model.noun, approval
        state = draft.chosen_state(approval)
        looks = (approval.id, approval.step, draft.state, draft.asked, self._s.language)
        if looks != self._drawn_for:
            self._drawn_for = looks
            self.control.controls[:] = self._rows(approval, state)
        if self._model.is_saved:
            if self.words.value != draft.words_for(approval):
                self.words.show(draft.words_for(approval))
            for name, field in self.lines.items():
                text = draft.text_of(name, approval)
                if field.value != text:
                    parts.show_words(field, text)
        self._show_problems()

    def _rows(self, approval: Approval, state: State | None) -> list[ft.Control]:
        _, s, draft = self._s._, self._s, self._model.noun
        choices = [parts.Choice(one, *self._choice(one, approval)) for one in approval.next_states]
        same = parts.Choice(SAME, _("Put right what is recorded"), detail=_("The state stays as it is."))
        rows: list[ft.Control] = [
            parts.choice_list(
                [*choices, same], draft.state or None, s.guard(self._on_state), label=_("What to record")
            )
        ]
        if state is None:
            return [*rows, self._spoken]
        if state in ASKS:
            whom = [parts.Choice("patient", _("From the patient")), parts.Choice("clinic", _("From us"))]
            rows += [
                parts.small(_("From whom"), is_strong=True),
                parts.segmented(whom, draft.asked, s.guard(self._on_asked), label=_("From whom")),
            ]
        rows += [parts.small(_("Words the patient reads"), is_strong=True), self.words]
        names: list[Field] = []
        if state in _WAITS:
            names.append("insurer_date")
        if state in GRANTED:
            names += _GRANTED
            rows.append(_pair(self.lines["begins"], self.lines["ends"]))
        rows += [self.lines[name] for name in names]
        rows.append(_pair(self.lines["first"], self.lines["last"]))
        return [*rows, self._spoken]

    def _choice(self, state: State, approval: Approval) -> tuple[str, None, str]:
        label, detail = w.choice_text(self._s, state, approval.step.state)
        return label, None, detail

    def _show_problems(self) -> None:
        for name, field in self.lines.items():
            problem = self.problems.get(name)
            text = w.problem_text(self._s, problem) if problem is not None else None
            if field.error != text:
                field.error = text
                parts.redraw(field)
        whole: list[Problem] = [self.problems[name] for name in ("", "words") if name in self.problems]
        text = " ".join(w.problem_text(self._s, one) for one in whole)
        if self.problems and not whole:
            text = self._s._("Something above is to be put right first.")
        if (self._trouble.value or "") != text:
            self._trouble.value, self._spoken.visible = text, bool(text)
            parts.redraw(self.control)

    # --- what is typed ---

    def take(self) -> None:
        """What stands in the fields counts, also where its own event is still to be handled."""
        if self.words.value != (self.words.field.data or ""):
            self._model.type(self.words.value)
        for name, field in self.lines.items():
            is_behind = self._approval is not None and field.value != self._model.noun.text_of(
                name, self._approval
            )
            if is_behind:
                self._model.type_into(name, field.value or "")

    def _on_words(self, e: Any) -> None:
        self._model.type(e.control.value or "")
        ft.context.disable_auto_update()

    def _on_field(self, name: Field, e: Any) -> None:
        self._model.type_into(name, e.control.value or "")
        ft.context.disable_auto_update()

    def _late_words(self, words: str) -> None:
        (self._model.type if self._s.door() == "open" else self._model.catch)(words)

    def _late_field(self, name: Field, text: str) -> None:
        take = self._model.type_into if self._s.door() == "open" else self._model.catch_into
        take(name, text)

    async def _on_state(self, value: str | None) -> None:
        if value is not None and self._approval is not None:
            self.problems = {}
            self._model.choose(value, self._approval)
            await self._again()

    async def _on_asked(self, value: str | None) -> None:
        self._model.ask_of("clinic" if value == "clinic" else "patient")
        await self._again()


def _pair(first: ft.Control, second: ft.Control) -> ft.Control:
    """Two short fields side by side, or below one another where there is no room."""
    return ft.ResponsiveRow(
        [ft.Container(first, col={"xs": 12, "sm": 6}), ft.Container(second, col={"xs": 12, "sm": 6})],
        spacing=t.S12,
        run_spacing=t.S12,
    )
