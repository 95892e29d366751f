"""`/settings/clinic-copy`: a sealed copy of everything at the clinic. What it is, turning it on and off, how it stands, what is there.

Every sentence about the copy is made from what was acknowledged. It must never say that something is there, or gone, before.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.decision_guard import Waits
from mobile.care.prompts import Protocol
from mobile.clinic_copy.standing import AtClinic, Standing
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.sheet_words import COUNT
from mobile.screens.clinic_copy import ClinicCopy, day_text
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.panels.put_off import ask_again_button, waits_for_another_day, waits_text
from mobile.screens.panels.row_cards import card_of
from mobile.screens.panels.trouble_notice import trouble_notice
from mobile.screens.reads.guarded import waits_now
from mobile.screens.settings.clinic_copy_model import CopyKeeping
from mobile.screens.settings.clinic_copy_words import (
    about_cards,
    hindrance_notice,
    left_notices,
    status_card,
)
from mobile.screens.settings.hidden_stays import hidden_stays
from mobile.screens.watching import WatchingScreen

ROUTE = "/settings/clinic-copy"


class ClinicCopyPart(WatchingScreen):
    """Follows the copy, and whether deleting waits for a session."""

    follows = (Session, Protocol)
    keeping: CopyKeeping | None = None
    waits: Waits | None = None

    def title(self) -> str:
        return self._("Sealed copy at your clinic")

    @property
    def _copy(self) -> ClinicCopy | None:
        return self.s.services.clinic_copy

    def body(self) -> list[ft.Control]:
        self.place = parts.stack(spacing=t.CARD_GAP)
        copy = self._copy
        self.keeping = CopyKeeping(self.s.services, copy, self._redraw) if copy is not None else None
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        if self._copy is not None and self.keeping is not None:
            self.keep(self._copy.watch(self.on_this_page(self._on_copy)))
            self.keep(self.s.services.watch_settings(self.on_this_page(self._redraw)))
            if self.s.records is not None:
                self.watch()
            await self.look_again()
            self.s.run(self.keeping.look())

    async def look_again(self) -> None:
        if self.s.records is not None:
            self.waits = await waits_now(self.s.records, self.s.now(), self.s.zone)
        self._redraw()

    async def hidden(self) -> None:
        if self.keeping is not None:
            self.keeping.leave()

    def _on_copy(self) -> None:
        self._redraw()
        if self.keeping is not None:
            self.s.run(self.keeping.look_after_change())

    # --- acts ---

    def on_sheet(self) -> None:
        self.s.go("/settings/sheet")

    def on_pin_first(self) -> None:
        self.s.go("/settings/pin")

    def on_bring(self) -> None:
        self.s.go("/settings/clinic-copy-bring")

    async def on_turn_on(self) -> None:
        _, keeping = self._, self.keeping
        if keeping is not None and await self.s.ask(
            _("Do you still have your recovery sheet?"),
            _(
                "Only its {n} words open the copy. If the paper is lost, nobody can open it, and neither can Lantern."
            ).format(n=COUNT),
            yes=_("Yes, I have it"),
            no=_("Not now"),
        ):
            await keeping.turn_on()

    async def on_pin(self, pin: str) -> None:
        if self.keeping is not None:
            await self.keeping.take_pin(pin)

    def on_cancel(self) -> None:
        if self.keeping is not None:
            self.keeping.cancel()

    async def on_turn_off(self) -> None:
        _, keeping = self._, self.keeping
        if await self._is_put_off():
            return
        if keeping is not None and await self.s.ask(
            _("Turn it off?"),
            self._turned_off_text(),
            yes=_("Turn it off"),
            no=_("Keep it on"),
            danger=True,
        ):
            await keeping.turn_off()

    def _turned_off_text(self) -> str:
        _, copy = self._, self._copy
        if copy is None or not copy.now.has_some_there:
            return _("Nothing is sent any more. What is kept here stays.")
        return _(
            "Nothing is sent any more, and your clinic is asked to delete the copy from this device. This page says when it "
            "has. What is kept here stays."
        )

    async def _is_put_off(self) -> bool:
        records = self.s.records
        return records is not None and await waits_for_another_day(self.s, records, "delete", ROUTE)

    async def on_remove(self, one: AtClinic) -> None:
        _, keeping = self._, self.keeping
        if await self._is_put_off():
            return
        if keeping is not None and await self.s.ask(
            _("Delete this copy at your clinic?"),
            _(
                "Your clinic is asked to delete it. Once it has, this copy cannot be brought back. If Lantern still keeps a copy "
                "on the device it is from, that device puts up a new one."
            ),
            yes=_("Delete it"),
            no=_("Keep it"),
            danger=True,
        ):
            await keeping.remove(one.name)

    async def on_try(self) -> None:
        if self.keeping is not None:
            await self.keeping.try_again()

    async def on_fewer(self) -> None:
        if self.keeping is not None:
            await self.keeping.take_fewer()

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        copy, keeping = self._copy, self.keeping
        if copy is None or keeping is None:
            self.place.controls[:] = [parts.body(self._nothing_text())]
        elif keeping.where == "asking_pin":
            self.place.controls[:] = [
                PinEntry(self, self._("Your PIN, because the copy holds everything"), self.on_pin),
                parts.outline_button(self._("Cancel"), self.guard(self.on_cancel)),
            ]
        else:
            now = copy.now
            drawn = self._on(now) if now.is_on else self._off(now)
            self.place.controls[:] = [
                *self._trouble(keeping),
                *hidden_stays(self, self._("Your hidden entries are not in it.")),
                *drawn,
                *self._there(keeping),
                *(self._way_off() if now.is_on else []),
            ]

    def _nothing_text(self) -> str:
        _ = self._
        if not self.s.services.keeps_after_closing:
            return _("This page keeps nothing when it is closed, so there is nothing to make a copy of.")
        return _("There is no such copy for this account.")

    def _trouble(self, keeping: CopyKeeping) -> list[ft.Control]:
        return trouble_notice(self, keeping.trouble)

    def _off(self, now: Standing) -> list[ft.Control]:
        return [
            *left_notices(self, now, self.on_try),
            *about_cards(self),
            self._way_on(),
        ]

    def _way_on(self) -> ft.Control:
        _ = self._
        if self.s.services.has_sheet:
            return parts.primary_button(_("Turn it on"), self.guard(self.on_turn_on))
        if self.s.settings.has_pin:
            return parts.card(
                parts.body(_("It needs a recovery sheet, whose words you have checked. There is none yet.")),
                parts.gap(t.S4),
                parts.primary_button(_("Make a recovery sheet"), self.guard(self.on_sheet)),
            )
        return parts.card(
            parts.body(_("It needs a recovery sheet, and that needs a PIN. There is none yet.")),
            parts.gap(t.S4),
            parts.primary_button(_("Choose a PIN"), self.guard(self.on_pin_first)),
        )

    def _on(self, now: Standing) -> list[ft.Control]:
        return [
            status_card(self, now),
            *hindrance_notice(self, now, self.on_try, self.on_fewer, self.on_sheet),
            *left_notices(self, now, self.on_try),
            *about_cards(self, is_on=True),
        ]

    def _way_off(self) -> list[ft.Control]:
        """Nothing is deleted on the day of a session."""
        if self.waits is not None and self.s.records is not None:
            ask_again = ask_again_button(self.s, self.s.records, "delete", ROUTE, self.waits)
            return [
                parts.notice(
                    waits_text(self.s, "delete", self.waits.until),
                    title=self._("This waits until after your session."),
                    tone="prepare",
                    action=ask_again,
                )
            ]
        text = self._("Turn it off and delete it there")
        return [parts.outline_button(text, self.guard(self.on_turn_off), tone="danger")]

    def _there(self, keeping: CopyKeeping) -> list[ft.Control]:
        """What the clinic lists, of this device and others."""
        _, copies = self._, keeping.copies
        if copies is None:
            if not keeping.could_not_look:
                return []
            return [parts.small(_("What is at your clinic could not be asked just now."))]
        if not copies:
            return []
        rows = [self._row(one) for one in copies]
        return [
            parts.section(_("At your clinic now")),
            card_of(rows),
            parts.small(
                _(
                    "Each device on which you turn this on keeps a copy of its own there. None replaces another’s."
                )
            ),
            parts.soft_button(_("Bring one back"), self.guard(self.on_bring)),
        ]

    def _row(self, one: AtClinic) -> ft.Control:
        _ = self._
        name = _("Copy of {day}").format(day=day_text(self.s, one.sent_at)) if one.sent_at else _("Copy")
        origin = _("From this device") if one.is_of_this_device else _("From another device")
        detail = origin if one.is_whole else f"{origin} · {_('Not whole')}"
        if one.is_of_this_device or self.waits is not None:
            return parts.list_row(name, detail, None, icon=parts.icons.ONLY_ME)
        delete = parts.text_button(
            _("Delete"),
            self.guard(partial(self.on_remove, one)),
            tone="danger",
            label=f"{_('Delete')}: {name}",
        )
        return parts.list_row(name, detail, None, icon=parts.icons.ONLY_ME, trailing=delete)
