"""`/shared/<patient>/summary`: the summary that a patient's prescriber and therapist keep together, and the box for its next line.

For whom a line is stands above the box and in it before a word is written, and on every line after. A line for the care team
alone never becomes one that the patient reads without a question.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.people import Patient
from mobile.care.summary import SummaryLine
from mobile.care.talk.draft import TalkDraft
from mobile.care.words import excerpt
from mobile.design import parts
from mobile.screens.frame import ESCAPE
from mobile.screens.panels.shown_lines import ShownLines
from mobile.screens.panels.summary import when_text
from mobile.screens.reads import summary as reading
from mobile.screens.shared.keys import WITH_KEYS
from mobile.screens.shared.summary.keeping import SummaryKeeping, Writing
from mobile.screens.shared.summary.lines import Lines
from mobile.screens.shared.summary.stepping import LineStepping
from mobile.screens.talking.answer_screen import AnswerScreen
from mobile.screens.talking.answering import Answering, Outcome, Sent
from mobile.screens.talking.box import AnswerBox, BoxWords

CLOSED, OPEN = "closed", "open"
WHOSE = "whose"


class OpenSummary(AnswerScreen):
    """One patient's."""

    follows = (*reading.KINDS, TalkDraft, Patient)
    _name = ""

    def title(self) -> str:
        return self._("Shared summary")

    def to_whom(self) -> str:
        return self._name

    def body(self) -> list[ft.Control]:
        patient = f"Patient/{self.params['patient']}"
        self.keeping = SummaryKeeping(self.records, lambda: self.person, patient, self.s.now)
        self.answering = Answering(
            self.records, self.s.now, self.keeping.compose, start=self.s.run, on_change=self.on_answer
        )
        self.box = AnswerBox(
            self.s,
            self.answering,
            self.on_send,
            is_desk=True,
            has_keys=self.hears_keys(),
            words=BoxWords(
                self._("The line"),
                self._("Add"),
                self._("Lines are part of the record."),
                self._("Ctrl and Enter add it."),
            ),
        )
        self.lines, self.stepping = Lines(self), LineStepping(self)
        self.shown_lines = ShownLines(self.s, self.records, self.redraw)
        choices = [
            parts.Choice(CLOSED, "", parts.icons.ONLY_ME),
            parts.Choice(OPEN, "", parts.icons.THERAPIST),
        ]
        self._choices = choices
        self._choice: parts.OneOf | None = None
        self._choice_place = parts.stack()
        return super().body()

    def foot(self) -> ft.Control | None:
        return self.stepping.control if self.page.platform in WITH_KEYS else None

    # --- keys ---

    def hears_keys(self) -> bool:
        return self.is_wide and self.page.platform in WITH_KEYS

    async def key(self, name: str) -> None:
        if name == ESCAPE:
            self.s.back()
        elif self._is_read:
            await self.stepping.key(name)

    leads_out_of_fields = True

    async def leaves_field(self) -> None:
        await self.stepping.focus(WHOSE)

    async def scroll_to(self, offset: float) -> None:
        """`offset`: logical pixels from the top."""
        if self.scroller is not None and self.is_mounted(self.scroller):
            await self.scroller.scroll_to(offset=offset)

    def resized(self, is_wide: bool) -> None:
        self.stepping.show()

    async def read(self) -> None:
        names = {name: one.name for one in await self.records.every(Patient) for name in one.names}
        self._name = names.get(f"Patient/{self.params['patient']}") or self._("A patient")
        await self.keeping.look(self.answering, is_first=not self._is_read)
        await self.shown_lines.note_shown(self.keeping.summary)

    async def redraw(self) -> None:
        await super().redraw()
        self.stepping.show()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _, keeping = self._, self.keeping
        if not keeping.summary.is_mine and self.answering.noun.is_empty:
            text = _("You are not one of those who keep a summary of this person.")
            return [parts.notice(text, icon=parts.icons.ONLY_ME)] if self.has_all else []
        lines = self.lines.drawn(self._name)
        pieces = {WHOSE: self._whose(), **self._writing(), **lines}
        rows = self.stepping.placed(pieces)
        if not lines and self.has_all:
            text = _("Nothing is written yet. What you or those who keep it with you write appears here.")
            rows.append(parts.small(text))
        return [*rows, *self.lines.more()]

    def _whose(self) -> ft.Control:
        """In whose record it is, large: what is written here stands there. And with whom, as the clinic's team has it now."""
        others = [one.name or self._("somebody of the clinic") for one in self.keeping.summary.others]
        text = self._("Nobody else on the care team keeps it with you now")
        if others:
            text = self._("You keep it with {names}").format(names=", ".join(others))
        return parts.stack(
            self.stepping.headed(WHOSE, parts.heading(self._name)), parts.small(text), spacing=2
        )

    def _writing(self) -> dict[str, ft.Control]:
        """By what each is."""
        what, name = self._written(), self._name
        if what.is_for_patient:
            text = self._("{name} reads this line in the app").format(name=name)
        else:
            text = self._("Only the care team reads this line")
        hint = self._("One line: what was agreed, or what the other should know")
        self.box.about(text, hint)
        changing = what.changes is not None
        top = {"changing": self._changing()} if changing else {"for whom": self._chosen()}
        begun = {f"begun {number}": one for number, one in enumerate(self._begun())}
        return {**top, **begun, "box": self.box.control}

    def _written(self) -> Writing:
        """What is written in the box that is in view."""
        return self.keeping.written_in(self.box.thread)

    def _chosen(self) -> ft.Control:
        """For whom the next line is."""
        what = OPEN if self._written().is_for_patient else CLOSED
        labels = (self._("Only the care team"), self._("{name} too").format(name=self._name))
        if self._choice is None or tuple(one.label for one in self._choices) != labels:
            self._choices = [
                parts.Choice(one.value, label, one.icon)
                for one, label in zip(self._choices, labels, strict=True)
            ]
            choice = self._choice = parts.segmented(
                self._choices, what, self.guard(self._on_choose), label=self._("Who reads the next line")
            )
            self._choice_place.controls[:] = [choice]
        self._choice.choose(what)
        return self._choice_place

    def _changing(self) -> ft.Control:
        """Which line gets other words, and the way to leave it."""
        changes = self._written().changes
        found = next((one.line for one in self.keeping.summary.entries if one.line.id == changes), None)
        when = when_text(self.s, found) if found is not None else ""
        text = self._("Other words for your line: {when}. What it said stays below it.").format(when=when)
        leave = parts.text_button(self._("Leave it as it was"), self.guard(self._on_leave))
        return parts.notice(text, icon=parts.icons.WRITE, action=leave)

    def _begun(self) -> list[ft.Control]:
        """What was begun in another box: it is kept there until its writer brings it here."""
        rows: list[ft.Control] = []
        for what, draft in self.keeping.others.items():
            if what.changes is not None or self._written().changes is not None:
                continue
            if what.is_for_patient:
                text = self._("You also began a line that {name} would read: “{words}”").format(
                    name=self._name, words=excerpt(draft.words, 60)
                )
            else:
                text = self._("You also began a line for the care team only: “{words}”").format(
                    words=excerpt(draft.words, 60)
                )
            bring = parts.text_button(self._("Bring it here"), self.guard(partial(self._on_bring, what)))
            rows.append(parts.notice(text, icon=parts.icons.WRITE, action=bring))
        return rows

    # --- acts ---

    def outcome_text(self, outcome: Outcome) -> str:
        if outcome == "sent":
            return self._("Added.")
        if outcome == "nothing":
            return self._("There are no words to add yet.")
        if outcome == "nobody":
            return self._(
                "Not added: you are not one of those who keep this summary now. Your words are kept here."
            )
        return super().outcome_text(outcome)

    async def on_send(self) -> None:
        """A line that was changed is done with; the box is for a new one again, for the same people."""
        changed = self._written()
        await super().on_send()
        if changed.changes is not None and self._written() == changed and self.answering.noun.is_empty:
            await self._turn(Writing(changed.is_for_patient))

    async def _turn(self, what: Writing) -> None:
        self.keeping.writing = what
        await self.redraw()
        self.box.show()

    async def _on_choose(self, chosen: str) -> None:
        await self._turn(Writing(chosen == OPEN))

    async def on_other_words(self, line: SummaryLine) -> None:
        """A line of one's own is to say something else."""
        await self._turn(Writing(line.is_for_patient, line.id))
        if self.answering.noun.is_empty:
            self.answering.type(line.words)
            self.box.show()
        await self.box.focus()

    async def _on_leave(self) -> None:
        is_for_patient = self._written().is_for_patient
        await self.answering.put_away()
        await self._turn(Writing(is_for_patient))

    async def on_take_out(self, one: Sent, _: Any = None) -> None:
        """Into the box of the people it was for, whichever is open."""
        assert isinstance(one, SummaryLine)
        known = {each.id for entry in self.keeping.summary.entries for each in (entry.line, *entry.earlier)}
        await self._turn(Writing(one.is_for_patient, one.replaces if one.replaces in known else None))
        await super().on_take_out(one)

    def _on_bring(self, what: Writing) -> None:
        self.s.run(self._bring(what))

    async def _bring(self, what: Writing) -> None:
        """What was meant for the care team alone is put before a patient only by a second word."""
        thread = self.box.thread
        if self._written().is_for_patient and not await self.s.ask(
            self._("Put these words where {name} reads them?").format(name=self._name),
            self._("They were begun for the care team only. {name} reads them once you add the line.").format(
                name=self._name
            ),
            yes=self._("Put them here"),
            no=self._("Leave them there"),
        ):
            return
        await self.keeping.bring_here(what, self.answering, thread)
        await self.redraw()
        self.box.show()
