"""One page of questions as it is drawn: where in the form this is, the questions, the notices, the saved line.

Made anew for every page; while the page stands it is only brought up to the answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form import sentences
from mobile.screens.form.asked import Question
from mobile.screens.form.card import QuestionCard, is_drawn_alike
from mobile.screens.form.fields.port import Acts, LateField
from mobile.screens.form.kept_where import DraftReaders, KeptWhere
from mobile.screens.form.model import FormModel
from mobile.screens.form.quiet_line import QuietLine
from mobile.screens.form.steps import Step


class AskingPage:
    """`control` is the whole page without its two buttons."""

    def __init__(self, model: FormModel, step: Step, acts: Acts, readers: DraftReaders) -> None:
        self._model, self._acts = model, acts
        self.key = step.key
        self._said: dict[str, str] = model.flaws_said()
        self._cards: dict[str, QuestionCard] = {}
        self._place = parts.stack(spacing=t.S24 if len(step.questions) > 1 else t.CARD_GAP)
        self.line = QuietLine(
            acts.s,
            lambda: sentences.line(acts.s, model),
            lambda: model.is_saved and not model.keeping.trouble,
        )
        self._notice = parts.notice(sentences.nobody_reads(acts.s))
        self._notice.visible = self._wants_notice(step)
        rows: list[ft.Control] = [progress(acts, model, step)]
        if model.is_older and step.key == model.begun_at:  # said once, not on every page
            rows.append(parts.notice(sentences.is_older(acts.s)))
        is_first = step.key == model.first_ask
        self._where = KeptWhere(acts, model, readers) if is_first else None
        if self._where is not None:
            rows.append(self._where.control)
        if model.is_wide and step.section:
            rows.append(parts.title(step.section, level=2))
        if step.stem:
            rows.append(parts.body(step.stem, color=t.MUTED))
        rows += [parts.told_text(note.rich.runs, size=t.SIZE_SMALL, color=t.MUTED) for note in step.notes]
        rows += [self._place, self._notice, self.line.control]
        self.control: ft.Control = parts.stack(*rows, spacing=t.CARD_GAP)
        self.show(step)

    def show(self, step: Step) -> None:
        """Brings the page up to what was answered."""
        self._said = self._model.flaws_said()
        wanted = [question.id for question in step.questions]
        drawn = [card.question for card in self._cards.values()]
        is_alike = all(is_drawn_alike(one, now) for one, now in zip(drawn, step.questions, strict=False))
        if wanted != list(self._cards) or not is_alike:
            self._cards = {question.id: self._card(question) for question in step.questions}
            self._place.controls[:] = [card.control for card in self._cards.values()]
            parts.redraw(self._place)
        else:
            for question in step.questions:
                self._cards[question.id].show(question)
        wants_notice = self._wants_notice(step)
        if self._notice.visible != wants_notice:
            self._notice.visible = wants_notice
            parts.redraw(self.control)
        if self._where is not None:
            self._where.show()
        self.line.tell()

    def _card(self, question: Question) -> QuestionCard:
        """A card that stands already stays: somebody may be writing in it."""
        known = self._cards.get(question.id)
        if known is not None and is_drawn_alike(known.question, question):
            known.show(question)
            return known
        level = 1 if not self._model.is_wide else 2
        return QuestionCard(question, self._acts, lambda id: self._said.get(id, ""), level=level)

    def _wants_notice(self, step: Step) -> bool:
        asks_words = any(one.kind == "lines" for question in step.questions for one in question.every())
        return asks_words or bool(self._model.help_links)

    async def begin(self) -> None:
        """The focus goes to the first question."""
        first = next((card.beginning for card in self._cards.values() if card.beginning is not None), None)
        if first is not None:
            await first.focus()

    def late(self) -> Sequence[LateField]:
        return [late for card in self._cards.values() for late in card.late()]


def progress(acts: Acts, model: FormModel, step: Step) -> ft.Control:
    """`Medicines · 3 of 7`, read out when the page changes, below how far the whole form is."""
    _ = acts.s._
    done, total = model.index, len(model.plan.steps)
    label = _("{percent} % of the form is behind you").format(
        percent=round(100 * done / total) if total else 0
    )
    bar = parts.progress_bar(done + 1, total or 1, label)
    if step.kind == "warning":  # its own heading names the part
        return bar
    said = parts.spoken(parts.small(where(acts, model, step) or model.title))
    return parts.stack(bar, said, spacing=t.S4)


def where(acts: Acts, model: FormModel, step: Step) -> str:
    """Which part this is, and which question of it; on a wide screen, where a page is a part, which part of all."""
    _ = acts.s._
    if model.is_wide:
        asked = [one.key for one in model.plan.steps if one.kind == "ask"]
        return _("Part {n} of {total}").format(n=asked.index(step.key) + 1, total=len(asked))
    count = _("{n} of {total}").format(n=step.number, total=step.of)
    return " · ".join(part for part in (step.section, count) if part)
