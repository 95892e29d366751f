"""`/forms/<step>`: one step alone: whose turn it is, since when, what is so, what comes next, and how to ask about it.

All of it in the clinic's words. What the clinic does not say is not there; asking is a call, or words to copy.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.readiness import Step
from mobile.design import parts
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.panels.readiness import (
    held_text,
    is_begun,
    minutes_text,
    progress_text,
    since_text,
    step_title,
    turn_text,
)
from mobile.screens.reads.readiness import KINDS, Board, board, is_sent, sent_route
from mobile.screens.status_text import begun


class OneStep(LiveScreen):
    """One step."""

    follows = KINDS
    step: Step | None = None
    _is_copy_refused = False

    def title(self) -> str:
        return step_title(self.s, self.step) if self.step is not None else self._("Getting ready")

    async def load(self) -> None:
        self.board: Board = await board(self.records, self.s.now(), self.s.zone)
        self.step = self.board.step(self.params["step"])

    def drawn(self) -> list[ft.Control]:
        _, step = self._, self.step
        if step is None and not self.has_all:
            return []
        if step is None:
            return [parts.notice(_("This step is not on your list any more."))]
        return [self._facts(step), *self._form(step), *self._nudge(step)]

    def _facts(self, step: Step) -> ft.Control:
        _, language = self._, self.s.language
        rows: list[ft.Control] = [
            parts.chip(
                turn_text(self.s, step), tone="prepare" if step.is_yours else "quiet", icon=self._icon(step)
            )
        ]
        so = step.guidance.so.in_language(language)
        if so:
            rows.append(parts.strong(so))
        guidance = [
            (
                _("Since"),
                begun(since_text(self.s, step)) if is_sent(step) or step.since is None else self._since(step),
            ),
            (_("What happens next"), step.guidance.next.in_language(language)),
            (_("How long it usually takes"), step.guidance.usual_time.in_language(language)),
            (
                _("Answer expected by"),
                self.s.moments.day(step.guidance.answer_by) if step.guidance.answer_by else "",
            ),
        ]
        for name, words in guidance:
            if words:
                rows.append(ft.MergeSemantics(parts.stack(parts.small(name), parts.body(words), spacing=0)))
        return parts.card(*rows, spacing=12)

    def _since(self, step: Step) -> str:
        assert step.since is not None
        day = self.s.moments.full_date(step.since)
        away = self.s.moments.away(step.since, self.s.now())
        return f"{day} ({away})"

    def _icon(self, step: Step) -> ft.IconData:
        if step.state == "done" or is_sent(step):
            return parts.icons.CHECK
        return parts.icons.PREPARE if step.is_yours else parts.icons.WAITING

    def _form(self, step: Step) -> list[ft.Control]:
        """The form of this step, where it is one."""
        _ = self._
        if step.form is None:
            return []
        held = self.board.held(step)
        why = step.why.in_language(self.s.language)
        rows: list[ft.Control] = [parts.subheading(_("The form"), level=2)]
        if why:
            rows.append(parts.body(why))
        detail = " · ".join(
            part for part in (progress_text(self.s, step), minutes_text(self.s, step)) if part
        )
        if detail:
            rows.append(parts.small(begun(detail)))
        sent = sent_route(step)
        if sent:
            rows.append(parts.soft_button(_("Look at what you sent"), self.guard(partial(self.s.go, sent))))
        elif held:
            rows.append(parts.small(held_text(self.s, held, self.board.waiting.get(step.form or ""))))
        elif step.is_yours:
            word = _("Go on") if is_begun(step) else _("Begin")
            rows.append(parts.primary_button(word, self.guard(partial(self.s.go, self.board.way_in(step)))))
        return [parts.card(*rows)]

    def _nudge(self, step: Step) -> list[ft.Control]:
        """How to ask about it: the clinic's own words, its number, and words to take along."""
        _ = self._
        if step.state == "done":
            return []
        rows: list[ft.Control] = [parts.subheading(_("To ask about it"), level=2)]
        guidance = step.guidance.nudge.in_language(self.s.language)
        if guidance:
            rows.append(parts.body(guidance))
        numbers = clinic_numbers(self.s, 2)
        if numbers:
            rows += [parts.small(_("To reach your clinic")), *numbers]
        rows.append(parts.outline_button(_("Copy words to ask with"), self.guard(self.on_copy)))
        if self._is_copy_refused:
            rows.append(
                parts.notice(
                    self.asking(), title=_("This could not be copied. These are the words:"), is_live=True
                )
            )
        return [parts.card(*rows)]

    def asking(self) -> str:
        """What a person could say or write to the clinic about this step. Nothing of theirs but what step it is."""
        _, step = self._, self.step
        assert step is not None
        words = _("Hello. I would like to ask about this step before my session: {step}.").format(
            step=step_title(self.s, step)
        )
        if step.since is not None:
            words += " " + _("It has stood as it is since {day}.").format(
                day=self.s.moments.full_date(step.since)
            )
        return words + " " + _("What is needed for it to go on, and is there anything I can do?")

    async def on_copy(self) -> None:
        self._is_copy_refused = not await self.s.copy(self.asking())
        if not self._is_copy_refused:
            self.s.say(self._("Copied. Nothing was sent."))
        await self.redraw()
