"""The lines at the desk: each with who reads it, how far it is, and, for its writer alone, what may be done with it.

What shows a line to the patient, or crosses one out, is asked first, with the very words.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile.care.summary import Entry, SummaryLine
from mobile.care.words import excerpt
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState, Standing
from mobile.screens.panels.shown_lines import LINES
from mobile.screens.panels.summary import line_card, read_by_text, readers_text
from mobile.screens.status_text import standing_text
from mobile.screens.talking.sentences import is_waiting

if TYPE_CHECKING:
    from mobile.screens.shared.summary.view import OpenSummary

ASKED_WITH = 600
"""Letters that a question has room for."""


class Lines:
    """One a place."""

    def __init__(self, place: OpenSummary) -> None:
        self._place = place
        self._name = ""

    def drawn(self, name: str) -> dict[str, ft.Control]:
        """The newest first, as many as were asked for, by their ids. `name`: the patient's."""
        self._name = name
        summary = self._place.keeping.summary
        return {one.line.id: self._line(one) for one in self._place.shown_lines.of(summary)}

    def more(self) -> list[ft.Control]:
        """The way to the older ones."""
        return self._place.shown_lines.pages.more(LINES, self._place.keeping.summary.entries)

    def _line(self, entry: Entry) -> ft.Control:
        line, standing = entry.line, self._place.keeping.standings.get(entry.line.id)
        below: list[ft.Control] = []
        if standing is not None and standing.state not in (SendState.SENT, SendState.ONLY_HERE):
            below.append(parts.small(standing_text(self._place.s, standing).text))
        read = read_by_text(self._place.s, self._place.keeping.summary, line, self._name)
        below += [parts.small(read)] if read else []
        acts = self._acts(entry, standing)
        if acts:
            below.append(ft.Row(acts, wrap=True, spacing=t.S8, run_spacing=0))
        readers = readers_text(self._place.s, line, self._name)
        return line_card(
            self._place.s,
            self._place.keeping.summary,
            entry,
            readers=readers,
            is_new=self._place.shown_lines.is_new(entry),
            head=partial(self._place.stepping.headed, line.id),
            below=below,
        )

    def _acts(self, entry: Entry, standing: Standing | None) -> list[ft.Control]:
        """What its writer may do with it; each is named with the beginning of the line for a screen reader."""
        _, line, place = self._place._, entry.line, self._place
        if not place.keeping.is_mine(line):
            return []
        what = excerpt(line.words, 40)

        def act(text: str, does: Any) -> ft.Control:
            return parts.text_button(text, place.guard(partial(does, line)), label=f"{text}: {what}")

        acts: list[ft.Control] = []
        if standing is not None and standing.state is SendState.NEEDS_ATTENTION:
            acts.append(act(_("Try again"), place.on_try_again))
        if line.is_struck:
            return acts
        if is_waiting(standing):
            return [*acts, act(_("Take out"), place.on_take_out)]
        acts.append(act(_("Change"), place.on_other_words))
        acts.append(act(_("Cross out"), self._ask_to_strike))
        if not line.is_for_patient:
            acts.append(act(_("Let {name} read it").format(name=self._name), self._ask_to_open))
        return acts

    def _ask_to_strike(self, line: SummaryLine) -> None:
        self._place.s.run(self._strike(line))

    async def _strike(self, line: SummaryLine) -> None:
        _ = self._place._
        if await self._place.s.ask(
            _("Cross out this line?"),
            _("It stays where it is, crossed out, for everybody who could read it."),
            yes=_("Cross out"),
            no=_("Leave it"),
        ):
            await self._place.keeping.strike(line)

    def _ask_to_open(self, line: SummaryLine) -> None:
        self._place.s.run(self._open(line))

    async def _open(self, line: SummaryLine) -> None:
        _ = self._place._
        read = _("They read exactly this: “{words}”.").format(words=line.words)
        if len(line.words) > ASKED_WITH:
            read = _("They read all of this line.")
        if await self._place.s.ask(
            _("Let {name} read this line?").format(name=self._name),
            f"{read} {_('It cannot be hidden again, only crossed out.')}",
            yes=_("Let them read it"),
            no=_("Only the care team"),
        ):
            await self._place.keeping.open_to_patient(line)
