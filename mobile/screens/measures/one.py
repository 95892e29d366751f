"""`/measures/<measure>`: one measure: due or not, the line and its words, every answer as a list, and where it comes from."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.measures import Row
from mobile.care.resource import text_at
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.measures.pieces import slip_card, trend_card
from mobile.screens.panels.measures.sentences import (
    due_text,
    minutes_text,
    name_text,
    next_text,
    no_total_text,
    number,
    range_text,
)
from mobile.screens.reads.measures import KINDS, Measure, measures
from mobile.screens.reads.readiness import answers_route, form_route
from mobile.screens.status_text import begun

PAGE = 50
"""Rows drawn at once: years of answers are listed in full, a page at a time."""


class OneMeasure(LiveScreen):
    """One measure."""

    follows = KINDS
    one: Measure | None = None
    listed: int = PAGE

    def title(self) -> str:
        return name_text(self.s, self.one) if self.one is not None else self._("How you’ve been")

    async def load(self) -> None:
        known = await measures(self.records, self.s.now(), self.s.zone)
        self.one = next((one for one in known if one.name == self.params["measure"]), None)

    def looks(self) -> object:
        return self.s.moments.local(self.s.now()).date(), self.one, self.listed

    def drawn(self) -> list[ft.Control]:
        _, one = self._, self.one
        if one is None and not self.has_all:
            return []
        if one is None:
            return [parts.notice(_("This measure is not part of your plan now."))]
        rows: list[ft.Control] = []
        if one.slip is not None:
            rows.append(slip_card(self, one))
        rows.append(self._due(one))
        if one.shows_totals and one.trend is not None and one.trend.points:
            rows.append(trend_card(self.s, one))
        elif one.instrument is not None and one.instrument.is_total_for_clinician and one.answered:
            rows.append(parts.notice(_("Your clinic reads the total of this one together with you.")))
        rows += self._list(one)
        rows.append(self._about(one))
        return rows

    def _due(self, one: Measure) -> ft.Control:
        """Due now with the way in, or when it is next."""
        _ = self._
        if not one.can_be_asked:
            return parts.notice(
                _(
                    "It is not asked for now: your clinic has not finished setting up who is told about some answers."
                )
            )
        if one.due is None:
            text = begun(next_text(self.s, one)) or _("It is not due now")
            rhythm = one.schedule.rhythm.in_language(self.s.language) if one.schedule is not None else ""
            return parts.card(*[parts.strong(text), *([parts.small(rhythm)] if rhythm else [])])
        draft = one.due.draft
        minutes = begun(minutes_text(self.s, one))
        return parts.card(
            parts.subheading(_("Due now"), level=2, color=t.PREPARE),
            parts.body(due_text(self.s, one)),
            *([parts.small(minutes, color=t.INK)] if minutes else []),
            parts.primary_button(
                _("Go on") if draft else _("Answer it now"),
                self.guard(partial(self.s.go, form_route(draft or one.name))),
            ),
            tone="prepare",
        )

    def _list(self, one: Measure) -> list[ft.Control]:
        """Every answer and session in time, the last first: what the line shows, for whoever does not see it."""
        _ = self._
        rows: list[ft.Control] = []
        if one.trend is not None and one.shows_totals:
            rows = [self._row(one, row) for row in reversed(one.trend.rows)]
        else:
            for response in one.answered:
                if response.first_answered_at is not None:
                    way = self.guard(partial(self.s.go, answers_route(response.id)))
                    when = self.s.moments.full_date(response.first_answered_at)
                    rows.append(parts.list_row(when, "", way, has_arrow=True))
        if not rows:
            return []
        ruled: list[ft.Control] = []
        for number_, row in enumerate(rows[: self.listed]):
            ruled += [parts.hairline(), row] if number_ else [row]
        more = parts.outline_button(_("Show more"), self.guard(self.on_more))
        return [
            parts.section(_("Every answer, and your sessions")),
            parts.card(*ruled, spacing=0, padding=ft.Padding(0, t.S4, 0, t.S4)),
            *([more] if len(rows) > self.listed else []),
        ]

    async def on_more(self) -> None:
        self.listed += PAGE
        await self.redraw()

    def _row(self, one: Measure, row: Row) -> ft.Control:
        _ = self._
        when = self.s.moments.full_date(row.at)
        if row.session is not None:
            name = _("Session {number}").format(number=row.session.number)
            way = self.guard(partial(self.s.go, "/plan"))
            return parts.list_row(
                name, when, way, icon=parts.icons.SESSION, icon_tone="session", has_arrow=True
            )
        point = row.point
        assert point is not None
        response = one.response(point.names)
        way = self.guard(partial(self.s.go, answers_route(response.id))) if response is not None else None
        if point.total is None:
            return parts.list_row(no_total_text(self.s, one, point), when, way, has_arrow=way is not None)
        text = _("Total {total}").format(total=number(point.total))
        return parts.list_row(text, when, way, has_arrow=way is not None)

    def _about(self, one: Measure) -> ft.Control:
        """What it is, and where it was published: the instrument's own words about itself."""
        _, resource = self._, one.form.to_resource()
        lines = [one.form.description.in_language(self.s.language), range_text(self.s, one)]
        notes: list[str] = []
        if one.instrument is not None and one.instrument.citation:
            notes.append(_("Scoring: {source}").format(source=one.instrument.citation))
        copyright_ = text_at(resource, "copyright")
        if copyright_:
            notes.append(copyright_)
        return parts.card(
            parts.subheading(_("What this is"), level=2),
            *(parts.body(line) for line in lines if line),
            parts.small(_("Scores are one view of how you are, not a verdict.")),
            *(parts.small(note) for note in notes),
        )
