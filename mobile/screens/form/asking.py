"""One page of questions as it is drawn: where in the form this is, the questions, the notices, the saved line.

Made anew for every page; while the page stands it is only brought up to the answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.care.ledger.kept import Ledger
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form import sentences
from mobile.screens.form.fields.port import Acts, LateField
from mobile.screens.form.kept_where import KeptWhere
from mobile.screens.form.model import FormModel
from mobile.screens.form.question import Question
from mobile.screens.form.question_card import QuestionCard, is_drawn_alike
from mobile.screens.form.quiet_line import QuietLine
from mobile.screens.form.steps import Step
from mobile.screens.status_text import left_text


class AskingPage:
    """`control` is the whole page without its two buttons."""

    def __init__(self, model: FormModel, step: Step, acts: Acts, readers: Ledger) -> None:
        self._model, self._acts = model, acts
        self.key = step.key
        self._flaws: dict[str, str] = model.form.flaws_text()
        self._cards: dict[str, QuestionCard] = {}
        self._place = parts.stack(spacing=t.S24 if len(step.questions) > 1 else t.CARD_GAP)
        self.line = QuietLine(
            acts.s,
            lambda: sentences.line(acts.s, model),
            lambda: model.form.is_saved and not model.keeping.trouble,
        )
        self._notice = parts.notice(sentences.nobody_reads(acts.s))
        self._notice.visible = self._wants_notice(step)
        self._progress = Progress(acts, model, step)
        rows: list[ft.Control] = [self._progress.control]
        if model.is_older and step.key == model.begun_at:  # said once, not on every page
            rows.append(parts.notice(sentences.is_older(acts.s)))
        is_first = step.key == model.form.first_ask
        self._where = KeptWhere(acts, model, readers) if is_first else None
        if self._where is not None:
            rows.append(self._where.control)
        if model.form.is_wide and step.section:
            rows.append(parts.title(step.section, level=2))
        if step.stem:
            rows.append(parts.body(step.stem, color=t.MUTED))
        rows += [parts.rich_text(note.rich.runs, size=t.SIZE_SMALL, color=t.MUTED) for note in step.notes]
        rows += [self._place, self._notice, self.line.control]
        self.control: ft.Control = parts.stack(*rows, spacing=t.CARD_GAP)
        self.show(step)

    def show(self, step: Step) -> None:
        """Brings the page up to what was answered."""
        self._flaws = self._model.form.flaws_text()
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
        self._progress.show()
        self.line.tell()

    def _card(self, question: Question) -> QuestionCard:
        """A card that stands already stays: somebody may be writing in it."""
        known = self._cards.get(question.id)
        if known is not None and is_drawn_alike(known.question, question):
            known.show(question)
            return known
        level = 1 if not self._model.form.is_wide else 2
        return QuestionCard(question, self._acts, lambda id: self._flaws.get(id, ""), level=level)

    def _wants_notice(self, step: Step) -> bool:
        asks_words = any(one.kind == "lines" for question in step.questions for one in question.every())
        return asks_words or bool(self._model.form.help_links)

    async def begin(self) -> None:
        """The focus goes to the first question."""
        first = next((card.beginning for card in self._cards.values() if card.beginning is not None), None)
        if first is not None:
            await first.focus()

    def late(self) -> Sequence[LateField]:
        return [late for card in self._cards.values() for late in card.late()]


class Progress:
    """`Medicines · about 7 questions left`, read out when the page changes, below how much of the form is answered."""

    def __init__(self, acts: Acts, model: FormModel, step: Step) -> None:
        self._acts, self._model, self._step = acts, model, step
        self._drawn: object = None
        self._words = parts.small("")
        self._bar = parts.stack()
        # A warning's own heading names the part.
        self.control: ft.Control = (
            self._bar
            if step.kind == "warning"
            else parts.stack(self._bar, parts.spoken(self._words), spacing=t.S4)
        )
        self.show()

    def show(self) -> None:
        """As the answers stand."""
        _, now = self._acts.s._, self._model.form.asked_and_left
        if now == self._drawn:
            return
        self._drawn = now
        asked, left = now
        share = round(100 * (asked - left) / asked) if asked else 0
        label = _("{percent} % of the questions are answered").format(percent=share)
        self._bar.controls[:] = [parts.progress_bar(asked - left, asked or 1, label)]
        section = "" if self._model.form.is_wide else self._step.section
        self._words.value = " · ".join(part for part in (section, left_text(self._acts.s, left)) if part)
        parts.redraw(self.control)
