"""`/practice`: the clinic as it states itself. What it has not stated is not on the page, but for who answers when it is closed: there
the page says so, because somebody may need it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.locations import Location
from mobile.care.practice import OwnDoctor, closed_cover
from mobile.care.safety import clinic_phones
from mobile.care.safety.hours import windows_of
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_words import phone_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.opening_hours import hours_lines
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.practice.protocol import protocol_rows
from mobile.screens.reads.practice import KINDS, Practice, practice

EDGE = ft.Padding(0, t.S4, 0, t.S4)


class PracticePlace(LiveScreen):
    """Reached from Care."""

    follows = KINDS

    def title(self) -> str:
        return self._("Your clinic")

    def body(self) -> list[ft.Control]:
        self._outcome = ""
        return super().body()

    async def load(self) -> None:
        self.known: Practice = await practice(self.records, self.me, self.s.now())

    def drawn(self) -> list[ft.Control]:
        _, clinic, language = self._, self.known.clinic, self.s.language
        if clinic is None:
            nothing = _("Your clinic has said nothing of itself here yet.")
            return [*([parts.notice(nothing)] if self.has_all else []), *clinic_numbers(self.s)]
        rows: list[ft.Control] = [parts.heading(clinic.name or _("Your clinic"))]
        if about := clinic.about.in_language(language):
            rows.append(parts.body(about))
        rows += self._where()
        rows += self._numbers()
        rows += protocol_rows(self.s, self.known)
        rows += self._doctors()
        return [*rows, self._ways()]

    # --- where and when ---

    def _where(self) -> list[ft.Control]:
        """Each house with its address, to be copied into whatever map somebody uses: no map is asked from here."""
        rows: list[ft.Control] = []
        clinic, houses = self.known.clinic, self.known.houses
        if clinic is not None and clinic.address and not any(one.address for one in houses):
            rows.append(parts.card(*self._lines(clinic.address), spacing=t.S4))
        for house in houses:
            rows.append(parts.card(*self._address(house), *self._hours(house), spacing=t.S4))
        if self._outcome:
            rows.append(parts.notice(self._outcome, is_live=True))
        return [parts.section(self._("Where and when")), *rows] if rows else []

    def _address(self, house: Location) -> list[ft.Control]:
        _, language, clinic = self._, self.s.language, self.known.clinic
        named = house.name.in_language(language)
        rows: list[ft.Control] = []
        if named and (clinic is None or named != clinic.name):
            rows.append(parts.subheading(named))
        rows += self._lines(house.address) if house.address else []
        if about := house.about.in_language(language):
            rows.append(parts.small(about))
        return rows

    def _lines(self, address: Sequence[str]) -> list[ft.Control]:
        copy = self.guard(partial(self.on_copy, "\n".join(address)))
        button = parts.text_button(self._("Copy the address"), copy, icon=parts.icons.COPY)
        lines = [parts.body(line) for line in address]
        return [ft.MergeSemantics(parts.stack(*lines, spacing=0)), ft.Row([button], wrap=True)]

    def _hours(self, house: Location) -> list[ft.Control]:
        lines = hours_lines(self.s, windows_of(list(house.times)))
        if days_off := house.exceptions.in_language(self.s.language):
            lines.append(days_off)
        if not lines:
            return []
        named = parts.strong(self._("Open"))
        return [ft.MergeSemantics(parts.stack(named, *map(parts.body, lines), spacing=0))]

    async def on_copy(self, address: str, _event: Any = None) -> None:
        is_copied = await self.s.copy(address)
        self._outcome = (
            self._("Copied. Paste it into the map you use.")
            if is_copied
            else self._("It could not be copied here.")
        )
        await self.redraw()

    # --- who answers ---

    def _numbers(self) -> list[ft.Control]:
        _, closed = self._, self._when_closed()
        return [
            parts.section(_("Whom to call")),
            *clinic_numbers(self.s),
            *([parts.small(closed)] if closed else []),
            parts.card(
                parts.list_row(
                    _("Support now"),
                    _("Crisis lines, and your clinic’s numbers"),
                    self.guard(partial(self.s.go, "/support")),
                    icon=parts.icons.SUPPORT,
                    icon_tone="support",
                    has_arrow=True,
                ),
                padding=EDGE,
            ),
        ]

    def _when_closed(self) -> str:
        """By the hours of the houses and of each number."""
        _ = self._
        house = [window for one in self.known.houses for window in windows_of(list(one.times))]
        phones = [one for one in clinic_phones(self.s.support_card()) if one.is_theirs(self.s.now())]
        named = {phone_text(_, one.label) or one.phone: closed_cover(house, one.windows) for one in phones}
        always = [name for name, cover in named.items() if cover == "always"]
        at_times = [name for name, cover in named.items() if cover == "at_times"]
        if always:
            return _("While your clinic is closed, you reach: {names}.").format(names=", ".join(always))
        if at_times:
            return _("While your clinic is closed, you reach at some hours: {names}.").format(
                names=", ".join(at_times)
            )
        if not self.has_all or any(one.hours for one in phones):  # in words, which stand with the number
            return ""
        return _("Your clinic has not said here who answers while it is closed. Ask it before you need it.")

    # --- one's own doctors ---

    def _doctors(self) -> list[ft.Control]:
        _, clinic, known = self._, self.known.clinic, self.known
        statement = clinic.own_doctors.in_language(self.s.language) if clinic is not None else ""
        rows: list[ft.Control] = []
        if statement:
            rows += [parts.small(_("Your clinic says:")), parts.body(statement)]
        for doctor in known.doctors:
            rows += [*([parts.hairline()] if rows else []), self._doctor(doctor)]
        if not rows:
            return []
        return [parts.section(_("Your own doctors")), parts.card(*rows, spacing=t.S8)]

    def _doctor(self, one: OwnDoctor) -> ft.Control:
        _ = self._
        titles = [signed.title or _("An agreement") for signed in self.known.agreed.get(one, ())]
        lines = [_("In your clinic’s record as your doctor.")]
        if titles:
            lines.append(
                _("You signed that they may see something: {titles}.").format(titles=", ".join(titles))
            )
        elif self.has_all:
            lines.append(_("No agreement that you signed here names them."))
        return ft.MergeSemantics(
            parts.stack(parts.strong(one.name), *(parts.small(line) for line in lines), spacing=0)
        )

    def _ways(self) -> ft.Control:
        _ = self._
        places = (
            (_("Who is who"), _("Each person, and what they can see of yours"), "/team", parts.icons.PERSON),
            (
                _("Agreements"),
                _("What you agree to, and since when"),
                "/agreements",
                ft.Icons.HANDSHAKE_OUTLINED,
            ),
            (
                _("Help with cost"),
                _("What your clinic lists"),
                "/help-with-cost",
                ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED,
            ),
        )
        rows: list[ft.Control] = []
        for name, detail, route, icon in places:
            way = self.guard(partial(self.s.go, route))
            rows += [*([parts.hairline()] if rows else [])]
            rows.append(parts.list_row(name, detail, way, icon=icon, has_arrow=True))
        return parts.card(*rows, spacing=0, padding=EDGE)
