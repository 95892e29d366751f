"""`/settings/reminders`: whether this phone reminds, of what, when not, and in exactly which words; and whether it is likely to.

Where no phone shows anything this says so, and what is due stands in Lantern all the same.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.reminders.choices import SUBJECTS, Subject
from mobile.reminders.reminder import Gathered
from mobile.reminders.wall_clock import WallClock
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.reminders import KINDS, Reminders, RemindersReading
from mobile.screens.reminder_words import ReminderText, channel_name, neutral, subject_name
from mobile.screens.settings.reminders_health import HealthActs, health_card
from mobile.screens.settings.reminders_model import ReminderSwitch
from mobile.screens.settings.reminders_times import TimesCards


class RemindersPart(LiveScreen):
    """Of a patient's own device."""

    follows = KINDS
    switch: ReminderSwitch | None = None

    def title(self) -> str:
        return self._("Reminders")

    def body(self) -> list[ft.Control]:
        self.reading = RemindersReading()
        self.clock = WallClock(None if self.s.services.is_own_device else self.s.zone)
        return super().body()

    async def shown(self) -> None:
        notifier = self.s.services.notifier
        if notifier is not None:
            self.switch = ReminderSwitch(self.records, notifier, self.look_soon, self.s.now)
        await super().shown()
        if self.switch is not None:
            self.s.run(self.switch.look())

    async def load(self) -> None:
        self.known: Reminders = await self.reading.read(self.records, self.s.now(), self.s.zone, self.clock)
        zone = self.s.zone if self.known.is_zone_known else None
        self.reminder_text = ReminderText(self.s.speech, zone, self.clock)

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _, switch = self._, self.switch
        if self.s.person is None or self.s.person.role != "patient":
            return [parts.notice(_("This is for patients."))]
        see = parts.outline_button(_("See what is due"), self.guard(partial(self.s.go, "/reminders")))
        texts = parts.outline_button(_("Text messages"), self.guard(partial(self.s.go, "/reminders/texts")))
        if switch is None:
            text = _("Nothing appears by itself here. Lantern shows what is due when you open it.")
            on_phone = _("In the app on a phone you can be reminded.")
            return [parts.body(text), parts.small(on_phone), see, texts]
        if not self.known.choices.is_on:
            return [*self._trouble(switch), *self._meaning(), see, texts]
        return [
            *self._trouble(switch),
            *health_card(self.s, switch.phone, self._acts(), is_tried=switch.is_tried),
            self._subjects(),
            *TimesCards(self.s, self.known.choices, switch.change).drawn(),
            *self._words(switch),
            see,
            texts,
            parts.outline_button(_("Turn reminders off"), self.guard(self.on_off)),
        ]

    def _acts(self) -> HealthActs:
        return HealthActs(self.on_try, self.on_look, self.on_exact, self.on_settings)

    def _meaning(self) -> list[ft.Control]:
        _ = self._
        text = _("This phone can remind you of what your clinic plans with you. It is off now.")
        asks = _("Your phone will ask whether Lantern may show reminders.")
        return [
            parts.body(text),
            self._preview(_("What it shows"), neutral(self.s.speech)),
            parts.primary_button(_("Turn reminders on"), self.guard(self.on_turn_on)),
            parts.small(asks),
        ]

    def _trouble(self, switch: ReminderSwitch) -> list[ft.Control]:
        _ = self._
        if switch.trouble == "refused":
            text = _(
                "To change it, open your phone’s settings for Lantern, then Notifications, and allow them."
            )
            title = _("Your phone does not let Lantern show reminders.")
            button = parts.text_button(_("Open the phone’s settings"), self.guard(self.on_settings))
            return [parts.notice(text, title=title, tone="support", action=button, is_live=True)]
        if switch.trouble == "not_shown":
            text = _("Your phone did not do that. Nothing else was changed.")
            return [parts.notice(text, tone="support", is_live=True)]
        return []

    def _subjects(self) -> ft.Control:
        off = self.known.choices.off
        rows = [
            parts.toggle_row(
                subject_name(self.s.speech, one),
                is_on=one not in off,
                on_change=self.guard(partial(self.on_subject, one)),
            )
            for one in SUBJECTS
        ]
        return parts.card(parts.heading(self._("Remind me of")), *rows)

    def _words(self, switch: ReminderSwitch) -> list[ft.Control]:
        _, has_detail = self._, self.known.choices.has_detail
        rows: list[ft.Control] = [
            parts.heading(_("The words")),
            parts.toggle_row(
                _("Say what it is"),
                detail=_("Otherwise every reminder says the same, and nothing of you"),
                is_on=has_detail,
                on_change=self.guard(self.on_detail),
            ),
        ]
        if has_detail:
            hidden = (
                _("Your phone is asked to hide these words while it is locked.")
                if switch.hides_words
                else _(
                    "These words can be read on the locked phone, unless its own settings hide them there."
                )
            )
            kept = _("The phone keeps them outside of Lantern, where your PIN does not guard them.")
            rows.append(parts.small(f"{hidden} {kept}"))
        return [parts.card(*rows), self._preview(_("What it shows"), self._exact_words())]

    def _exact_words(self) -> tuple[str, str]:
        """Those of the next one, as they are handed to the phone."""
        coming: Gathered | None = next((one for one in self.known.gathered if one.at > self.known.now), None)
        if coming is None or not self.known.choices.has_detail:
            return neutral(self.s.speech)
        return self.reminder_text.in_detail(coming)

    def _preview(self, name: str, words: tuple[str, str]) -> ft.Control:
        title, text = words
        return parts.outlined_card(
            parts.small(name, is_strong=True), parts.small("Lantern"), parts.strong(title), parts.body(text)
        )

    # --- acts ---

    async def on_turn_on(self) -> None:
        if self.switch is not None:
            await self.switch.turn_on()
            await self.redraw()

    async def on_off(self) -> None:
        if self.switch is not None:
            await self.switch.turn_off()
            await self.redraw()

    async def on_subject(self, subject: Subject, is_on: bool) -> None:
        if self.switch is not None:
            await self.switch.change(lambda one: one.turned(subject, is_on=is_on))

    async def on_detail(self, is_on: bool) -> None:
        if self.switch is not None:
            await self.switch.change(lambda one: replace(one, has_detail=is_on))
            await self.redraw()

    async def on_try(self) -> None:
        if self.switch is not None:
            await self.switch.try_one(self._exact_words(), channel_name(self.s.speech))
            await self.redraw()

    async def on_look(self) -> None:
        if self.switch is not None:
            await self.switch.look()
            await self.redraw()

    async def on_exact(self) -> None:
        if self.switch is not None:
            await self.switch.allow_exact()
            await self.redraw()

    async def on_settings(self, _: Any = None) -> None:
        if self.switch is not None:
            await self.switch.open_settings()
            await self.redraw()
