"""The list at the left of the workspace, by need: alerts first, then whose score moved by the clinic's rule, whose session is
near, whose words wait, everybody else. Filters above it. Drawn from the model and kept nowhere; opening somebody is the route's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import flet as ft

from mobile.care.morning import Need
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import first_fetch, has_all
from mobile.screens.frame import Surroundings
from mobile.screens.shared import alert_list
from mobile.screens.shared.desk import FILTERS, Desk, Filter, fits
from mobile.screens.shared.model import PatientRow, SharedModel
from mobile.screens.shared.person_row import person_row
from mobile.screens.shared.row_words import rule_said, span_said

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
    """Draws the list of one place. `on_filter` draws it anew."""

    def __init__(
        self, s: Surroundings, model: SharedModel, desk: Desk, on_filter: Callable[[Filter], Awaitable[None]]
    ) -> None:
        self._s, self._model, self._desk, self._on_filter = s, model, desk, on_filter

    def drawn(self, chosen: str | None, alert: str | None, *, is_wide: bool) -> list[ft.Control]:
        """`chosen`: the open patient as in a route; `alert`: the open alert."""
        s, model = self._s, self._model
        self._chosen = chosen
        self._common = _common(model.rows)
        self._has_scores = any(row.score is not None for row in model.rows)
        rows: list[ft.Control] = []
        if model.rows:
            rows.append(self._head())
        people = {row.shared.patient: row for row in model.rows}
        rows += alert_list.unsettled(
            s, model.alerts, alert, has_call=not is_wide, row_of=self._alert_row(people)
        )
        meanwhile = first_fetch(s)
        if meanwhile:
            rows.append(ft.Container(parts.stack(*meanwhile), padding=_EDGE))
        shown = [row for row in model.rows if self._desk.shows(row)]
        for need in ("rising", "session", "unread", "rest"):
            rows += self._group(need, [row for row in shown if row.need == need])
        if self._desk.filter is not None and not shown:
            rows.append(ft.Container(parts.small(s._("Nobody now.")), padding=_EDGE))
        rows += alert_list.settled(s, model.alerts, alert)
        if model.rows:
            only = parts.small(s._("Only what was shared with you. Nobody reads this in real time."))
            rows.append(ft.Container(only, padding=ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S24)))
        return rows

    # --- above the groups ---

    def _head(self) -> ft.Control:
        s = self._s
        count = len(self._model.rows)
        people = s.ngettext("{n} person · sorted by need", "{n} people · sorted by need", count)
        lines: list[ft.Control] = [parts.small(people.format(n=count))]
        chips = self._filters()
        if chips:
            lines.append(parts.chip_row(*chips))
        read = all_read_said(s, self._model.rows)
        if read:
            lines.append(parts.small(read))
        if self._common is not None:
            lines.append(parts.small(self._legend()))
        return ft.Container(
            parts.stack(*lines, spacing=0), padding=ft.Padding(t.CARD_PADDING, 0, t.CARD_PADDING, t.S4)
        )

    def _filters(self) -> list[ft.Control]:
        """How many there are of each; one that would show nobody is not offered."""
        _, rows, on = self._s._, self._model.rows, self._desk.filter
        counts: dict[Filter, int] = {one: sum(fits(row, one) for row in rows) for one in FILTERS}
        counts["unread"] = sum(row.shared.unread for row in rows)
        said: dict[Filter, str] = {
            "unread": _("Unread {n}"),
            "session": _("Session soon {n}"),
            "rising": _("Scores rising {n}") if not self._has_lower() else _("Scores moving {n}"),
        }
        return [
            parts.choice_chip(
                said[one].format(n=counts[one]), self._s.guard(partial(self._filter, one)), is_on=on == one
            )
            for one in FILTERS
            if counts[one] or on == one
        ]

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

    def _group(self, need: Need, rows: Sequence[PatientRow]) -> list[ft.Control]:
        if not rows:
            return []
        icon, said, note = self._named(need, rows)
        drawn: list[ft.Control] = [
            ft.Container(
                ft.Row(
                    [
                        ft.Row(
                            [
                                parts.icons.icon(icon, size=18, color=t.MUTED),
                                parts.section(f"{said} · {len(rows)}"),
                            ],
                            spacing=t.S8,
                            tight=True,
                        ),
                        *([parts.small(note)] if note else []),
                    ],
                    wrap=True,
                    spacing=t.S12,
                    run_spacing=0,
                    alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                ),
                padding=_EDGE,
            )
        ]
        for row in rows:
            drawn += [self._row(row, is_chosen=row.id == self._chosen), parts.hairline()]
        return drawn

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

    def _row(
        self, row: PatientRow, *, is_chosen: bool, route: str = "", note: ft.Control | None = None
    ) -> ft.Control:
        return person_row(
            self._s,
            row,
            is_chosen=is_chosen,
            common=self._common,
            has_scores=self._has_scores,
            route=route,
            note=note,
        )

    def _alert_row(self, people: dict[str, PatientRow]) -> alert_list.RowOf:
        def drawn(patient: str | None, route: str, note: ft.Control, is_chosen: bool) -> ft.Control | None:
            row = people.get(patient or "")
            return self._row(row, is_chosen=is_chosen, route=route, note=note) if row is not None else None

        return drawn


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
