"""`/agreements/paper/<id>/sign`: a PDF that was paged through, which file it is, and below it where it is signed."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.care.consent.guardian import Guardian
from mobile.care.consent.signed_text import SignedText, SigningWords
from mobile.design import parts
from mobile.screens.agreements.paper_signing import KINDS, PaperSigning
from mobile.screens.agreements.sign_page import SignPage
from mobile.screens.agreements.signing import Signing
from mobile.screens.agreements.signing_words import words_around_a_file
from mobile.screens.agreements.whole_text import whole_text
from mobile.screens.agreements.words import refusal_text


class SignPaper(SignPage):
    """What was shown page by page on this device."""

    follows = KINDS
    model: PaperSigning

    def made_model(self) -> Signing:
        return PaperSigning(self.records, self.s.now, self.me, self.s.language, self.s.zone)

    def words(self, guardian: Guardian | None) -> SigningWords | None:
        read = self.model.reading
        if read.paper is None or not read.paper.is_current or read.why is not None:
            return None
        return words_around_a_file(
            self.s, read.paper, read.pages or 0, read.sha256, self.person.name, guardian
        )

    def refused(self) -> list[ft.Control] | None:
        why = self.model.reading.why
        if why is None:
            return None
        refused = refusal_text(self.s, why)
        return [parts.notice(refused, title=self._("This cannot be shown"), tone="prepare")]

    def shown_text(self, text: SignedText) -> list[ft.Control]:
        _, paper = self._, self.model.reading.paper
        rows: list[ft.Control] = [
            parts.body(_("What you sign is the file whose pages were shown to you, and these words."))
        ]
        if paper is not None and paper.is_example:
            rows.append(parts.notice(_("This is sample text. A clinic puts its own in its place.")))
        way = f"/agreements/paper/{quote(self.params['id'], safe='')}"
        again = parts.text_button(
            _("Look at the pages again"), self.guard(partial(self.s.go, way)), icon=parts.icons.READ_AGAIN
        )
        return [*rows, *whole_text(text), again]
