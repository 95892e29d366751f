"""`/settings/where`: what is on this device, what is at the clinic, what nobody gets, and what Lantern cannot protect.

Plain and true in each way of running: it must never promise a lock or a copy that this way does not have.
"""

from __future__ import annotations

import flet as ft

from mobile.care.ledger.kept import Ledger
from mobile.design import parts
from mobile.screens.clinic_copy import standing_of, there_text
from mobile.screens.ledger_words import held_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.ledger import KINDS, patient_ledger


class WherePart(LiveScreen):
    """Four cards of words; what the clinic has is computed from the ledger."""

    follows = KINDS

    def title(self) -> str:
        return self._("Where it is kept")

    @property
    def _is_staff(self) -> bool:
        return self.s.person is not None and self.s.person.role == "practitioner"

    @property
    def _is_patient(self) -> bool:
        return self.s.person is not None and self.s.person.role == "patient"

    async def load(self) -> None:
        self.ledger = await patient_ledger(self.records, self.s.now()) if self._is_patient else Ledger()

    def drawn(self) -> list[ft.Control]:
        _ = self._
        return [
            self._card(_("Here"), self._here(), parts.icons.ONLY_ME),
            self._card(_("At your clinic"), self._at_the_clinic(), ft.Icons.LOCAL_HOSPITAL_OUTLINED),
            self._card(
                _("Nowhere else"),
                _(
                    "Lantern speaks with your clinic and with nobody else. It counts nothing, shows no advertising, "
                    "and its makers receive nothing about you."
                ),
                ft.Icons.BLOCK_ROUNDED,
            ),
            self._card(_("What Lantern cannot protect"), self._left_over(), parts.icons.INFO),
        ]

    def _card(self, title: str, text: str, icon: ft.IconData) -> ft.Control:
        return parts.card(
            ft.Row(
                [parts.icons.icon(icon), ft.Container(parts.heading(title), expand=True)],
                spacing=12,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            ),
            parts.body(text),
        )

    def _here(self) -> str:
        has_copy = bool(there_text(self.s, standing_of(self.s)))
        return self.s.wording.what_is_here(is_staff=self._is_staff, has_clinic_copy=has_copy)

    def _at_the_clinic(self) -> str:
        _ = self._
        if self._is_staff:
            return _(
                "What patients share, for as long as they share it, and what your clinic writes itself. "
                "Your clinic also keeps a record of who opened what."
            )
        held = held_text(self.s, self.ledger)
        sealed = there_text(self.s, standing_of(self.s))
        if not self.has_all:  # what is here is not all of it
            text = _("Your clinic has your record. What is in it is still being fetched.")
            return f"{text} {sealed}" if sealed else text
        first = (
            _("Of you: {parts}.").format(parts=held) if held else _("Nothing of yours that is known here.")
        )
        recorded = (
            _("Your clinic also keeps a record of who opened what.")
            if self.ledger.is_reading_recorded
            else _("Your clinic’s system has not said who opened what.")
        )
        return f"{first} {sealed} {recorded}" if sealed else f"{first} {recorded}"

    def _left_over(self) -> str:
        return self._(
            "A device that lies open with Lantern open. A device somebody else controls in secret. "
            "And what was read before you took it back: it cannot be unread."
        )
