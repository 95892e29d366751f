"""Which page belongs to how things stand, and which two buttons stand below it. What the buttons do is in `view`."""

from __future__ import annotations

from functools import partial
from typing import Literal

import flet as ft

from mobile.design import parts
from mobile.screens import chrome
from mobile.screens.form import content_warning, ending, sentences
from mobile.screens.form.acts import FormActs
from mobile.screens.form.fields.signing import SignField
from mobile.screens.form.question import KeptFile, Question
from mobile.screens.form.review import review


class FormDrawing(FormActs):
    """The pages without fields, and the foot of all."""

    _theirs: tuple[Question, ...] | None = None
    _sign_field: SignField | None = None

    def drawn_page(self) -> list[ft.Control]:
        model, step = self.model, self.model.step
        if model.state == "refused":
            return ending.refused(self, model.why)
        if model.state == "sent":
            return ending.sent(self, model, model.change_answers)
        if model.state == "help":
            return ending.help_now(self, model)
        if model.state == "both":
            return ending.both(self, model, self._theirs, self.on_keep, self.on_look)
        if model.state == "asking" and step is not None:
            on_support = partial(self.s.go, chrome.SUPPORT)
            return content_warning.warning(self, model, step, model.skip_part, on_support)
        return review(self, model, model.go_to, self._signing())

    def _signing(self) -> ft.Control | None:
        """The place to sign the whole form. It stays the same one, because somebody may be writing in it."""
        if not self.model.wants_signature:
            return None
        said = self.model.signed_as
        files = (KeptFile(said, None),) if said else ()
        asked = Question("", "", "sign", self._("Your signature"), files=files)
        if self._sign_field is None:
            self._sign_field = SignField(asked, self)
        else:
            self._sign_field.show(asked)
        return self._sign_field.control

    def drawn_buttons(self) -> list[ft.Button]:
        """Back at the left, on at the right; at the end the one that sends."""
        model, _ = self.model, self._
        back = parts.outline_button(_("Back"), self.guard(self.on_back), expand=1)
        if isinstance(back.content, ft.Text):  # the header has a Back of its own, which leaves the form
            back.content.semantics_label = _("Back to the question before")
        if model.state == "asking":
            if model.returns_to_review:
                return [parts.primary_button(_("Back to your answers"), self.guard(self.on_next), expand=1)]
            on = parts.primary_button(_("Next"), self.guard(self.on_next), expand=2)
            return [on] if model.is_first else [back, on]
        if model.state == "review":
            words = _("Send to {clinic}").format(clinic=sentences.clinic(self.s))
            return [back, parts.primary_button(words, self.guard(model.send), expand=2)]
        if model.state == "help":
            stop = parts.outline_button(_("Stop for now"), self.guard(self.s.back), expand=1)
            return [stop, parts.primary_button(_("Go on with the form"), self.guard(self.on_go_on), expand=1)]
        if model.state == "sent":
            return [parts.primary_button(_("Done"), self.guard(self.s.back), expand=1)]
        return []

    # --- the acts a drawing calls ---

    def on_next(self) -> None:
        raise NotImplementedError

    def on_back(self) -> None:
        raise NotImplementedError

    def on_go_on(self) -> None:
        raise NotImplementedError

    async def on_keep(self, which: Literal["ours", "theirs"]) -> None:
        raise NotImplementedError

    async def on_look(self) -> None:
        raise NotImplementedError
