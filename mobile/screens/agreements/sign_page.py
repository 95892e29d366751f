"""Where an agreement is signed, whatever kind it is: what is signed, and below it where. The button signs what is on the page, or nothing.

Where somebody stands for the patient, the patient is asked first and both sign, one after the other, on this page. What is typed or
drawn is nobody's signature until the last button is tapped: it is never kept, and a lock takes what was typed along in memory.
"""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.guardian import Guardian
from mobile.care.consent.signature import Signature
from mobile.care.consent.signed_text import SignedText, SigningWords
from mobile.care.measures.spans import Span
from mobile.design import parts
from mobile.records.ports import Keeping
from mobile.screens.agreements.sign_box import NotASignature, SignBox
from mobile.screens.agreements.sign_foot import SignFoot
from mobile.screens.agreements.signing import Outcome, Shown, Signing
from mobile.screens.agreements.signing_words import hindrance_text, outcome_text, term_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.put_off import ask_again_button, waits_text
from mobile.screens.reads.guarded import put_off


class SignPage(LiveScreen):
    """The patient's signature and, where the clinic says so, that of whoever stands for them."""

    _text: SignedText | None = None
    _term: Span | None = None  # how long it would hold, as it stands on the page
    _words: SigningWords | None = None
    _trouble = ""
    _own: Signature | None = None  # the patient's, while the other signs
    _guardian: Guardian | None = None

    # --- what each kind of document says ---

    @abstractmethod
    def made_model(self) -> Signing:
        """What signs it."""

    @abstractmethod
    def words(self, guardian: Guardian | None) -> SigningWords | None:
        """The words around the clinic's own. None: the document is not here."""

    @abstractmethod
    def refused(self) -> list[ft.Control] | None:
        """Instead of everything, where the document cannot be shown. None: it can."""

    @abstractmethod
    def shown_text(self, text: SignedText) -> list[ft.Control]:
        """What is signed, all of it."""

    # --- the page ---

    def title(self) -> str:
        return self._("Sign")

    def body(self) -> list[ft.Control]:
        self.model = self.made_model()
        self.box = SignBox(self.s, self.person.name)
        self.their_box: SignBox | None = None
        self._own = self._guardian = self._text = None
        return super().body()

    def foot(self) -> ft.Control:
        self.buttons = SignFoot(self.s, self, self.person.name)
        return self.buttons.control

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
        self._choose_guardian()
        self._words = self.words(self._guardian)
        text = self.model.text(self._words) if self._words is not None else None
        if self._text is not None and (text, self.model.term) != (self._text, self._term):
            self._begin_again()
        self._text, self._term = text, self.model.term

    def _choose_guardian(self) -> None:
        """Whom the clinic names; the first, until another is chosen."""
        named = self.model.guardians if self.model.is_with_guardian else ()
        if self._guardian not in named:
            self._guardian = next(iter(named), None)
            self.their_box = None

    def _begin_again(self) -> None:
        """What stands above the signatures is another text by now."""
        self.box.not_meant()
        self._own = self.their_box = None

    async def redraw(self) -> None:
        await super().redraw()
        self.buttons.show(self.stage)

    @property
    def stage(self) -> str:
        """Whose turn it is: "patient" alone, "assent" before somebody else, "guardian"; "refused", "back" where nobody's; "" without
        a document."""
        if self._words is None:
            return ""
        if self._text is None:
            return "refused" if self.model.hindrance == "refused" else "back"
        if self._guardian is None:
            return "patient"
        return "guardian" if self._own is not None else "assent"

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _, refused = self._, self.refused()
        if refused is not None:
            return refused
        if self._words is None:
            return [parts.notice(_("This agreement is not here."))] if self.has_all else []
        if self._text is None:
            return [parts.title(self.model.title, level=2), *self._unsaved_step(), *self._why_not()]
        clinic = self.s.services.clinic_name or _("your clinic")
        goes = _("Your signature goes to {clinic} with this text.").format(clinic=clinic)
        later = _("You can withdraw it later, in Care, Agreements.")
        rows = [*self._turn(), *self.shown_text(self._text)]
        rows.append(parts.small(f"{goes} {term_text(self.s, self._term)} {later}"))
        rows += self._who_signs()
        if self._trouble:  # above what it is about, where the end of the page shows both
            rows.append(parts.notice(self._trouble, tone="prepare", is_live=True))
        return [*rows, self._box().control]

    def _unsaved_step(self) -> list[ft.Control]:
        """That a no, or taking it back, could not be saved."""
        trouble = self.model.trouble
        if trouble is None:
            return []
        text = self.s.wording.answers_not_saved(is_full=trouble == "full")
        return [parts.notice(text, tone="danger", is_live=True)]

    def _turn(self) -> list[ft.Control]:
        """Who signs now, where two do."""
        _, guardian = self._, self._guardian
        if guardian is None:
            return []
        name = self.person.name
        if self._own is not None:
            text = _(
                "{patient} agrees. Now {guardian} signs, below. Nothing is signed until both have."
            ).format(patient=name, guardian=guardian.name)
            return [parts.notice(text, is_live=True)]
        text = _(
            "This is yours to say first. If you agree, sign below and hand this device to {guardian}, who signs it with you. If you do "
            "not agree, nothing is signed."
        ).format(guardian=guardian.name)
        return [parts.notice(text), *self._whom()]

    def _who_signs(self) -> list[ft.Control]:
        """Above where it is signed, where two do."""
        if self._guardian is None:
            return []
        name = self._guardian.name if self._own is not None else self.person.name
        return [parts.section(self._("{name} signs here").format(name=name))]

    def _whom(self) -> list[ft.Control]:
        """Where the clinic names several."""
        named = self.model.guardians
        if len(named) < 2:
            return []
        choices = [
            parts.Choice(str(at), " · ".join(one for one in (who.name, who.called(self.s.language)) if one))
            for at, who in enumerate(named)
        ]
        chosen = str(named.index(self._guardian)) if self._guardian in named else None
        label = self._("Who signs with you")
        return [
            parts.section(label),
            parts.choice_list(choices, chosen, self.guard(self.on_whom), label=label),
        ]

    def _box(self) -> SignBox:
        if self._own is None or self._guardian is None:
            return self.box
        if self.their_box is None:
            self.their_box = SignBox(self.s, self._guardian.name)
        return self.their_box

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
        if why == "waits" and self.model.waits is not None:
            rows.append(ask_again_button(self.s, self.records, "sign", self.path, self.model.waits))
        return rows

    # --- acts ---

    async def on_whom(self, number: str) -> None:
        named = self.model.guardians
        if number.isdecimal() and int(number) < len(named):
            self._guardian, self.their_box = named[int(number)], None
        await self.redraw()

    async def on_agree(self) -> None:
        """The patient's: what they sign is held until the other has signed too."""
        self._own = self._signature(self.box)
        self._trouble = "" if self._own is not None else self._trouble
        await self.redraw()
        await (self._to_the_beginning() if self._own is not None else self._to_the_box())

    async def _to_the_beginning(self) -> None:
        """Who signs next reads all of it, too."""
        await self._scroll(0)

    async def _to_the_box(self) -> None:
        """What is missing stands below the text, far from the button: whoever tapped it is led there."""
        await self._scroll(-1)

    async def _scroll(self, offset: float) -> None:
        """`offset`: logical pixels; -1 the end."""
        if self.scroller is not None and self.is_mounted(self.scroller):
            with suppress(RuntimeError):  # the page may be gone while it scrolls
                await self.scroller.scroll_to(offset=offset, duration=0)

    async def on_do_not_agree(self) -> None:
        await self.model.refuse(self.params["id"])
        self._own = None
        await self.redraw()

    async def on_change_of_mind(self) -> None:
        await self.model.take_back_refusal(self.params["id"])
        await self.redraw()

    async def on_back_to_patient(self) -> None:
        self._own = None
        self.box.not_meant()
        await self.redraw()

    def _signature(self, box: SignBox) -> Signature | None:
        try:
            return box.signature()
        except NotASignature as error:
            self._trouble = error.text
            return None

    async def on_sign(self) -> None:
        """Once, however often it is tapped."""
        shown, words = self._text, self._words
        if shown is None or words is None:
            return
        last = self._signature(self._box())
        if last is None:
            await self.redraw()
            await self._to_the_box()
            return
        both = Signatures(last)
        if self._own is not None and self._guardian is not None:
            both = Signatures(self._own, self._guardian, last)
        outcome = await self.model.sign(
            self.params["id"], Shown.of(shown, self._term), words, both, self.path
        )
        if outcome == "signed" and self.model.signed is not None:
            self.box.recall("")
            self.s.go(f"/agreements/signed/{quote(self.model.signed.id, safe='')}")
            return
        await self._not_signed(outcome)

    async def _not_signed(self, outcome: Outcome) -> None:
        self._trouble = outcome_text(self.s, outcome)
        if outcome == "text_changed":
            self._begin_again()
        if outcome == "hindered" and self.model.waits is not None:
            await put_off(self.records, "sign", self.path, self.model.waits.until)
            self.s.say(waits_text(self.s, "sign", self.model.waits.until))
        await self.redraw()
        if self._trouble:
            await self._to_the_box()
