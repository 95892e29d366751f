"""The list at the left of the workspace, by need: alerts first, then whose score moved by the clinic's rule, whose session is
near, whose words wait, everybody else. Drawn from the listing and kept nowhere; opening somebody is the route's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import flet as ft

from mobile.care.morning import Need
from mobile.care.names import is_named
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import first_fetch, first_looks
from mobile.screens.frame import Surroundings
from mobile.screens.list_sizes import ListSizes
from mobile.screens.panels.agreed_way import agreed_row
from mobile.screens.pieces_kept import KeptPieces
from mobile.screens.shared import alert_list
from mobile.screens.shared.in_care import InCare
from mobile.screens.shared.list_head import EDGE, ListHead, common_key, has_lower
from mobile.screens.shared.listing import Listing
from mobile.screens.shared.model import PatientRow
from mobile.screens.shared.person_row import RowTexts, person_row, row_text
from mobile.screens.shared.row_words import rule_text
from mobile.screens.shared.summary.keeping import summary_route

NARROW_FROM = 1.2
"""Letters so many times as large as usual leave no room for a score beside a name."""


def nobody_yet(s: Surroundings) -> ft.Control:
    """Before anybody shared anything."""
    _ = s._
    return parts.empty_state(
        _("Nothing is shared with you yet"),
        _("When a patient shares something with you, it appears here. They decide, and can take it back."),
        icon=parts.icons.SHARED,
    )


class PeopleList:
    """Draws the list of one place. What says the same as before stays the same control. `on_letters` draws it anew."""

    def __init__(
        self, s: Surroundings, head: ListHead, sizes: ListSizes | None, on_letters: Callable[[], None]
    ) -> None:
        """`sizes`: hears where everything stands, where that is asked for."""
        self._s, self._head, self._sizes, self._on_letters = s, head, sizes, on_letters
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
        self,
        listing: Listing,
        chosen: str | None,
        alert: str | None,
        *,
        is_wide: bool,
        at_first: int = 0,
        in_care: Sequence[InCare] = (),
        points: int | None = None,
    ) -> list[ft.Control]:
        """`chosen`: the open patient as in a route; `alert`: the open alert. `at_first`: no more rows than that; 0: all.
        `in_care`: whose summary the reader keeps and who shares nothing with them; `points`: how many talking points of agreements are
        open, None where the reader is shown no agreements."""
        s, self._listing = self._s, listing
        self._kept.begin()
        self._names: list[str] = []
        self._room = at_first or len(listing.rows) + len(listing.alerts)
        self._chosen = chosen
        self._common = common_key(listing.rows)
        self._has_scores = any(row.score is not None for row in listing.rows)
        rows: list[ft.Control] = [self._hidden] if listing.rows else []
        rows += [self._piece("head", self._head.looks(), self._head.drawn)] if listing.rows else []
        if not listing.rows and not listing.alerts:
            rows.append(
                self._piece("nobody yet", None, lambda: ft.Container(nobody_yet(self._s), padding=EDGE))
            )
        rows += self._alerts(alert, has_call=not is_wide)
        if points is not None:
            rows.append(self._piece("agreed", points, partial(_way, s, points)))
        rows += [self._piece("find", None, self._head.find)] if self._head.has_find else []
        meanwhile = first_fetch(s)
        if meanwhile:
            fetch = ft.Container(parts.stack(*meanwhile), padding=EDGE)
            rows.append(self._piece("fetch", first_looks(s), lambda: fetch))
        for need in ("rising", "session", "unread", "rest"):
            rows += self._group(need, listing.group(need))
        if self._room > 0 or not at_first:
            rows += self._in_care(in_care)
            rows += self._below(alert)
        if self._sizes is not None:
            self._sizes.names = self._names
        return rows

    def _below(self, alert: str | None) -> list[ft.Control]:
        """What ends the list."""
        s, listing = self._s, self._listing
        rows: list[ft.Control] = []
        if listing.rows and not listing.people:
            nobody = s._("Nobody of this name.") if listing.desk.find.strip() else s._("Nobody now.")
            rows.append(self._small("nobody", nobody, EDGE))
        settled = [row for row in listing.alerts if row.is_settled]
        if settled:
            looks = [(alert_list.alert_looks(s, row), row.id == alert) for row in settled]
            rows.append(self._piece("settled", looks, lambda: alert_list.settled(s, settled, alert)))
        if listing.rows:
            only = s._("Only what was shared with you. Nobody reads this in real time.")
            rows.append(self._small("only", only, ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S24)))
        return rows

    def _piece(self, name: str, looks: object, draw: Callable[[], ft.LayoutControl]) -> ft.Control:
        self._names.append(name)

        def drawn() -> ft.Control:
            piece = draw()
            if self._sizes is not None:
                self._sizes.watch(name, piece)
            return piece

        return self._kept.piece(name, looks, drawn)

    def _small(self, name: str, text: str, padding: ft.Padding) -> ft.Control:
        return self._piece(name, text, lambda: ft.Container(parts.small(text), padding=padding))

    # --- the groups ---

    def _alerts(self, alert: str | None, *, has_call: bool) -> list[ft.Control]:
        s, listed = self._s, self._listing.unsettled
        if not listed:
            return []
        people = {row.shared.patient: row for row in self._listing.rows}
        text = s.ngettext("{n} alert not settled", "{n} alerts not settled", len(listed))
        drawn = [self._header("alert", parts.icons.FLAG, text.format(n=len(listed)), "")]
        for one in listed[: self._take(len(listed))]:
            whose, is_chosen = people.get(one.alert.patient or ""), one.id == alert
            if whose is not None:
                row = self._row_texts(whose, is_chosen=is_chosen, route=one.route)
            else:  # it does not say whom it is about: it is read all the same
                row = RowTexts(one.route, one.name or s._("A patient"), "", is_chosen=is_chosen)
            looks = row, alert_list.alert_looks(s, one), has_call
            draw = partial(alert_list.unsettled, s, one, row, has_call=has_call)
            drawn.append(self._piece(alert_name(one.id), looks, draw))
        return drawn

    def _group(self, need: Need, rows: Sequence[PatientRow]) -> list[ft.Control]:
        if not rows or not self._room:
            return []
        icon, text, note = self._named(need, rows)
        # One who is open stands where they stood: what they called for may be done.
        count = sum(row.need == need for row in rows)
        drawn = [self._header(need, icon, f"{text} · {count}", note)]
        for row in rows[: self._take(len(rows))]:
            one = self._row_texts(row, is_chosen=row.id == self._chosen)
            drawn.append(self._piece(row_name(row.id), one, partial(_lined, self._s, one)))
        return drawn

    def _in_care(self, people: Sequence[InCare]) -> list[ft.Control]:
        """The way to the first line of their summary. What they share is asked for by the filters: then they are not shown."""
        s, desk = self._s, self._listing.desk
        shown = [one for one in people if desk.filter is None and is_named(one.name, desk.find)]
        if not shown:
            return []
        text = s._("In your care, nothing shared with you")
        drawn = [self._header("in care", parts.icons.NOTES, f"{text} · {len(shown)}", "")]
        for one in shown:
            row = RowTexts(
                summary_route(one.id), one.name or s._("A patient"), s._("No line in the summary yet")
            )
            drawn.append(self._piece(f"in care {one.id}", row, partial(_lined, s, row)))
        return drawn

    def _take(self, wanted: int) -> int:
        """How many rows there is room for now."""
        taken = min(wanted, self._room)
        self._room -= taken
        return taken

    def _header(self, name: str, icon: ft.IconData, text: str, note: str) -> ft.Control:
        def drawn() -> ft.LayoutControl:
            mark = parts.icons.icon(icon, size=18, color=t.MUTED)
            line: list[ft.Control] = [alert_list.headed(mark, text)]
            line += [parts.small(note)] if note else []
            between = ft.MainAxisAlignment.SPACE_BETWEEN
            row = ft.Row(line, wrap=True, spacing=t.S12, run_spacing=0, alignment=between)
            return ft.Container(row, padding=EDGE)

        return self._piece(f"header {name}", (text, note), drawn)

    def _row_texts(self, row: PatientRow, *, is_chosen: bool, route: str = "") -> RowTexts:
        return row_text(
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
            text = _("Score moving") if has_lower(self._listing.rows) else _("Score rising")
            return parts.icons.RISING, text, self._rule_of(rows)
        return {
            "session": (parts.icons.SOON, _("Session within two days"), ""),
            "unread": (parts.icons.UNREAD, _("Unread"), ""),
        }.get(need, (parts.icons.READ, _("Nothing unread"), ""))

    def _rule_of(self, rows: Sequence[PatientRow]) -> str:
        """The rule in numbers where it is one for all of them."""
        rules = {row.score.rule for row in rows if row.score is not None}
        rule = next(iter(rules), None)
        if rule is None or len(rules) > 1:
            return self._s._("by the clinic's rules")
        return rule_text(self._s, rule)


def row_name(patient: str) -> str:
    """Of a person's piece; `patient` as in a route."""
    return f"row {patient}"


def alert_name(alert: str) -> str:
    """Of an alert's piece."""
    return f"alert {alert}"


def _way(s: Surroundings, points: int) -> ft.LayoutControl:
    return ft.Container(agreed_row(s, points), border=ft.Border(bottom=ft.BorderSide(1, t.LINE)))


def _lined(s: Surroundings, text: RowTexts) -> ft.LayoutControl:
    return ft.Container(person_row(s, text), border=ft.Border(bottom=ft.BorderSide(1, t.LINE)))
