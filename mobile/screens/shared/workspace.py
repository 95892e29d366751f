"""The therapist's workspace (picture 15): who shared something at the left, what they shared at the right; on a phone, one
after the other. What is chosen, marking it read, and the two halves; `people` draws the one, `reading` the other.

Only what was shared, exactly as it was written: nothing here reads meaning into words. Opening is reading, and the patient
sees when. Above it stand the alerts that the clinic's own table sends to this person, until they are settled.
"""

from __future__ import annotations

import flet as ft

from mobile.care.shares import Share
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import chrome
from mobile.screens.first_fetch import first_fetch
from mobile.screens.following import FollowingScreen
from mobile.screens.shared import people, reading
from mobile.screens.shared.alert_pane import AlertPane
from mobile.screens.shared.alerts import AlertRow
from mobile.screens.shared.given_pane import given_drawn
from mobile.screens.shared.model import KINDS, PatientRow, SharedModel

LIST_WIDTH = 340
ALERT_WIDTH = 640


class Workspace(FollowingScreen):
    """What the places of the workspace have in common. A subclass says what is chosen."""

    follows = KINDS
    scrolls = False
    widest = 0
    has_back_when_wide = False

    def chosen_patient(self) -> str | None:
        return self.params.get("patient")

    def chosen_copy(self) -> str | None:
        return self.params.get("copy")

    def chosen_alert(self) -> AlertRow | None:
        """The one asked for; on a wide screen with nobody chosen the one that comes before everything else."""
        asked = self.params.get("alert")
        if asked is None and self.is_wide and self.chosen_patient() is None:
            return self.model.first_alert()
        return self.model.alert(asked)

    def title(self) -> str:
        """Wide, of the whole workspace; on a phone, where one patient fills it, their name."""
        row = None if self.is_wide else self._row() or self.chosen_alert()
        return (row.name or self._("A patient")) if row is not None else self._("Shared with you")

    async def redraw(self) -> None:
        before = self.title()
        await super().redraw()
        if self.title() != before:
            chrome.rehead(self)
            if self.is_mounted(self.framed):
                self.framed.update()

    def body(self) -> list[ft.Control]:
        self._is_due = False
        self.model = SharedModel(self.records, self.s.now, self.person.fhir_user)
        self._place = ft.Column(expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        self._just_read: str | None = None
        self._alert = AlertPane(self)
        return [self._place]

    async def load(self) -> None:
        await self.model.load()
        row = self._row()
        if row is None:
            return
        share = self.model.chosen(row, self.chosen_copy() or self._just_read)
        if share is None and self.chosen_copy() is None:
            share = self.model.chosen(row, None)
        if share is not None and share.copy is not None:
            self._just_read = share.copy.id
            has_changed = await self.model.mark_read(share)
        else:
            self._just_read = None
            has_changed = False
        if await self.model.mark_withdrawals_seen(row) or has_changed:
            await self.model.load()

    def _row(self) -> PatientRow | None:
        """The chosen patient. On a wide screen with none chosen nothing is opened, so nothing is marked read by itself."""
        return self.model.row(self.chosen_patient())

    def resized(self, is_wide: bool) -> None:
        chrome.rehead(self)
        self._place.controls[:] = self.drawn()

    # --- drawing ---

    def whole(self) -> list[ft.Control]:
        """How far the first fetch is stands in the list, below what is urgent."""
        return self.drawn()

    def drawn(self) -> list[ft.Control]:
        row = self._row()
        if self.is_wide:
            return [
                ft.Row(
                    [
                        ft.Container(
                            _scrolling(self._list(row)),
                            width=LIST_WIDTH,
                            border=ft.Border(right=ft.BorderSide(1, t.LINE)),
                        ),
                        ft.Container(_scrolling(self._wide_detail(row)), expand=True),
                    ],
                    expand=True,
                    spacing=0,
                    vertical_alignment=ft.CrossAxisAlignment.STRETCH,
                )
            ]
        if "alert" in self.params:
            return [_scrolling(self._padded(self._alert_drawn()))]
        if self.chosen_patient() is None:
            return [_scrolling(self._list(None))]
        return [_scrolling(self._padded(self._detail(row)))]

    def _padded(self, controls: list[ft.Control]) -> list[ft.Control]:
        return [
            ft.Container(
                parts.stack(*controls, spacing=t.CARD_GAP),
                padding=ft.Padding(t.PAGE_MARGIN, t.S8, t.PAGE_MARGIN, t.S24),
            )
        ]

    def _list(self, chosen: PatientRow | None) -> list[ft.Control]:
        if not self.model.rows and not self.model.alerts:
            return self._padded([people.nobody_yet(self.s)] if self.has_all else first_fetch(self.s))
        alert = self.chosen_alert() if chosen is None else None
        return people.listed(
            self.s, self.model, chosen, alert.id if alert is not None else None, is_wide=self.is_wide
        )

    # --- one alert ---

    def _alert_drawn(self) -> list[ft.Control]:
        alert = self.chosen_alert()
        if alert is None:
            return self._missing(self._("This alert is not here any more."))
        return self._alert.drawn(alert, is_wide=self.is_wide)

    # --- one patient ---

    def _wide_detail(self, row: PatientRow | None) -> list[ft.Control]:
        if "alert" in self.params or (row is None and self.chosen_alert() is not None):
            return [
                ft.Container(
                    ft.Container(_together(self._alert_drawn()), width=ALERT_WIDTH),
                    padding=ft.Padding(30, t.S16, 30, t.S24),
                    alignment=ft.Alignment.TOP_LEFT,
                )
            ]
        if row is None:
            if not self.model.rows:
                return []
            return self._padded(
                [parts.notice(self._("Choose somebody at the left to read what they shared."))]
            )
        share = self.model.chosen(row, self.chosen_copy() or self._just_read)
        main = self._main(row, share)
        beside = [*reading.beside(self.s, row, share), *given_drawn(self.s, row)]
        return [
            ft.Container(
                ft.ResponsiveRow(
                    [
                        ft.Container(_together(main), col={"xs": 12, "lg": 8}),
                        ft.Container(_together(beside), col={"xs": 12, "lg": 4}),
                    ],
                    spacing=t.S24,
                    run_spacing=t.CARD_GAP,
                ),
                padding=ft.Padding(30, t.S16, 30, t.S24),
            )
        ]

    def _detail(self, row: PatientRow | None) -> list[ft.Control]:
        if row is None:
            return self._missing(self._("There is nothing of this person to read now."))
        share = self.model.chosen(row, self.chosen_copy() or self._just_read)
        return [*self._main(row, share), *reading.beside(self.s, row, share), *given_drawn(self.s, row)]

    def _missing(self, said: str) -> list[ft.Control]:
        """What was asked for is not here; before all is here nothing more than that is known."""
        if self.has_all:
            return [parts.notice(said)]
        return [] if self.is_wide else first_fetch(self.s)  # wide, the list beside it says so

    def _main(self, row: PatientRow, share: Share | None) -> list[ft.Control]:
        is_gone = self.chosen_copy() is not None and self.has_all
        return reading.words(self.s, row, share, is_wide=self.is_wide, is_gone=is_gone)


def _together(controls: list[ft.Control]) -> ft.Control:
    """A column that is read out to its end before the one beside it, one thing after the other."""
    apart: list[ft.Control] = [ft.Semantics(container=True, content=one) for one in controls]
    return ft.Semantics(container=True, content=parts.stack(*apart, spacing=t.CARD_GAP))


def _scrolling(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(
        controls,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
