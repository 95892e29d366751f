"""`/settings`: what can be set, each with how it stands now. A tab for those who work at a clinic."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_copy import in_short, standing_of
from mobile.screens.frame import Screen
from mobile.screens.panels.row_cards import card_of
from mobile.screens.sync_line import teller


class SettingsHome(Screen):
    """Rows only: every act has its own part."""

    def title(self) -> str:
        return self._("Settings")

    def body(self) -> list[ft.Control]:
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        self.keep(self.s.services.watch_settings(self.on_this_page(self._redraw)))
        copy = self.s.services.clinic_copy
        if copy is not None:
            self.keep(copy.watch(self.on_this_page(self._redraw)))
        if self.s.status is not None:
            self.keep(self.s.status.watch(self.on_this_page(self._redraw)))
        self._redraw()

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    # --- drawing ---

    def _draw(self) -> None:
        _ = self._
        is_patient = self.s.person is None or self.s.person.role == "patient"
        yours = [
            self._sync(),
            self._row("where", _("Where things are kept"), _("Here, at your clinic, and nowhere else")),
        ]
        if is_patient:
            yours.insert(
                0,
                self._row(
                    "reminders",
                    _("Reminders"),
                    _("Of what, when, and in which words")
                    if self.s.services.notifier is not None
                    else _("What is due stands in Lantern"),
                ),
            )
            yours.append(
                self._row("take", _("Take everything with me"), _("A file to read, or one only you can open"))
            )
            if self.s.services.keeps_after_closing:
                yours.append(self._row("bring", _("Bring back a copy"), _("A file you made before")))
        if not is_patient:
            yours.insert(
                0, self._row("reading-days", _("When you read"), _("Your patients see on which days"))
            )
        if is_patient:
            yours += self._clinic_copy()
        self.place.controls[:] = [
            *self._who(),
            parts.section(_("This device")),
            card_of(
                [
                    self._row("lock", _("Lock and PIN"), self._lock_text()),
                    *self._sheet(),
                    self._row("language", _("Language"), "Español" if self.s.language == "es" else "English"),
                    self._row("look", _("How it looks"), self._look_text()),
                ]
            ),
            parts.section(_("Your records") if is_patient else _("Records")),
            card_of(yours),
            parts.section(_("Leaving")),
            card_of(
                [
                    self._row("sign-out", _("Sign out"), self.s.wording.stays_in_short()),
                    self._row(
                        "wipe",
                        _("Destroy what is kept here"),
                        _("What your clinic has stays with your clinic"),
                    ),
                ]
            ),
            card_of([self._row("about", _("About Lantern"), _("Version, licences, what it never does"))]),
        ]

    def _row(self, part: str, name: str, detail: str) -> ft.Control:
        return parts.list_row(
            name,
            detail,
            self.guard(partial(self.s.go, f"/settings/{part}")),
            icon=ICONS[part],
            has_arrow=True,
        )

    def _sheet(self) -> list[ft.Control]:
        """Where a PIN stands before what outlives the page. That there is none is said here, and nowhere else."""
        _, services = self._, self.s.services
        if not (services.keeps_after_closing and self.s.settings.has_pin):
            return []
        text = (
            _("Made: it opens Lantern without the PIN")
            if services.has_sheet
            else _("None. It would help if the PIN is lost")
        )
        return [self._row("sheet", _("Recovery sheet"), text)]

    def _clinic_copy(self) -> list[ft.Control]:
        standing = standing_of(self.s)
        if standing is None:
            return []
        return [
            self._row("clinic-copy", self._("Sealed copy at your clinic"), in_short(self.s, standing)),
        ]

    def _who(self) -> list[ft.Control]:
        person = self.s.person
        if person is None:
            return []
        clinic = self.s.services.clinic_name
        line = self._("Signed in as {name}").format(name=person.name)
        return [parts.small(f"{line} · {clinic}" if clinic else line)]

    def _sync(self) -> ft.Control:
        status = self.s.status.now if self.s.status is not None else None
        words = teller(self.s).words(status, self.s.now())
        return self._row("sync", self._("Sending and receiving"), words.text)

    def _lock_text(self) -> str:
        _ = self._
        settings = self.s.settings
        if not settings.has_pin:
            return _("No PIN")
        if settings.lock_after_s == 0:
            return _("Locks at once when you leave")
        return _("Locks after {time}").format(
            time=self.s.moments.span(timedelta(seconds=settings.lock_after_s))
        )

    def _look_text(self) -> str:
        _ = self._
        settings = self.s.settings
        theme = {"system": _("As the device is set"), "light": _("Light"), "dark": _("Dark")}[settings.theme]
        return f"{theme} · {_('Larger text')}" if settings.larger_text else theme


ICONS: dict[str, ft.IconData] = {
    "lock": parts.icons.ONLY_ME,
    "sheet": ft.Icons.DESCRIPTION_OUTLINED,
    "language": ft.Icons.TRANSLATE_ROUNDED,
    "look": ft.Icons.CONTRAST_ROUNDED,
    "reminders": parts.icons.REMINDERS,
    "sync": ft.Icons.SYNC_ROUNDED,
    "where": ft.Icons.HOME_WORK_OUTLINED,
    "take": ft.Icons.FILE_DOWNLOAD_OUTLINED,
    "bring": ft.Icons.FILE_UPLOAD_OUTLINED,
    "clinic-copy": ft.Icons.CLOUD_DONE_OUTLINED,
    "sign-out": ft.Icons.LOGOUT_ROUNDED,
    "wipe": ft.Icons.DELETE_FOREVER_OUTLINED,
    "about": parts.icons.INFO,
    "reading-days": parts.icons.DAYS,
}
