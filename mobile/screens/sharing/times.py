"""`/sharing/times`: session times, and nothing else, for somebody the patient trusts. The patient hands them over; nothing is sent."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.agenda import Session
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import StoreError
from mobile.records.ports import Keeping
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.given_times import handed_text, holder_name, renew_text, time_text
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.given_times import KINDS, Holder
from mobile.screens.sharing.times_model import Handing, TimesModel

FILE = "times.ics"


class SessionTimes(LiveScreen):
    """Reached from What I share, and from Today while somebody has an old time."""

    follows = tuple(dict.fromkeys((*visiting.KINDS, *KINDS)))

    def title(self) -> str:
        return self._("Session times")

    def body(self) -> list[ft.Control]:
        self.model = TimesModel(self.records, self.s.now)
        self.saver: Saver = PickerSaver(self.page)
        self.name = parts.text_field(
            self._("Their name"), helper=self._("Only for you, to know who has them. You can leave it empty.")
        )
        self._trouble = ""
        return super().body()

    async def load(self) -> None:
        if self.recalled is not None:
            self.name.value, self.recalled = str(self.recalled), None
        await self.model.load()

    def unsaved(self) -> str | None:
        """The name that is typed, over a lock."""
        return (self.name.value or None) if self.model.holder is None else None

    async def seal(self, records: Keeping) -> bool:
        """A name alone is nothing to keep in the store: it goes on in this place."""
        return False

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _, model = self._, self.model
        rows: list[ft.Control] = [
            parts.body(
                _(
                    "Someone you trust can have the times of your sessions and nothing else. "
                    "Lantern sends nothing: you hand them over yourself."
                )
            )
        ]
        if not model.coming and not model.called_off:
            if self.has_all:
                rows.append(parts.notice(_("No session with a fixed time is planned.")))
        else:
            rows += [self._for_whom(), *self._choosing(), self._handing()]
        return [*rows, *self._holders()]

    def _for_whom(self) -> ft.Control:
        """A name to write, or whom all of this is for."""
        _, holder = self._, self.model.holder
        if holder is None:
            return self.name
        name = parts.strong(_("For {name}").format(name=holder_name(self.s, holder.given)))
        return parts.Beside(name, parts.text_button(_("For somebody else"), self.guard(self.on_somebody_new)))

    def _choosing(self) -> list[ft.Control]:
        sessions = self.model.coming
        if not sessions:
            return []
        ticks = [
            parts.check_row(
                time_text(self.s, session.start_at, session.ends_at),
                is_on=self.model.is_chosen(session),
                on_change=self.guard(partial(self.on_choose, session)),
            )
            for session in sessions
            if session.start_at is not None
        ]
        return [parts.card(parts.heading(self._("Which times")), *ticks)]

    def _handing(self) -> ft.Control:
        _ = self._
        rows: list[ft.Control] = [parts.heading(_("What they get"))]
        words = self._words()
        if not words:
            return parts.card(*rows, parts.small(_("Choose at least one time.")))
        rows += [
            parts.body(words),
            parts.small(_("It names no clinic and no treatment.")),
            parts.gap(t.S4),
            parts.primary_button(_("Copy the words"), self.guard(self.on_copy)),
        ]
        rows.append(parts.soft_button(_("Save as a calendar file"), self.guard(self.on_file)))
        if self._trouble:
            rows.append(parts.notice(self._trouble, tone="support", is_live=True))
        rows.append(parts.small(_("What you have handed over stays with them.")))
        return parts.card(*rows)

    def _words(self) -> str:
        return handed_text(self.s, self.model.times, self.model.called_off)

    def _holders(self) -> list[ft.Control]:
        holders = self.model.holders
        return [parts.heading(self._("Copied or saved for")), *map(self._holder, holders)] if holders else []

    def _holder(self, one: Holder) -> ft.Control:
        _, given = self._, one.given
        n = len(given.times)
        what = self.ngettext("{n} session, copied or saved {when}", "{n} sessions, copied or saved {when}", n)
        name = holder_name(self.s, given)
        rows: list[ft.Control] = [
            parts.strong(name),
            parts.small(what.format(n=n, when=self.s.moments.near(given.given_at, self.s.now()))),
        ]
        if one.changed:
            old = [time_text(self.s, each.start_at, each.end_at) for each in one.changed]
            rows.append(
                parts.notice(
                    "\n".join(old), title=self.ngettext("This has changed", "These have changed", len(old))
                )
            )
            rows.append(
                parts.soft_button(
                    renew_text(self.s, one, self.model.visits.sessions),
                    self.guard(partial(self.on_again, one)),
                )
            )
        rows.append(
            parts.text_button(
                _("Remove from this list"),
                self.guard(partial(self.on_forget, one)),
                label=_("Remove {name} from this list").format(name=name),
            )
        )
        return parts.card(*rows)

    # --- acts ---

    async def on_choose(self, session: Session, is_on: bool) -> None:
        self.model.choose(session, is_chosen=is_on)
        await self.redraw()

    async def on_again(self, one: Holder, _: Any = None) -> None:
        """Everything above is for them now."""
        self.model.turn_to(one)
        await self.redraw()

    async def on_somebody_new(self) -> None:
        self.model.turn_to(None)
        self.name.value = ""
        await self.redraw()
        if self.is_mounted(self.name):
            await self.name.focus()

    def _now_handed(self) -> Handing:
        return self.model.handing(self.name.value or "")

    async def on_copy(self) -> None:
        handing = self._now_handed()
        if await self.s.copy(handed_text(self.s, handing.times, handing.called_off)):
            await self._handed(handing, self._("Copied. Paste it where you like. Nothing was sent."))
        else:
            await self._fails(self._("It could not be copied here. You can save it as a calendar file."))

    async def on_file(self) -> None:
        handing = self._now_handed()
        made = Made(FILE, self.model.file(handing, self._("Appointment")))
        try:
            is_saved = await self.saver.save(made, self.title())
        except CannotSave:
            await self._fails(self._("The file could not be saved there."))
            return
        if is_saved:
            await self._handed(handing, self._("The file is yours to pass on. Nothing was sent."))

    async def _fails(self, text: str) -> None:
        self._trouble = text
        await self.redraw()

    async def _handed(self, handing: Handing, text: str) -> None:
        self._trouble = ""
        try:
            await self.model.handed_over(handing)
        except StoreError:
            text = self._("It is yours to pass on. This phone could not keep who has it.")
        self.s.say(text)
        await self.redraw()

    def on_forget(self, one: Holder, _: Any = None) -> None:
        self.s.run(self._forget(one))

    async def _forget(self, one: Holder) -> None:
        """After a question. It is only forgotten here."""
        if await self.s.ask(
            self._("Remove this from your list?"),
            self._(
                "They keep the times that you gave them. You are no longer shown when one of them changes."
            ),
            yes=self._("Remove"),
            no=self._("Keep it"),
        ):
            await self.model.forget(one)
            await self.redraw()
