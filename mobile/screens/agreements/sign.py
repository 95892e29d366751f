"""`/agreements/<id>/sign`: an agreement with parts, its whole text once more, and below it where it is signed."""

from __future__ import annotations

import flet as ft

from mobile.care.consent.guardian import Guardian
from mobile.care.consent.signed_text import SignedText, SigningWords
from mobile.design import parts
from mobile.screens.agreements.agreement_signing import KINDS, AgreementSigning
from mobile.screens.agreements.sign_page import SignPage
from mobile.screens.agreements.signing import Signing
from mobile.screens.agreements.signing_words import words_around
from mobile.screens.agreements.whole_text import whole_text
from mobile.screens.agreements.words import refusal_text


class SignAgreement(SignPage):
    """What was read part by part."""

    follows = KINDS
    model: AgreementSigning

    def made_model(self) -> Signing:
        return AgreementSigning(self.records, self.s.now, self.me, self.s.language, self.s.zone)

    def words(self, guardian: Guardian | None) -> SigningWords | None:
        agreement = self.model.agreement
        return words_around(self.s, agreement, self.person.name, guardian) if agreement is not None else None

    def refused(self) -> list[ft.Control] | None:
        why = self.model.reading.why
        if why is None:
            return None
        refused = refusal_text(self.s, why)
        return [parts.notice(refused, title=self._("This cannot be shown"), tone="prepare")]

    def shown_text(self, text: SignedText) -> list[ft.Control]:
        _, agreement = self._, self.model.agreement
        rows: list[ft.Control] = [
            parts.body(_("This is the whole text. What you sign is this text, as it stands here."))
        ]
        if agreement is not None and agreement.is_example:
            rows.append(parts.notice(_("This is sample text. A clinic puts its own in its place.")))
        return [*rows, *whole_text(text)]
