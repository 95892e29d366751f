"""`/agreements/<id>/sign`: the whole text once more, and below it where it is signed. The button signs what is on the page, or nothing.

What is typed is nobody's signature until the button is tapped: it is never kept, and a lock takes it along in memory.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.care.consent.signed_text import SignedText, SigningWords
from mobile.design import parts
from mobile.records.ports import Keeping
from mobile.screens.agreements.sign_box import NotASignature, SignBox
from mobile.screens.agreements.signing import KINDS, Outcome, Signing
from mobile.screens.agreements.signing_words import hindrance_text, term_text, words_around
from mobile.screens.agreements.whole_text import whole_text
from mobile.screens.agreements.words import refusal_text
from mobile.screens.live_screen import LiveScreen


class SignAgreement(LiveScreen):
    """The patient's signature."""

    follows = KINDS
    _text: SignedText | None = None
    _words: SigningWords | None = None
    _trouble = ""
    _button = ""  # which one the foot has

    def title(self) -> str:
        return self._("Sign")

    def body(self) -> list[ft.Control]:
        self.model = Signing(self.records, self.s.now, self.me, self.s.language, self.s.zone)
        self.box = SignBox(self.s, self.person.name)
        return super().body()

    def foot(self) -> ft.Control:
        self.buttons = parts.Buttons()
        self._button = ""
        self.buttons.visible = False
        return parts.reading_column(self.buttons)

    def unsaved(self) -> str | None:
        """The name that is typed, over a lock."""
        return self.box.words or None

    async def seal(self, records: Keeping) -> bool:
        """A name that nobody signed with is nothing to keep in the store: it goes on in this place."""
        return False

    async def load(self) -> None:
        if self.recalled is not None:
            self.box.recall(str(self.recalled))
            self.recalled = None
        await self.model.load(self.params["id"])
        agreement = self.model.agreement
        self._words = words_around(self.s, agreement, self.person.name) if agreement is not None else None
        text = self.model.text(self._words) if self._words is not None else None
        if self._text is not None and text is not None and text != self._text:
            self.box.not_meant()
        self._text = text

    async def redraw(self) -> None:
        await super().redraw()
        self._show_buttons()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _, reading, agreement = self._, self.model.reading, self.model.agreement
        if reading.why is not None:
            refused = refusal_text(self.s, reading.why)
            return [parts.notice(refused, title=_("This cannot be shown"), tone="prepare")]
        if agreement is None:
            return [parts.notice(_("This agreement is not here."))] if self.has_all else []
        title = agreement.title.in_language(self.s.language)
        if self._text is None:
            return [parts.title(title, level=2), *self._why_not()]
        rows: list[ft.Control] = [
            parts.body(_("This is the whole text. What you sign is this text, as it stands here."))
        ]
        if agreement.is_example:
            rows.append(parts.notice(_("This is sample text. A clinic puts its own in its place.")))
        rows += [*whole_text(self._text), self.box.control]
        if self._trouble:
            rows.append(parts.notice(self._trouble, tone="prepare", is_live=True))
        clinic = self.s.services.clinic_name or _("your clinic")
        goes = _("Your signature goes to {clinic} with this text.").format(clinic=clinic)
        later = _("You can withdraw it later, in Care, Agreements.")
        return [*rows, parts.small(f"{goes} {term_text(self.s, agreement)} {later}")]

    def _why_not(self) -> list[ft.Control]:
        why, signed = self.model.hindrance, self.model.signed
        if why is None:
            return []
        rows: list[ft.Control] = [
            parts.notice(hindrance_text(self.s, why, self.model.waits), tone="prepare", is_live=True)
        ]
        if why == "signed_already" and signed is not None:
            way = f"/agreements/signed/{quote(signed.id, safe='')}"
            rows.append(parts.text_button(self._("What you signed"), self.guard(partial(self.s.go, way))))
        return rows

    def _show_buttons(self) -> None:
        """Made anew only where it is another one: a tap on its way finds it."""
        kind = "sign" if self._text is not None else "back" if self.model.agreement is not None else ""
        if kind == self._button:
            return
        self._button = kind
        shown: list[ft.Button] = []
        if self._text is not None:
            shown = [parts.primary_button(self._("Sign"), self.guard(self.on_sign))]
        elif self.model.agreement is not None:
            shown = [parts.primary_button(self._("Back to the agreement"), self.guard(self.s.back))]
        self.buttons.show(shown)
        self.buttons.visible = bool(shown)
        parts.redraw(self.buttons)

    # --- acts ---

    async def on_sign(self) -> None:
        """Once, however often it is tapped."""
        shown, words = self._text, self._words
        if shown is None or words is None:
            return
        try:
            signature = self.box.signature()
        except NotASignature as error:
            self._trouble = error.text
            await self.redraw()
            return
        outcome = await self.model.sign(self.params["id"], shown.sha256, words, signature)
        if outcome == "signed" and self.model.signed is not None:
            self.box.recall("")
            self.s.go(f"/agreements/signed/{quote(self.model.signed.id, safe='')}")
            return
        self._trouble = self._trouble_text(outcome)
        if outcome == "text_changed":
            self.box.not_meant()
        await self.redraw()

    def _trouble_text(self, outcome: Outcome) -> str:
        _ = self._
        if outcome == "text_changed":
            return _("The text is another by now. Nothing was signed. Read it again, and sign.")
        if outcome == "too_large":
            return _(
                "This text is too long to be sent with a signature. Nothing was signed. Ask your clinic."
            )
        if outcome == "full":
            return _(
                "Nothing was signed: there is no space left on this device. What you typed is still here."
            )
        if outcome == "not_saved":
            return _("Nothing was signed: it could not be saved now. What you typed is still here.")
        return ""
