"""What stands above the groups of the list: how many there are and how they are sorted, the filters, finding by name, and what
the numbers at the right are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.shared.desk import FILTERS, Desk, Filter, fits
from mobile.screens.shared.model import PatientRow, SharedModel
from mobile.screens.status_text import span_text

FIND_FROM = 9
"""With fewer people the list is seen at a glance, and nobody needs to be looked for."""
EDGE = ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8)


class ListHead:
    """Draws both pieces and says what each is drawn from. Keeps the field, so that a key can lead there."""

    def __init__(
        self,
        s: Surroundings,
        model: SharedModel,
        desk: Desk,
        on_filter: Callable[[Filter], Awaitable[None]],
        on_find: Callable[[str], None],
    ) -> None:
        self._s, self._model, self._desk, self._on_filter, self._on_find = s, model, desk, on_filter, on_find
        self.field: parts.SearchField | None = None
        self._is_left = False
        self.beginning: parts.Beginning | None = None
        """What takes the focus where nobody is open."""

    @property
    def has_find(self) -> bool:
        return len(self._model.rows) >= FIND_FROM

    def looks(self) -> object:
        """All that `drawn` draws from."""
        return self._count_text(), self._counted(), self._desk.filter, self._below()

    def drawn(self) -> ft.LayoutControl:
        """How many, the filters, and what is said of all."""
        s, on = self._s, self._desk.filter
        chips = [
            parts.choice_chip(text, s.guard(partial(self._filter, one)), is_on=on == one)
            for one, text in self._counted()
        ]
        self.beginning = parts.Beginning(parts.small(self._count_text()))
        lines: list[ft.Control] = [self.beginning]
        lines += [parts.chip_row(*chips)] if chips else []
        lines += [parts.small(text) for text in self._below() if text]
        edge = ft.Padding(t.CARD_PADDING, 0, t.CARD_PADDING, t.S4)
        return ft.Container(parts.stack(*lines, spacing=0), padding=edge)

    def find(self) -> ft.LayoutControl:
        """The field that finds by name."""
        self.field = parts.search_field(
            self._s._("Find by name"), value=self._desk.find, on_change=self._s.guard(self._found)
        )
        inner = self.field.field
        blurred: Any = inner.on_blur

        async def left(e: Any) -> None:
            self.come()
            await blurred(e)

        inner.on_blur = left
        return ft.Container(self.field, padding=EDGE)

    def leave(self) -> None:
        """Escape was pressed. Until the client has moved the cursor out of the field, what is pressed is a key by now, and comes as
        a letter too: it is taken out of the field again."""
        self._is_left = self.field is not None

    def come(self) -> None:
        """The cursor is put into the field, or is out of it: what comes from it is written."""
        self._is_left = False

    def _found(self, e: Any) -> None:
        ft.context.disable_auto_update()
        if self._is_left and self.field is not None:
            self.field.show(self._desk.find)
        else:
            self._on_find(e.control.value or "")

    async def _filter(self, chosen: Filter, _: object = None) -> None:
        await self._on_filter(chosen)

    def _count_text(self) -> str:
        count = len(self._model.rows)
        text = self._s.ngettext("{n} person · sorted by need", "{n} people · sorted by need", count)
        return text.format(n=count)

    def _below(self) -> list[str]:
        return [all_read_text(self._s, self._model.rows), self._legend()]

    def _counted(self) -> list[tuple[Filter, str]]:
        """The filters with how many there are of each; one that would show nobody is not offered."""
        _, rows, on = self._s._, self._model.rows, self._desk.filter
        counts: dict[Filter, int] = {one: sum(fits(row.waiting, one) for row in rows) for one in FILTERS}
        counts["unread"] = sum(row.shared.unread for row in rows)
        text: dict[Filter, str] = {
            "unread": _("Unread {n}"),
            "session": _("Session soon {n}"),
            "rising": _("Scores rising {n}") if not has_lower(rows) else _("Scores moving {n}"),
        }
        return [(one, text[one].format(n=counts[one])) for one in FILTERS if counts[one] or on == one]

    def _legend(self) -> str:
        """What the numbers at the right are, said once."""
        key = common_key(self._model.rows)
        row = next((one for one in self._model.rows if one.score is not None and one.score.key == key), None)
        if row is None or row.score is None:
            return ""
        name = row.score.form.called(self._s.language)
        if row.score.rule is None:
            return name
        within = span_text(self._s, row.score.rule.within)
        return self._s._("{measure}, change in {time}").format(measure=name, time=within)


def all_read_text(s: Surroundings, rows: Sequence[PatientRow]) -> str:
    """That all shared words are read, only where it is so of all that arrived, and as of when. "" else.

    Not before the first data is whole, and not while words that are shared are still on their way here.
    """
    is_read = not any(row.shared.unread or row.shared.coming for row in rows)
    has_any = any(row.shared.readable for row in rows)
    status = s.status.now if s.status is not None else None
    if not (is_read and has_any and has_all(s)) or status is None or status.last_received_at is None:
        return ""
    if status.phase in ("idle", "sending"):
        return s._("All shared words are read.")
    when = s.moments.near(status.last_received_at, s.now())
    return s._("All shared words that arrived by {when} are read.").format(when=when)


def has_lower(rows: Sequence[PatientRow]) -> bool:
    """Whether a clinic's rule that is met looks for a score that falls."""
    scores = [row.score for row in rows if row.score is not None and row.score.is_rising]
    return any(one.rule is not None and one.rule.way == "lower" for one in scores)


def common_key(rows: Sequence[PatientRow]) -> object:
    """The measure and rule that most rows have (`Score.key`); None where there is no score."""
    counted = Counter(row.score.key for row in rows if row.score is not None)
    return counted.most_common(1)[0][0] if counted else None
