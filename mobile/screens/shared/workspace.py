"""The therapist's workspace (picture 15): who shared something at the left, what they shared at the right; on a phone, one
after the other.

Only what was shared, exactly as it was written. Nobody is told that anything is urgent: nothing here reads meaning
into words. Opening is reading, and the patient sees when.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.shares import Share
from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import chrome
from mobile.screens.following import FollowingScreen
from mobile.screens.shared.model import KINDS, PatientRow, SharedModel
from mobile.screens.today.view import here_said
from mobile.screens.told import (
    session_day,
    session_detail,
    session_name,
    session_when,
    which_session,
    zone_said,
)

LIST_WIDTH = 340


class Workspace(FollowingScreen):
    """What the three places of the workspace have in common. A subclass says what is chosen."""

    follows = KINDS
    scrolls = False
    widest = 0
    has_back_when_wide = False

    def chosen_patient(self) -> str | None:
        return self.params.get("patient")

    def chosen_copy(self) -> str | None:
        return self.params.get("copy")

    def title(self) -> str:
        """Wide, of the whole workspace; on a phone, where one patient fills it, their name."""
        row = None if self.is_wide else self._row()
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
        self.model = SharedModel(self.records, self.s.now)
        self._place = ft.Column(expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        self._just_read: str | None = None
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
        _ = self._
        if not self.model.rows:
            return self._padded(
                [
                    parts.empty_state(
                        _("Nothing is shared with you yet"),
                        _(
                            "When a patient shares an intention with you, it appears here. They decide, and can take it back."
                        ),
                        icon=parts.icons.SHARED,
                    )
                ]
            )
        unread = sum(row.shared.unread for row in self.model.rows)
        said = (
            self.ngettext("{n} not read yet", "{n} not read yet", unread).format(n=unread)
            if unread
            else _("All read")
        )
        rows: list[ft.Control] = [
            ft.Container(parts.section(said), padding=ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8))
        ]
        for row in self.model.rows:
            rows += [
                self._patient(row, is_chosen=chosen is not None and row.id == chosen.id),
                parts.hairline(),
            ]
        rows.append(
            ft.Container(
                parts.small(_("Only what was shared with you. Nobody reads this in real time.")),
                padding=ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S24),
            )
        )
        return rows

    def _patient(self, row: PatientRow, *, is_chosen: bool) -> ft.Control:
        unread = row.shared.unread
        name = row.name or self._("A patient")
        return parts.list_row(
            name,
            self._line(row),
            self.guard(partial(self.s.go, f"/shared/{row.id}")),
            initial=name[:1],
            note=self._taken_back(row) if row.shared.readable else None,
            unread=unread,
            unread_label=self.ngettext("{n} not read yet", "{n} not read yet", unread).format(n=unread),
            is_chosen=is_chosen,
        )

    def _taken_back(self, row: PatientRow) -> ft.Control | None:
        """Said beside what can still be read, until it was seen."""
        unseen = sum(1 for notice in row.shared.withdrawals if not notice.is_read)
        if not unseen:
            return None
        said = self.ngettext("Withdrew {n} intention", "Withdrew {n} intentions", unseen).format(n=unseen)
        return parts.chip(said, icon=parts.icons.ONLY_ME)

    def _line(self, row: PatientRow) -> str:
        """`Session in 2 days · 1 intention`, `Withdrew 1 intention`."""
        said: list[str] = []
        coming = row.next(self.s.now())
        if coming is not None and coming.start_at is not None:
            away = self.s.moments.away(coming.start_at, self.s.now())
            said.append(f"{session_name(self.s, row.place(coming))} {away}")
        count = len(row.shared.readable)
        if count:
            said.append(self.ngettext("{n} intention", "{n} intentions", count).format(n=count))
        elif row.shared.ended:
            gone = len(row.shared.ended)
            said = [self.ngettext("Withdrew {n} intention", "Withdrew {n} intentions", gone).format(n=gone)]
        return " · ".join(said)

    # --- one patient ---

    def _wide_detail(self, row: PatientRow | None) -> list[ft.Control]:
        if row is None:
            if not self.model.rows:
                return []
            return self._padded(
                [parts.notice(self._("Choose somebody at the left to read what they shared."))]
            )
        share = self.model.chosen(row, self.chosen_copy() or self._just_read)
        main, beside = self._main(row, share), self._beside(row, share)
        return [
            ft.Container(
                ft.ResponsiveRow(
                    [
                        ft.Container(parts.stack(*main, spacing=t.CARD_GAP), col={"xs": 12, "lg": 8}),
                        ft.Container(parts.stack(*beside, spacing=t.CARD_GAP), col={"xs": 12, "lg": 4}),
                    ],
                    spacing=t.S24,
                    run_spacing=t.CARD_GAP,
                ),
                padding=ft.Padding(30, t.S16, 30, t.S24),
            )
        ]

    def _detail(self, row: PatientRow | None) -> list[ft.Control]:
        if row is None:
            return [parts.notice(self._("There is nothing of this person to read now."))]
        share = self.model.chosen(row, self.chosen_copy() or self._just_read)
        return [*self._main(row, share), *self._beside(row, share)]

    def _main(self, row: PatientRow, share: Share | None) -> list[ft.Control]:
        _ = self._
        name = row.name or _("A patient")
        rows: list[ft.Control] = [parts.title(name, level=2)] if self.is_wide else []
        if share is not None and share.copy is not None:
            rows += [parts.small(self._about(row, share)), self._words(share.copy.words)]
            rows.append(parts.small(self._seen(share)))
        elif self.chosen_copy() is not None or row.shared.ended:
            rows.append(
                parts.notice(
                    _("This was taken back. What it said is no longer here."),
                    icon=parts.icons.ONLY_ME,
                    tone="quiet",
                )
            )
        rows += self._withdrawn(row)
        if not self.is_wide:  # there it stands under the list, beside this
            rows.append(parts.small(_("Only what was shared with you. Nobody reads this in real time.")))
        return rows

    def _about(self, row: PatientRow, share: Share) -> str:
        """`Intention for session 3, Tuesday · shared 8:15 AM`."""
        _, s = self._, self.s
        session = row.session(share.copy.session if share.copy else None)
        name = which_session(s, row.place(session)) if session is not None else ""
        day = session_day(s, session)
        what = _("Intention for {session}").format(session=name) if name else _("Intention")
        said = [f"{what}, {day}" if day and name else what]
        if share.told_at is not None:
            said.append(_("shared {when}").format(when=s.moments.near(share.told_at, s.now())))
        return " · ".join(said)

    def _words(self, words: str) -> ft.Control:
        said = parts.own_words(words)
        said.rtl = is_right_to_left(words)
        return parts.card(said)

    def _seen(self, share: Share) -> str:
        if share.read_at is None:
            return self._("The patient is told that you read it once this device is connected.")
        return self._("Read by you, {when}. The patient sees this.").format(
            when=self.s.moments.near(share.read_at, self.s.now())
        )

    def _withdrawn(self, row: PatientRow) -> list[ft.Control]:
        gone = len(row.shared.ended)
        if not gone:
            return []
        said = self.ngettext("Withdrew {n} intention", "Withdrew {n} intentions", gone).format(n=gone)
        latest = max((s.grant.ended_at for s in row.shared.ended if s.grant.ended_at), default=None)
        if latest is not None:
            said = f"{said} · {self.s.moments.near(latest, self.s.now())}"
        return [parts.chip(said, icon=parts.icons.ONLY_ME)]

    def _beside(self, row: PatientRow, share: Share | None) -> list[ft.Control]:
        _, s = self._, self.s
        cards: list[ft.Control] = []
        coming = row.next(s.now())
        if coming is not None:
            name = session_name(s, row.place(coming), with_total=True)
            lines: list[ft.Control] = [
                parts.small(_("Next"), is_strong=True),
                parts.body(f"{name}, {session_when(s, coming)}"),
            ]
            detail = session_detail(s, coming)
            if detail:
                lines.append(parts.small(detail))
            elsewhere = self._elsewhere(coming)
            if elsewhere:
                lines.append(parts.small(elsewhere))
            cards.append(parts.card(*lines, spacing=t.S4))
        others = [one for one in row.shared.readable if one is not share and one.copy is not None]
        if others:
            cards.append(parts.section(_("Other intentions")))
        cards += [self._other(row, one) for one in others]
        return cards

    def _elsewhere(self, session: Session) -> str:
        """Said as Today says it: where this device's clock shows another time than the clinic's."""
        if session.start_at is None:
            return ""
        if self.s.is_hosted:
            return self._("Clinic time ({zone})").format(zone=zone_said(self.s.zone))
        return here_said(self._, session.start_at, self.s.zone, datetime.astimezone, self.s.language)

    def _other(self, row: PatientRow, share: Share) -> ft.Control:
        assert share.copy is not None
        words = parts.own_words(f"“{excerpt(share.copy.words)}”", size=t.SIZE_BODY, max_lines=4)
        words.rtl = is_right_to_left(share.copy.words)
        rows: list[ft.Control] = [parts.small(self._about(row, share), is_strong=True), words]
        if share.unread:
            rows.append(parts.chip(self._("Not read yet"), tone="primary"))
        return parts.card(
            *rows, on_click=self.guard(partial(self.s.go, f"/shared/{row.id}/{share.copy.id}")), spacing=t.S4
        )


def _scrolling(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(
        controls,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
