"""`/ride/<id>`: who takes the patient home from one session. The name and numbers are kept as they are typed, here alone; asking
by a link sends what the page says it sends. It never says that somebody comes who has not said so for this time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any

import flet as ft

from mobile.care.ride import LONGEST_NAME
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.first_fetch import first_fetch, has_all
from mobile.screens.panels.ride_card import without_ride
from mobile.screens.reads import agenda as due
from mobile.screens.reads import ride as rides
from mobile.screens.reads.agenda import Agenda, AgendaReading, tick
from mobile.screens.ride.cards import RideCards
from mobile.screens.ride.model import Outcome, RideWriting
from mobile.screens.status_text import StatusText, begun, session_when
from mobile.screens.writing.saved_line import SavedLine
from mobile.screens.writing.screen import WritingScreen


class RideHome(WritingScreen):
    """Somebody to be written down, or what became of asking them."""

    follows = tuple(dict.fromkeys((*due.KINDS, *rides.KINDS)))
    _is_loaded = False
    _trouble = ""

    def title(self) -> str:
        return self._("Ride home")

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    # --- made once ---

    def body(self) -> list[ft.Control]:
        _ = self._
        self._is_loaded = False
        self.model = RideWriting(
            self.records, self.params["id"], self.s.now, start=self.s.run, on_change=self._on_change
        )
        self.cards = RideCards(self.s, self.model, self)
        self.name = parts.text_field(_("Their name"), on_change=self.guard(self.on_name))
        self.number = self._phone(
            _("Their number"),
            "number",
            _("For you to call. It goes nowhere unless you choose so below."),
        )
        self.call = self._phone(
            _("Your own number"), "call", _("If you like. They see it on the page, to call you.")
        )
        self.reach = parts.toggle_row(
            _("Your clinic may have their number"),
            detail=_("Only if they agree. Ask them first."),
            on_change=self.guard(self.on_reach),
        )
        self.line = SavedLine(
            self.s, self._line_text(), self._line_text, lambda: self.model.is_saved and not self.model.trouble
        )
        self.top, self.below = parts.stack(spacing=t.CARD_GAP), parts.stack(spacing=t.CARD_GAP)
        self.form = parts.card(
            self.name, self.number, self.reach, self.call, self.line.control, spacing=t.S12
        )
        self.form.visible = False
        return [self.top, self.form, self.below]

    def _phone(self, label: str, name: str, helper: str) -> ft.TextField:
        return parts.text_field(
            label,
            helper=helper,
            keyboard=ft.KeyboardType.PHONE,
            on_change=self.guard(partial(self.on_beside, name)),
        )

    def _line_text(self) -> StatusText:
        trouble, words = self.model.trouble, self.s.wording
        if trouble is not None and not self.model.is_saved:
            return StatusText(words.words_not_saved(is_full=trouble == "full"), "attention")
        if not self.model.is_saved:
            return StatusText(self._("Saving"), "page")
        if self.model.noun.is_empty:
            return StatusText(words.before_the_first_word() or words.kept(), words.kept_drawing)
        return StatusText(words.kept(), words.kept_drawing)

    # --- coming and going ---

    async def shown(self) -> None:
        with self.watched():
            await self._load()
            self._is_loaded = True
            self.go_on()
            self._show_fields()
            self._redraw()

    async def _load(self) -> None:
        await self.model.load()
        self.agenda: Agenda = await self.reading.read(self.records, self.model.visits, self.s.zone)

    async def look_again(self) -> None:
        await self._load()
        self._show_fields()
        self._redraw()

    @property
    def draft(self) -> RideWriting | None:
        return self.model if self._is_loaded else None

    def recall(self, before: Any) -> None:
        assert isinstance(before, RideWriting)
        self.model.recall(before)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        if not self._is_loaded or not self.form.visible:
            return []
        beside = (("number", self.number), ("call", self.call))
        return [(self.name, self._late_name), *((one, partial(self._late, name)) for name, one in beside)]

    def _late_name(self, words: str) -> None:
        (self.model.type if self.s.door() == "open" else self.model.catch)(words)

    def _late(self, name: str, text: str) -> None:
        (self.model.set_beside if self.s.door() == "open" else self.model.catch_beside)(name, text)

    def _on_change(self) -> None:
        if self._is_loaded:
            self.line.say()

    # --- drawing ---

    def _show_fields(self) -> None:
        """What another page wrote, where nobody is writing here."""
        if not self.model.is_saved:
            return
        plan = self.model.noun
        for field, text in ((self.name, plan.words), (self.number, plan.number), (self.call, plan.call)):
            parts.show_words(field, text)
        self.reach.set(plan.may_be_reached)

    def _redraw(self) -> None:
        model, ride = self.model, self.model.ride
        is_writing = model.can_ask and ride.request is None
        self.form.visible = is_writing
        below: list[ft.Control] = []
        if is_writing:
            below = [*self._ask(), *self.cards.leaving(), *self._without_a_link()]
        elif model.can_ask and ride.request is not None:
            below = self.cards.asked(ride.request)
        for stack, drawn in ((self.top, self._top()), (self.below, below)):
            reconcile.put_rows(stack.controls, drawn)
            parts.redraw(stack)
        parts.redraw(self.form)

    def _top(self) -> list[ft.Control]:
        session = self.model.session
        if session is None:
            gone = [parts.notice(self._("This session is not on your plan any more."))]
            return gone if has_all(self.s) else first_fetch(self.s)
        if not self.model.can_ask:
            return [parts.notice(self._("This session is over, or does not take place."))]
        rows: list[ft.Control] = [
            *first_fetch(self.s),
            parts.small(begun(session_when(self.s, session)), is_strong=True),
        ]
        if self.model.ride.request is None:
            rules = self.agenda.asks.rules.of("ride")
            rows += [parts.body(one.text.in_language(self.s.language)) for one in rules if one.text]
        return [*rows, *without_ride(self.s, self.agenda, self.model.ride)]

    def _ask(self) -> list[ft.Control]:
        _ = self._
        rows: list[ft.Control] = [self.cards.given()]
        if self._trouble:
            rows.append(parts.notice(self._trouble, tone="danger", is_live=True))
        rows.append(parts.primary_button(_("Ask for a link"), self.guard(self.on_ask)))
        rows.append(
            parts.small(
                _(
                    "Your clinic’s system answers with a link for you to hand on. Not every clinic’s does; "
                    "until it has, this page says so."
                )
            )
        )
        return rows

    def _without_a_link(self) -> list[ft.Control]:
        """For whoever arranged it otherwise: the clinic's own step, ticked here and told to nobody."""
        items = [one for one in self.agenda.of(self.model.session, "ride") if one.is_on(self.agenda.now)]
        if not items:
            return []
        box = parts.check_row(
            self._("It is arranged without a link"),
            detail=self._("A mark for yourself. Your clinic does not see it."),
            is_on=all(one.is_done for one in items),
            on_change=self.guard(partial(self.on_arranged, tuple(items))),
        )
        return [parts.card(box)]

    # --- acts ---

    def on_name(self, e: Any) -> None:
        """Captured before anything is awaited."""
        self.model.type(e.control.value or "")
        ft.context.disable_auto_update()

    def on_beside(self, name: str, e: Any) -> None:
        """The same, of a number."""
        self.model.set_beside(name, e.control.value or "")
        ft.context.disable_auto_update()

    def on_reach(self, is_on: bool) -> None:
        self.model.set_beside("may_be_reached", is_on)
        self._redraw()

    async def on_arranged(self, items: Sequence[Any], is_on: bool) -> None:
        for one in items:
            if one.is_done != is_on:
                await tick(self.records, one.key)
        await self.look_again()

    async def on_ask(self) -> None:
        patient = self.person.patient or self.person.fhir_user
        self._trouble = self._trouble_text(await self.model.ask(patient, self.s.language))
        await self.look_again()

    def _trouble_text(self, outcome: Outcome) -> str:
        _ = self._
        return {
            "asked": "",
            "no_name": _("Write their name first."),
            "long_name": _("A name can have {n} letters here. Shorten it.").format(n=LONGEST_NAME),
            "no_number": _("A number has digits, spaces and hyphens alone. Look at it again."),
            "no_session": _("This session is over, or does not take place."),
            "not_saved": self.s.wording.words_not_saved(is_full=self.model.trouble == "full"),
        }[outcome]

    async def on_copy(self, link: str) -> None:
        self.cards.is_copy_refused = not await self.s.copy(link)
        if not self.cards.is_copy_refused:
            self.s.say(self._("Copied. Nothing was sent."))
        self._redraw()

    async def on_try_again(self) -> None:
        await self.model.try_again()
        self._redraw()

    def on_take_back(self, is_for_another: bool) -> None:
        """Asks once; never waits for anything."""
        self.s.run(self._take_back(is_for_another))

    async def _take_back(self, is_for_another: bool) -> None:
        _, name = self._, self.model.ride.name
        if await self.s.ask(
            _("Take the link back?"),
            _(
                "Once your clinic knows, nobody can answer there, and what {name} answered no longer counts. "
                "They are not told: tell them yourself."
            ).format(name=name),
            yes=_("Take back"),
            no=_("Keep it"),
        ):
            await self.model.take_back(forgets=is_for_another)
        await self.look_again()
