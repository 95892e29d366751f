"""`/calendar` and `/session/<id>/calendar`: session times for the patient's own calendar, all of them or one's. By default they say one neutral
word; whoever looks at the calendar learns no more. Lantern cannot change a calendar: a moved or called off time is a new file."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.records.errors import StoreError
from mobile.screens.calendar.model import OwnCalendar
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.given_times import time_text
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.given_times import KINDS

FILE = "appointments.ics"
MOST_LISTED = 50


class ForCalendar(LiveScreen):
    """Reached from a session, from Plan, and from Today while the calendar has an old time."""

    follows = tuple(dict.fromkeys((*visiting.KINDS, *KINDS)))

    def title(self) -> str:
        return self._("Your calendar")

    def body(self) -> list[ft.Control]:
        self.model = OwnCalendar(self.records, self.s.now, self.params.get("id"))
        self.saver: Saver = PickerSaver(self.page)
        self._trouble = ""
        return super().body()

    async def load(self) -> None:
        await self.model.load()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _, model = self._, self.model
        rows: list[ft.Control] = [
            parts.body(_("A file with your session times, for the calendar you use. Lantern sends nothing."))
        ]
        if not model.coming and not model.called_off:
            none = parts.notice(_("No session with a fixed time is planned."))
            return [*rows, *([none] if self.has_all else []), *self._had()]
        return [*rows, self._what(), *self._state(), *self._saving(), *self._had()]

    def _what(self) -> ft.Control:
        """Exactly what a calendar shows."""
        _, model = self._, self.model
        rows: list[ft.Control] = [parts.heading(_("What it will show"))]
        for session in model.coming[:MOST_LISTED]:
            if session.start_at is not None:
                name = (session.name if model.has_detail else "") or _("Appointment")
                time = time_text(self.s, session.start_at, session.ends_at)
                rows.append(parts.body(_("{title}: {time}").format(title=name, time=time)))
        more = len(model.coming) - MOST_LISTED
        if more > 0:
            rows.append(parts.small(self.ngettext("and {n} more", "and {n} more", more).format(n=more)))
        rows += [
            parts.small(_("Not any more: {time}").format(time=time_text(self.s, one.start_at, one.end_at)))
            for one in model.called_off
        ]
        if model.coming:
            rows.append(
                parts.toggle_row(
                    _("Say what it is"),
                    detail=_("Otherwise it only says “Appointment”"),
                    is_on=model.has_detail,
                    on_change=self.guard(self.on_detail),
                )
            )
        return parts.card(*rows)

    def _state(self) -> list[ft.Control]:
        _, model = self._, self.model
        if model.before is None:
            return []
        if model.is_up_to_date:
            return [parts.small(_("You saved these times as they are now."))]
        if model.called_off or any(one.session in self._coming() for one in model.changed):
            text = _(
                "A time has changed since you saved it. Save the file again and open it in your calendar."
            )
            return [parts.notice(text, tone="prepare")]
        return []

    def _coming(self) -> set[str]:
        return {one.reference for one in self.model.coming}

    def _saving(self) -> list[ft.Control]:
        _ = self._
        rows: list[ft.Control] = [
            parts.primary_button(_("Save as a calendar file"), self.guard(self.on_file)),
        ]
        if self._trouble:
            rows.append(parts.notice(self._trouble, tone="support", is_live=True))
        rows.append(
            parts.small(
                _("Open the file with your calendar. A time saved before is replaced by its new one.")
            )
        )
        if self.model.called_off:
            rows.append(
                parts.small(
                    _("Some calendars keep a time that is called off. Then delete it there yourself.")
                )
            )
        return rows

    def _had(self) -> list[ft.Control]:
        if self.model.before is None:
            return []
        stop = parts.text_button(self._("Stop telling me when one changes"), self.guard(self.on_forget))
        return [stop]

    # --- acts ---

    async def on_detail(self, is_on: bool) -> None:
        self.model.has_detail = is_on
        await self.redraw()

    async def on_file(self) -> None:
        saving, self._trouble = self.model.saving(), ""
        made = Made(FILE, self.model.file(saving, self._("Appointment")))
        try:
            if not await self.saver.save(made, self.title()):
                return
            await self.model.saved(saving)
            self.s.say(self._("Saved. Open it with your calendar."))
        except CannotSave:
            self._trouble = self._("The file could not be saved there.")
        except StoreError:
            self._trouble = self._("The file is saved. This phone could not keep that you have it.")
        await self.redraw()

    async def on_forget(self) -> None:
        await self.model.forget()
        await self.redraw()
