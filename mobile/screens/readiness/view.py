"""Before a first session (picture 12): the next thing to do, and every other step with whose turn it is and since when.

A step is never called passed or failed. Where nothing is the patient's turn, that is said, and whom to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.forms.left import may_skip_any
from mobile.care.readiness import Step
from mobile.design import parts
from mobile.design import tokens as t
from mobile.i18n import ended
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.readiness import (
    done_text,
    held_text,
    is_begun,
    left_for_you,
    minutes_of,
    minutes_text,
    progress_text,
    row_text,
    step_title,
    turn_text,
    unsent_title,
)
from mobile.screens.reads.readiness import KINDS, Board, board, is_sent
from mobile.screens.status_text import begun


class Readiness(LiveScreen):
    """`/forms`."""

    follows = KINDS
    _is_open = False

    def title(self) -> str:
        return self._("Getting ready")

    async def load(self) -> None:
        self.board: Board = await board(self.records, self.s.now(), self.s.zone)

    def drawn(self) -> list[ft.Control]:
        if not self.board.steps:
            has_nothing = self.has_all and not self.board.unsent
            return [*self._unsent(), *([self._nothing()] if has_nothing else [])]
        turns, first = self.board.turns, self.board.next
        sent = [one for one in turns.clinic if is_sent(one)]
        others = [*(one for one in turns.clinic if not is_sent(one)), *turns.third_party]
        return [
            *self._offline(),
            self._head(),
            *([self._next(first)] if first is not None else [self._no_turn()] if self.has_all else []),
            *self._unsent(),
            *self._more([step for step in turns.yours if step is not first]),
            *self._group(self._("Not yours to do"), others),
            *self._group(self._("Sent, the clinic will review"), sent),
            *self._group(self._("Only if it is needed"), turns.on_hold),
            *self._group(self._("Done"), turns.done),
            parts.small(
                self._("Your clinic decides when a session can be booked. This page only shows the steps.")
            ),
        ]

    def _unsent(self) -> list[ft.Control]:
        """Answers that were changed or begun without being asked for here."""
        rows: list[ft.Control] = [
            parts.list_row(
                unsent_title(self.s, one),
                self._("Begun, not sent"),
                self.guard(partial(self.s.go, one.route)),
                has_arrow=True,
            )
            for one in self.board.unsent
        ]
        return (
            [parts.section(self._("Begun, not sent")), parts.card(*rows, padding=0, spacing=0)]
            if rows
            else []
        )

    def _more(self, steps: Sequence[Step]) -> list[ft.Control]:
        """The rest of one's own, as one line that opens: what is next stands above it."""
        if not steps:
            return []
        count = self.s.ngettext("{n} more for you", "{n} more for you", len(steps)).format(n=len(steps))
        minutes = minutes_of(self.s, steps)
        detail = (
            self._("{minutes}, in any order").format(minutes=minutes) if minutes else self._("In any order")
        )
        words = parts.stack(parts.heading(count, level=3), parts.small(detail), spacing=2)
        words.expand = True
        mark = ft.Icons.EXPAND_LESS_ROUNDED if self._is_open else ft.Icons.EXPAND_MORE_ROUNDED
        guidance = self._("Hide them") if self._is_open else self._("Show them")
        line = parts.pressable(
            ft.Row(
                [words, parts.icons.icon(mark, color=t.INK)], vertical_alignment=ft.CrossAxisAlignment.CENTER
            ),
            self.guard(self.on_more),
            label=f"{ended(count)} {ended(detail)} {guidance}",
            padding=ft.Padding(0, t.S4, 0, t.S4),
        )
        rows: list[ft.Control] = [line]
        for step in steps if self._is_open else ():
            rows += [parts.hairline(), self._row(step)]
        return [parts.card(*rows, spacing=0, padding=ft.Padding(t.CARD_PADDING, t.S12, t.S12, t.S12))]

    async def on_more(self) -> None:
        self._is_open = not self._is_open
        await self.redraw()

    def _nothing(self) -> ft.Control:
        _ = self._
        return parts.empty_state(
            _("Nothing to prepare now"),
            _("When your clinic asks you for a form, or is waiting for somebody, it appears here."),
            icon=parts.icons.PLAN,
            action=parts.outline_button(_("Who to call"), self.s.guard(partial(self.s.go, "/care"))),
        )

    def _offline(self) -> list[ft.Control]:
        _, status = self._, self.s.status
        phase = status.now.phase if status is not None and self.has_all else "idle"
        if phase == "offline":
            text = _(
                "The clinic cannot be reached now. This is how things stood last; forms can be filled in meanwhile."
            )
        elif phase == "signed_out":
            text = _("Sign in again to see what changed. Forms can be filled in meanwhile.")
        else:
            return []
        return [parts.notice(text, icon=parts.icons.OFFLINE)]

    def _head(self) -> ft.Control:
        """What is left, and about how long all of it takes."""
        minutes = minutes_of(self.s, self.board.turns.yours)
        guidance: list[ft.Control] = [parts.strong(left_for_you(self.s, self.board))]
        if minutes:
            guidance.append(parts.small(minutes))
        line = ft.Row(
            guidance,
            wrap=True,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        bar = parts.progress_bar(self.board.done, self.board.total, done_text(self.s, self.board))
        return parts.stack(line, bar, spacing=t.S8)

    def _next(self, step: Step) -> ft.Control:
        """The one thing to do now, with why and how long."""
        _, language = self._, self.s.language
        why = step.why.in_language(language) or step.guidance.next.in_language(language)
        rows: list[ft.Control] = [
            parts.subheading(_("Your next step"), level=2, color=t.PREPARE),
            parts.title(step_title(self.s, step), level=3),
        ]
        if why:
            rows.append(parts.body(why))
        detail = self._length(step)
        if detail:
            rows.append(parts.small(detail, color=t.INK))
        if step.form is not None:
            word = _("Go on") if is_begun(step) else _("Begin")
            rows.append(parts.primary_button(word, self.guard(partial(self.s.go, self.board.way_in(step)))))
        else:
            rows.append(
                parts.primary_button(
                    _("See what to do"), self.guard(partial(self.s.go, self.board.leads_to(step)))
                )
            )
        return parts.card(*rows, tone="prepare", spacing=t.S12)

    def _length(self, step: Step) -> str:
        """How many questions, how long, and that none has to be answered where that is so."""
        guidance = begun(
            " · ".join(part for part in (progress_text(self.s, step), minutes_text(self.s, step)) if part)
        )
        form = self.board.definition(step)
        if form is None or not guidance:
            return guidance
        return f"{ended(guidance)} {self._('You can skip any of them.')}" if may_skip_any(form) else guidance

    def _no_turn(self) -> ft.Control:
        _, turns = self._, self.board.turns
        if turns.yours:
            return parts.notice(
                _("There is nothing you can do right now. What is yours is listed below, with why it waits.")
            )
        if not self.board.is_open:
            return parts.notice(
                _("Every step here is done. Your clinic tells you what comes next."), icon=parts.icons.CHECK
            )
        return parts.notice(
            _("Nothing waits for you. Each step below says who has it, and how to ask about it.")
        )

    def _group(self, name: str, steps: Sequence[Step]) -> list[ft.Control]:
        if not steps:
            return []
        rows: list[ft.Control] = []
        for number, step in enumerate(steps):
            rows += [parts.hairline()] if number else []
            rows.append(self._row(step))
        return [
            parts.section(name),
            parts.card(*rows, spacing=0, padding=ft.Padding(t.CARD_PADDING, t.S8, t.S8, t.S8)),
        ]

    def _row(self, step: Step) -> ft.Control:
        held = self.board.held(step) if step.is_yours else None
        why = step.why.in_language(self.s.language) if step.is_yours else ""
        guidance = "\n".join(part for part in (row_text(self.s, step), why) if part)
        return parts.todo_row(
            step_title(self.s, step),
            detail=held_text(self.s, held, self.board.waiting.get(step.form or "")) if held else guidance,
            is_done=step.state == "done" or is_sent(step),
            is_waiting=not step.is_yours and step.state != "done" and not is_sent(step),
            state_label=turn_text(self.s, step),
            on_click=self.guard(partial(self.s.go, self.board.leads_to(step))),
        )
