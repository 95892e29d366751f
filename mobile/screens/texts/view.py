"""`/reminders/texts`: reminders by text message, for a phone that Lantern cannot reach or by choice: what comes word for word, to which
number, what the clinic has confirmed. Of a number that was given only the last digits are shown.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.decision_guard import Waits
from mobile.care.text_offer import TextOffer
from mobile.care.text_wish import TextWish
from mobile.design import parts
from mobile.records.errors import NotSaved
from mobile.records.ports import Keeping, SendState
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.put_off import ask_again_button
from mobile.screens.reads import guarded
from mobile.screens.reads import text_wish as texting
from mobile.screens.reads.open_addresses import TEXTS_ROUTE
from mobile.screens.status_text import standing_text
from mobile.screens.texts.cards import TextCards
from mobile.screens.texts.model import Outcome, WishingForTexts


class TextMessages(LiveScreen):
    """A number to begin with; after that, whatever the clinic made of it."""

    follows = tuple(dict.fromkeys((*texting.KINDS, *guarded.KINDS)))
    _trouble = ""

    def title(self) -> str:
        return self._("Text messages")

    def body(self) -> list[ft.Control]:
        self.model = WishingForTexts(self.records, self.s.now, self.s.zone)
        self.cards = TextCards(self.s, self.model)
        self.field = parts.text_field(
            self._("Your number"),
            helper=self._("Of a phone that only you read."),
            keyboard=ft.KeyboardType.PHONE,
            on_change=self.guard(self.on_type),
            on_submit=self.guard(self.on_ask),
        )
        # Made once: a field whose card is drawn anew loses the cursor, and what is typed meanwhile goes nowhere.
        self.number_card = parts.card(self.field)
        return super().body()

    async def load(self) -> None:
        if self.recalled is not None:
            self.model.number, self.recalled = str(self.recalled), None
            self.model.is_choosing = True
            self.field.value = self.model.number
        await self.model.load()

    def unsaved(self) -> str | None:
        """The number that is typed, over a lock."""
        return self.model.number or None

    async def seal(self, records: Keeping) -> bool:
        """A number alone is nothing to keep in the store: it goes on in this place."""
        return False

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        model, wish = self.model, self.model.wish
        rows = self._leaving()
        if wish is not None and not model.is_choosing and model.state != "refused":
            return [*rows, *self._standing(wish)]
        refused = (
            self.cards.standing(wish, model.offer) if wish is not None and model.state == "refused" else []
        )
        return [*rows, *refused, *self._form()]

    def _form(self) -> list[ft.Control]:
        _, model, offer = self._, self.model, self.model.offer
        intro = parts.body(
            _(
                "Your clinic’s server can send a text message when something is due, also to a phone without Lantern."
            )
        )
        if offer is None:
            none = _("Your clinic does not offer text messages here.")
            return [intro, parts.notice(none)] if self.has_all else [intro]
        rows: list[ft.Control] = [intro]
        meant = [self.cards.when_they_come(), self.cards.who_gets_what()]
        if model.waits is not None:
            again = ask_again_button(self.s, self.records, "share", TEXTS_ROUTE, model.waits)
            waits = parts.notice(self._waits(model.waits), tone="prepare", action=again)
            return [*rows, waits, *self._leave(), *meant]
        preview = self.cards.preview(offer, model.words, self.s.language, has_page=model.has_page)
        rows += [self.number_card, parts.card(*self._choices(offer)), preview, *meant]
        if self._trouble:
            rows.append(parts.notice(self._trouble, tone="danger", is_live=True))
        rows.append(parts.primary_button(_("Ask for text messages"), self.guard(self.on_ask)))
        return [*rows, *self._leave()]

    def _leave(self) -> list[ft.Control]:
        """Where other choices are made, and there is something to leave."""
        if not (self.model.is_choosing and self.model.wish is not None):
            return []
        return [parts.text_button(self._("Leave it as it is"), self.guard(self.on_leave))]

    def _choices(self, offer: TextOffer) -> list[ft.Control]:
        _, model, language = self._, self.model, self.s.language
        words = [parts.Choice(key, text.in_language(language)) for key, text in offer.words]
        rows: list[ft.Control] = [
            parts.small(_("Which words"), is_strong=True),
            parts.choice_list(words, model.words, self.guard(self.on_words), label=_("Which words")),
        ]
        if offer.silent_after is not None:
            whens = [
                parts.Choice("silent", self.cards.only_where_silent(offer.silent_after)),
                parts.Choice("always", _("Each time something is due.")),
            ]
            rows.append(parts.small(_("When one is sent"), is_strong=True))
            rows.append(
                parts.choice_list(whens, model.when, self.guard(self.on_when), label=_("When one is sent"))
            )
        rows.append(
            parts.toggle_row(
                _("With the address of your page for that day"),
                detail=_(
                    "Where you asked for such a page on the session’s page. Whoever reads the message can open it."
                ),
                is_on=model.has_page,
                on_change=self.guard(self.on_page),
            )
        )
        return rows

    def _standing(self, wish: TextWish) -> list[ft.Control]:
        _, model, offer = self._, self.model, self.model.offer
        rows: list[ft.Control] = [*self._unsent(), *self.cards.standing(wish, offer)]
        if offer is not None and model.state in ("on", "to_confirm"):
            rows.append(self.cards.preview(offer, wish.words, wish.language, has_page=wish.has_page))
        if model.state == "on" and model.has_other_times:
            use = parts.soft_button(_("Use the new times"), self.guard(self.on_new_times))
            text = _(
                "You chose other times for your reminders since. Text messages still go by the earlier ones."
            )
            rows.append(parts.notice(text, tone="prepare", action=use))
        elif model.state == "on":
            rows.append(self.cards.when_they_come())
        rows.append(self.cards.who_gets_what())
        rows.append(parts.outline_button(_("Choose anew"), self.guard(self.on_anew)))
        rows.append(parts.text_button(_("Turn text messages off"), self.guard(self.on_off), tone="support"))
        return rows

    def _leaving(self) -> list[ft.Control]:
        if self.model.texting is None or not self.model.texting.is_leaving:
            return []
        text = self._(
            "Turned off here. Your clinic does not know yet: until it does, one may still come. STOP from that phone ends them at once."
        )
        return [parts.notice(text, tone="prepare")] if self.model.state is None else []

    def _waits(self, waits: Waits) -> str:
        if waits.until is None:
            return self._("You can ask for it after your session.")
        return self._("You can ask for it {when}.").format(
            when=self.s.moments.near(waits.until, self.s.now())
        )

    def _unsent(self) -> list[ft.Control]:
        """How far the wish is on its way, where the clinic does not have it as it stands here."""
        standing = self.model.texting.standing if self.model.texting is not None else None
        if standing is None or self.model.is_at_clinic:
            return []
        is_stuck = standing.state is SendState.NEEDS_ATTENTION
        again = parts.text_button(self._("Try again"), self.guard(self.on_try_again)) if is_stuck else None
        text = standing_text(self.s, standing).text
        return [parts.notice(text, tone="danger" if is_stuck else "quiet", action=again)]

    # --- acts ---

    def on_type(self, e: Any) -> None:
        """Captured before anything is awaited."""
        self.model.number = e.control.value or ""
        ft.context.disable_auto_update()

    async def on_words(self, key: str) -> None:
        self.model.words = key
        await self.redraw()

    async def on_when(self, when: str) -> None:
        self.model.when = "silent" if when == "silent" else "always"
        await self.redraw()

    async def on_page(self, is_on: bool) -> None:
        self.model.has_page = is_on
        await self.redraw()

    async def on_ask(self) -> None:
        await self._asked(partial(self.model.ask))

    async def on_new_times(self) -> None:
        await self._asked(partial(self.model.use_these_times))

    async def _asked(self, ask: Any) -> None:
        patient = self.person.patient or self.person.fhir_user
        try:
            self._trouble = self._trouble_text(await ask(patient, self.s.language))
        except NotSaved as error:
            self._trouble = self.s.wording.words_not_saved(is_full=error.reason == "full")
        self.field.value = self.model.number
        await self.redraw()

    def _trouble_text(self, outcome: Outcome) -> str:
        _ = self._
        return {
            "asked": "",
            "waits": "",
            "no_offer": _("Your clinic does not offer text messages here."),
            "no_number": _("A number has digits, spaces and hyphens alone. Look at it again."),
            "no_subject": _(
                "Your sessions and what to eat before them are both switched off in your reminders. Switch one on first."
            ),
        }[outcome]

    async def on_anew(self) -> None:
        self.model.choose_anew()
        self.field.value = self.model.number
        await self.redraw()

    async def on_leave(self) -> None:
        self.model.is_choosing, self.model.number, self._trouble = False, "", ""
        await self.redraw()

    async def on_off(self) -> None:
        """At once: nothing is asked first, and nothing waits for it."""
        await self.model.turn_off()
        self.field.value = ""
        await self.redraw()

    async def on_try_again(self) -> None:
        await self.model.try_again()
        await self.redraw()
