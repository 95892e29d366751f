"""What is drawn of reminders by text message: what comes word for word, who gets what, and how far a wish is. From the data alone."""

from __future__ import annotations

from datetime import date, datetime, time

import flet as ft

from mobile.care.measures.spans import Span
from mobile.care.text_offer import TextOffer
from mobile.care.text_wish import TextWish
from mobile.design import parts
from mobile.design import tokens as t
from mobile.i18n.moments import time_text
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import span_text
from mobile.screens.texts.model import WishingForTexts


class TextCards:
    """`model` was loaded."""

    def __init__(self, s: Surroundings, model: WishingForTexts) -> None:
        self.s, self._model = s, model
        self._ = s._

    def when_they_come(self) -> ft.Control:
        """By the choices that reminders have."""
        _, texting = self._, self._model.texting
        assert texting is not None
        times, lines = texting.times, list[str]()
        lead = self.s.moments.span(times.lead)
        if "session" in times.about:
            lines.append(
                _("On the day before a session at {time}, and {lead} before you are to be there.").format(
                    time=self._clock(times.evening), lead=lead
                )
            )
        if "food" in times.about:
            lines.append(
                _("{lead} before each time from which you leave off food or drink.").format(lead=lead)
            )
        begins, ends = times.quiet
        if begins != ends:
            quiet = _("None from {begins} to {ends}: what has to be known then comes before.")
            lines.append(quiet.format(begins=self._clock(begins), ends=self._clock(ends)))
        lines.append(_("All by your clinic’s clock. These are the times of your reminders here."))
        return parts.card(parts.subheading(_("When one comes")), *map(parts.body, lines), spacing=t.S8)

    def who_gets_what(self) -> ft.Control:
        _ = self._
        lines = (
            _(
                "Your clinic’s system gets the number and what you choose here. It stands in no list your team sees in Lantern."
            ),
            _(
                "Whoever holds that phone can read the messages, and so can phone companies. They say nothing of your health."
            ),
            _(
                "First that number is asked, at once and at any hour. Nothing else is sent until YES comes back from it."
            ),
            _("STOP, sent from that phone, ends them at once. So does turning them off here."),
        )
        return parts.card(parts.subheading(_("Who gets what")), *map(parts.body, lines), spacing=t.S8)

    def preview(self, offer: TextOffer, words: str, language: str, *, has_page: bool) -> ft.Control:
        """As it comes, word for word. Whether an address can go along, the clinic's system finds out with each."""
        _ = self._
        text = offer.text(words, language, _("[the address of your page]") if has_page else "")
        rows = [parts.small(_("What comes"), is_strong=True), parts.body(text)]
        if has_page:
            rows.append(
                parts.small(
                    _(
                        "It comes without the address if both do not fit in one message, or if the address says what kind of place it is of."
                    )
                )
            )
        return parts.outlined_card(*rows)

    def standing(self, wish: TextWish, offer: TextOffer | None) -> list[ft.Control]:
        """How far it is."""
        _, state = self._, wish.state
        number = _("the number that ends in {digits}").format(digits=wish.last_digits)
        if state == "on" and wish.confirmed_at is not None:
            when = self.s.moments.near(wish.confirmed_at, self.s.now())
            text = _("Confirmed {when} from {number}.").format(when=when, number=number)
            return [
                parts.card(
                    parts.heading(_("Text messages are on")),
                    parts.body(text),
                    parts.body(self._how(wish, offer)),
                )
            ]
        if state == "to_confirm":
            asks = offer.confirm.in_language(wish.language) if offer is not None else ""
            text = _("Your clinic sends this to {number}. Answer YES from that phone.").format(number=number)
            rows: list[ft.Control] = [parts.heading(_("Not confirmed yet")), parts.body(text)]
            rows += [parts.outlined_card(parts.body(asks))] if asks else []
            rows.append(
                parts.small(
                    _("It is sent once, within an hour. If it does not come, turn this off and ask again.")
                )
            )
            return [parts.card(*rows)]
        if state == "refused":
            return [
                parts.notice(self._why_not(wish, offer), title=_("No text messages are sent"), tone="prepare")
            ]
        text = _("Asked for {number}. When it answers, this page says so.").format(number=number)
        return [parts.notice(text, title=_("Your clinic has not answered yet"))]

    def _how(self, wish: TextWish, offer: TextOffer | None) -> str:
        span = offer.silent_after if offer is not None else None
        if wish.when == "silent" and span is not None:
            return self.only_where_silent(span)
        return self._("Each time something is due.")

    def only_where_silent(self, span: Span) -> str:
        """By the time that the clinic says."""
        text = self._("Only if your clinic has not heard from Lantern for {time}.")
        return text.format(time=span_text(self.s, span))

    def _why_not(self, wish: TextWish, offer: TextOffer | None) -> str:
        _ = self._
        known = {
            "foreign": _(
                "Your clinic’s gateway sends to numbers of its own country alone. Choose another number."
            ),
            "landline": _(
                "That number is of a landline, which takes no text messages. Choose another number."
            ),
            "no_number": _("That is no whole telephone number. Look at it again."),
            "too_many": _("Several numbers were asked today. Try again tomorrow."),
            "not_offered": _("Your clinic does not send this any more. Choose anew."),
        }
        if wish.why_not == "stopped":
            sender = offer.sender if offer is not None else ""
            text = _(
                "STOP came from that number. To allow messages again, send START from it, then ask again here."
            )
            return f"{text} {_('Send it to {number}.').format(number=sender)}" if sender else text
        return known.get(wish.why_not, _("Your clinic’s system declined it."))

    def _clock(self, at: time) -> str:
        return time_text(datetime.combine(date(2000, 1, 1), at), self.s.language)
