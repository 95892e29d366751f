"""The list at the left of the workspace, by need: alerts first, then whose score moved by the clinic's rule, whose session is
near, whose words wait, everybody else. Filters above it. Drawn from the model and kept nowhere; opening somebody is the route's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.morning import Need
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import first_fetch, first_looks, has_all
from mobile.screens.frame import Surroundings
from mobile.screens.pieces_kept import KeptPieces
from mobile.screens.shared import alert_list
from mobile.screens.shared.desk import FILTERS, Desk, Filter, fits
from mobile.screens.shared.model import PatientRow, SharedModel
from mobile.screens.shared.person_row import RowSaid, person_row, row_said
from mobile.screens.shared.row_words import rule_said, span_said

FIND_FROM = 9
"""With fewer people the list is seen at a glance, and nobody needs to be looked for."""
NARROW_FROM = 1.2
"""Letters so many times as large as usual leave no room for a score beside a name."""
_EDGE = ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8)


def nobody_yet(s: Surroundings) -> ft.Control:
    """Before anybody shared anything."""
    _ = s._
    return parts.empty_state(
        _("Nothing is shared with you yet"),
        _("When a patient shares an intention with you, it appears here. They decide, and can take it back."),
        icon=parts.icons.SHARED,
    )


class PeopleList:
    """Draws the list of one place; `on_filter`, `on_find` and `on_letters` draw it anew. What says the same as before stays the same control."""

    def __init__(
        self,
        s: Surroundings,
        model: SharedModel,
        desk: Desk,
        on_filter: Callable[[Filter], Awaitable[None]],
        on_find: Callable[[str], None],
        on_letters: Callable[[], None],
    ) -> None:
        self._s, self._model, self._desk, self._on_filter, self._on_find = s, model, desk, on_filter, on_find
        self._on_letters = on_letters
        self._kept = KeptPieces()
        self._is_narrow = False
        self._probe = parts.Probe(self._measured)
        # Beside what takes no room: a line of its own would push the list down.
        self._hidden = ft.Stack([ft.Container(height=0), ft.Container(self._probe, left=0, top=0)])

    def _measured(self) -> None:
        """Once for all rows: how large letters are drawn."""
        is_narrow = self._probe.line_height > NARROW_FROM * t.SIZE_BODY * t.LINE_HEIGHT
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._on_letters()

    def drawn(
        self, chosen: str | None, alert: str | None, *, is_wide: bool, at_first: int = 0
    ) -> list[ft.Control]:
        """`chosen`: the open patient as in a route; `alert`: the open alert. `at_first`: no more rows than that; 0: all."""
        s, model = self._s, self._model
        self._kept.begin()
        self._room = at_first or len(model.rows) + len(model.alerts)
        self._chosen = chosen
        self._common = _common(model.rows)
        self._has_scores = any(row.score is not None for row in model.rows)
        rows: list[ft.Control] = [self._hidden, self._head()] if model.rows else []
        rows += self._alerts(alert, has_call=not is_wide)
        if len(model.rows) >= FIND_FROM:
            rows.append(self._kept.piece("find", None, self._find))
        else:
            self._desk.find = ""
        meanwhile = first_fetch(s)
        if meanwhile:
            fetch = ft.Container(parts.stack(*meanwhile), padding=_EDGE)
            rows.append(self._kept.piece("fetch", first_looks(s), lambda: fetch))
        shown = [row for row in model.rows if self._desk.shows(row)]
        for need in ("rising", "session", "unread", "rest"):
            rows += self._group(need, [row for row in shown if row.need == need])
        if self._room == 0 and at_first:
            return rows
        if model.rows and not shown:
            nobody = s._("Nobody of this name.") if self._desk.find.strip() else s._("Nobody now.")
            rows.append(self._small("nobody", nobody, _EDGE))
        settled = [row for row in model.alerts if row.is_settled]
        if settled:
            looks = [(alert_list.alert_looks(s, row), row.id == alert) for row in settled]
            rows.append(self._kept.piece("settled", looks, lambda: alert_list.settled(s, settled, alert)))
        if model.rows:
            only = s._("Only what was shared with you. Nobody reads this in real time.")
            rows.append(self._small("only", only, ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S24)))
        return rows

    def _small(self, name: str, said: str, padding: ft.Padding) -> ft.Control:
        return self._kept.piece(name, said, lambda: ft.Container(parts.small(said), padding=padding))

    # --- above the groups ---

    def _head(self) -> ft.Control:
        s = self._s
        count = len(self._model.rows)
        people = s.ngettext("{n} person · sorted by need", "{n} people · sorted by need", count)
        counted, on = self._counted(), self._desk.filter
        below = [all_read_said(s, self._model.rows), self._legend() if self._common is not None else ""]

        def drawn() -> ft.Control:
            chips = [
                parts.choice_chip(said, s.guard(partial(self._filter, one)), is_on=on == one)
                for one, said in counted
            ]
            lines: list[ft.Control] = [parts.small(people.format(n=count))]
            lines += [parts.chip_row(*chips)] if chips else []
            lines += [parts.small(said) for said in below if said]
            edge = ft.Padding(t.CARD_PADDING, 0, t.CARD_PADDING, t.S4)
            return ft.Container(parts.stack(*lines, spacing=0), padding=edge)

        return self._kept.piece("head", (count, counted, on, below), drawn)

    def _find(self) -> ft.Control:
        field = parts.search_field(
            self._s._("Find by name"), value=self._desk.find, on_change=self._s.guard(self._found)
        )
        return ft.Container(field, padding=_EDGE)

    def _found(self, e: Any) -> None:
        ft.context.disable_auto_update()
        self._on_find(e.control.value or "")

    def _counted(self) -> list[tuple[Filter, str]]:
        """The filters with how many there are of each; one that would show nobody is not offered."""
        _, rows, on = self._s._, self._model.rows, self._desk.filter
        counts: dict[Filter, int] = {one: sum(fits(row, one) for row in rows) for one in FILTERS}
        counts["unread"] = sum(row.shared.unread for row in rows)
        said: dict[Filter, str] = {
            "unread": _("Unread {n}"),
            "session": _("Session soon {n}"),
            "rising": _("Scores rising {n}") if not self._has_lower() else _("Scores moving {n}"),
        }
        return [(one, said[one].format(n=counts[one])) for one in FILTERS if counts[one] or on == one]

    async def _filter(self, chosen: Filter, _: object = None) -> None:
        await self._on_filter(chosen)

    def _has_lower(self) -> bool:
        """Whether a clinic's rule that is met looks for a score that falls."""
        scores = [row.score for row in self._model.rows if row.score is not None and row.score.is_rising]
        return any(one.rule is not None and one.rule.way == "lower" for one in scores)

    def _legend(self) -> str:
        """What the numbers at the right are, said once."""
        row = next(one for one in self._model.rows if one.score is not None and one.score.key == self._common)
        assert row.score is not None
        name = row.score.form.called(self._s.language)
        if row.score.rule is None:
            return name
        within = span_said(self._s, row.score.rule.within)
        return self._s._("{measure}, change in {time}").format(measure=name, time=within)

    # --- the groups ---

    def _alerts(self, alert: str | None, *, has_call: bool) -> list[ft.Control]:
        s = self._s
        listed = [row for row in self._model.alerts if not row.is_settled]
        if not listed:
            return []
        people = {row.shared.patient: row for row in self._model.rows}
        said = s.ngettext("{n} alert not settled", "{n} alerts not settled", len(listed)).format(
            n=len(listed)
        )
        drawn = [self._header("alert", parts.icons.FLAG, said, "")]
        for one in listed[: self._take(len(listed))]:
            whose, is_chosen = people.get(one.alert.patient or ""), one.id == alert
            if whose is not None:
                row = self._said(whose, is_chosen=is_chosen, route=one.route)
            else:  # it does not say whom it is about: it is read all the same
                row = RowSaid(one.route, one.name or s._("A patient"), "", is_chosen=is_chosen)
            looks = row, alert_list.alert_looks(s, one), has_call
            draw = partial(alert_list.unsettled, s, one, row, has_call=has_call)
            drawn.append(self._kept.piece(f"alert {one.id}", looks, draw))
        return drawn

    def _group(self, need: Need, rows: Sequence[PatientRow]) -> list[ft.Control]:
        if not rows or not self._room:
            return []
        icon, said, note = self._named(need, rows)
        drawn = [self._header(need, icon, f"{said} · {len(rows)}", note)]
        for row in rows[: self._take(len(rows))]:
            one = self._said(row, is_chosen=row.id == self._chosen)
            drawn.append(self._kept.piece(f"row {row.id}", one, partial(_lined, self._s, one)))
        return drawn

    def _take(self, wanted: int) -> int:
        """How many rows there is room for now."""
        taken = min(wanted, self._room)
        self._room -= taken
        return taken

    def _header(self, name: str, icon: ft.IconData, said: str, note: str) -> ft.Control:
        def drawn() -> ft.Control:
            mark = parts.icons.icon(icon, size=18, color=t.MUTED)
            line: list[ft.Control] = [alert_list.headed(mark, said)]
            line += [parts.small(note)] if note else []
            between = ft.MainAxisAlignment.SPACE_BETWEEN
            row = ft.Row(line, wrap=True, spacing=t.S12, run_spacing=0, alignment=between)
            return ft.Container(row, padding=_EDGE)

        return self._kept.piece(f"header {name}", (said, note), drawn)

    def _said(self, row: PatientRow, *, is_chosen: bool, route: str = "") -> RowSaid:
        return row_said(
            self._s,
            row,
            is_chosen=is_chosen,
            common=self._common,
            has_scores=self._has_scores,
            is_narrow=self._is_narrow,
            route=route,
        )

    def _named(self, need: Need, rows: Sequence[PatientRow]) -> tuple[ft.IconData, str, str]:
        _ = self._s._
        if need == "rising":
            said = _("Score moving") if self._has_lower() else _("Score rising")
            return parts.icons.RISING, said, self._rule_of(rows)
        return {
            "session": (parts.icons.SOON, _("Session within two days"), ""),
            "unread": (parts.icons.UNREAD, _("Unread"), ""),
        }.get(need, (parts.icons.READ, _("Nothing unread"), ""))

    def _rule_of(self, rows: Sequence[PatientRow]) -> str:
        """The rule in numbers where it is one for all of them."""
        rules = {row.score.rule for row in rows if row.score is not None}
        (rule, *others) = rules
        if rule is None or others:
            return self._s._("by the clinic's rules")
        return rule_said(self._s, rule)


def _lined(s: Surroundings, said: RowSaid) -> ft.Control:
    return ft.Container(person_row(s, said), border=ft.Border(bottom=ft.BorderSide(1, t.LINE)))


def all_read_said(s: Surroundings, rows: Sequence[PatientRow]) -> str:
    """That every intention is read, only where it is so of all that arrived, and as of when. "" else.

    Not before the first data is whole, and not while words that are shared are still on their way here.
    """
    is_read = not any(row.shared.unread or row.shared.coming for row in rows)
    has_any = any(row.shared.readable for row in rows)
    status = s.status.now if s.status is not None else None
    if not (is_read and has_any and has_all(s)) or status is None or status.last_received_at is None:
        return ""
    if status.phase in ("idle", "sending"):
        return s._("All intentions are read.")
    when = s.moments.near(status.last_received_at, s.now())
    return s._("All intentions that arrived by {when} are read.").format(when=when)


def _common(rows: Sequence[PatientRow]) -> object:
    """The measure and rule that most rows have; None where there is no score."""
    counted = Counter(row.score.key for row in rows if row.score is not None)
    return counted.most_common(1)[0][0] if counted else None
