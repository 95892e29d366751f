"""Before a first session (picture 12): the next thing to do, and every other step with whose turn it is and since when.

A step is never called passed or failed. Where nothing is the patient's turn, that is said, and whom to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.readiness import Step
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.following import FollowingScreen
from mobile.screens.readiness.model import KINDS, Board, board, is_sent, sent_route, short
from mobile.screens.readiness.sentences import (
    done_said,
    held_said,
    minutes_said,
    others_said,
    progress_said,
    row_said,
    step_title,
    turn_said,
)
from mobile.screens.told import begun


class Readiness(FollowingScreen):
    """`/forms`."""

    follows = KINDS

    def title(self) -> str:
        return self._("Getting ready")

    async def load(self) -> None:
        self.board: Board = await board(self.records, self.s.now(), self.s.zone)

    def drawn(self) -> list[ft.Control]:
        if not self.board.steps:
            return [self._nothing()]
        turns, first = self.board.turns, self.board.next
        yours = [step for step in turns.yours if step is not first]
        return [
            *self._offline(),
            self._head(),
            self._next(first) if first is not None else self._no_turn(),
            *self._group(self._("Also yours"), yours),
            *self._group(self._("With the clinic"), [one for one in turns.clinic if not is_sent(one)]),
            *self._group(self._("With others"), turns.third_party),
            *self._group(
                self._("Sent, the clinic will review"), [one for one in turns.clinic if is_sent(one)]
            ),
            *self._group(self._("Only if it is needed"), turns.on_hold),
            *self._group(self._("Done"), turns.done),
            parts.small(
                self._("Your clinic decides when a session can be booked. This page only shows the steps.")
            ),
        ]

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
        phase = status.now.phase if status is not None else "idle"
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
        _ = self._
        name = _("Before your first session") if self.board.is_first else _("Steps with your clinic")
        words = parts.stack(parts.heading(name), parts.small(others_said(self.s, self.board)), spacing=2)
        words.expand = True
        ring = parts.progress_ring(self.board.done, self.board.total, done_said(self.s, self.board))
        return ft.Row([words, ring], spacing=t.S12, vertical_alignment=ft.CrossAxisAlignment.CENTER)

    def _next(self, step: Step) -> ft.Control:
        """The one thing to do now, with why and how long."""
        _, language = self._, self.s.language
        why = step.why.said(language) or step.said.next.said(language)
        detail = " · ".join(
            part for part in (progress_said(self.s, step), minutes_said(self.s, step)) if part
        )
        rows: list[ft.Control] = [
            parts.subheading(_("Your next step"), level=2, color=t.PREPARE),
            parts.heading(step_title(self.s, step), level=3),
        ]
        if why:
            rows.append(parts.body(why))
        if detail:
            rows.append(parts.small(begun(detail), color=t.INK))
        if step.form is not None:
            word = _("Go on") if step.state == "under_way" and progress_said(self.s, step) else _("Begin")
            rows.append(parts.primary_button(word, self.guard(partial(self.s.go, self.board.way_in(step)))))
        else:
            rows.append(
                parts.primary_button(_("See what to do"), self.guard(partial(self.s.go, step_route(step))))
            )
        return parts.card(*rows, tone="prepare")

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
        why = step.why.said(self.s.language) if step.is_yours else ""
        said = "\n".join(part for part in (row_said(self.s, step), why) if part)
        return parts.todo_row(
            step_title(self.s, step),
            detail=held_said(self.s, held, self.board.waiting.get(step.form or "")) if held else said,
            is_done=step.state == "done" or is_sent(step),
            is_waiting=not step.is_yours and step.state != "done" and not is_sent(step),
            state_label=turn_said(self.s, step),
            on_click=None if held else self.guard(partial(self.s.go, self._way(step))),
        )

    def _way(self, step: Step) -> str:
        if step.form is not None and step.is_yours:
            return self.board.way_in(step)
        return sent_route(step) or step_route(step)


def step_route(step: Step) -> str:
    return f"/forms/{short(step)}"
