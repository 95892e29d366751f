"""Which page belongs to how things stand, and which two buttons stand below it. What the buttons do is in `view`."""

from __future__ import annotations

from functools import partial
from typing import Literal, Protocol

import flet as ft

from mobile.design import parts
from mobile.screens import chrome
from mobile.screens.form import content_warning, ending, sentences
from mobile.screens.form.acts import FormActs
from mobile.screens.form.fields.signing import SignField
from mobile.screens.form.model import FormModel
from mobile.screens.form.question import KeptFile, Question
from mobile.screens.form.review import review


class Ways(Protocol):
    """Where the buttons lead."""

    def on_next(self) -> None: ...
    def on_back(self) -> None: ...
    def on_go_on(self) -> None: ...
    async def on_keep(self, which: Literal["ours", "theirs"]) -> None: ...
    async def on_look(self) -> None: ...


class FormDrawing:
    """The pages without fields, and the foot of all. `theirs`: the other device's answers, once they were asked for."""

    def __init__(self, model: FormModel, acts: FormActs, ways: Ways) -> None:
        self._model, self._acts, self._ways = model, acts, ways
        self.theirs: tuple[Question, ...] | None = None
        self._sign_field: SignField | None = None

    def page(self) -> list[ft.Control]:
        model, acts, step = self._model, self._acts, self._model.form.step
        if model.form.state == "refused":
            return ending.refused(acts, model.form.why)
        if model.form.state == "sent":
            return ending.sent(acts, model, model.change_answers)
        if model.form.state == "help":
            return ending.help_now(acts, model)
        if model.form.state == "both":
            return ending.both(acts, model, self.theirs, self._ways.on_keep, self._ways.on_look)
        if model.form.state == "asking" and step is not None:
            on_support = partial(self._acts.s.go, chrome.SUPPORT)
            return content_warning.warning(acts, model, step, model.pager.skip_part, on_support)
        return review(acts, model, model.pager.go_to, self._signing())

    def _signing(self) -> ft.Control | None:
        """The place to sign the whole form. It stays the same one, because somebody may be writing in it."""
        if not self._model.form.wants_signature:
            return None
        text = self._model.answers.signed_as
        files = (KeptFile(text, None),) if text else ()
        asked = Question("", "", "sign", self._acts.s._("Your signature"), files=files)
        if self._sign_field is None:
            self._sign_field = SignField(asked, self._acts)
        else:
            self._sign_field.show(asked)
        return self._sign_field.control

    def buttons(self) -> list[ft.Button]:
        """Back at the left, on at the right; at the end the one that sends."""
        model, _ = self._model, self._acts.s._
        back = parts.outline_button(_("Back"), self._acts.guard(self._ways.on_back), expand=1)
        if isinstance(back.content, ft.Text):  # the header has a Back of its own, which leaves the form
            back.content.semantics_label = _("Back to the question before")
        if model.form.state == "asking":
            if model.pager.returns_to_review:
                return [
                    parts.primary_button(
                        _("Back to your answers"), self._acts.guard(self._ways.on_next), expand=1
                    )
                ]
            on = parts.primary_button(_("Next"), self._acts.guard(self._ways.on_next), expand=2)
            return [on] if model.form.is_first else [back, on]
        if model.form.state == "review":
            words = _("Send to {clinic}").format(clinic=sentences.clinic(self._acts.s))
            return [back, parts.primary_button(words, self._acts.guard(model.send), expand=2)]
        if model.form.state == "help":
            stop = parts.outline_button(_("Stop for now"), self._acts.guard(self._acts.s.back), expand=1)
            return [
                stop,
                parts.primary_button(
                    _("Go on with the form"), self._acts.guard(self._ways.on_go_on), expand=1
                ),
            ]
        if model.form.state == "sent":
            return [parts.primary_button(_("Done"), self._acts.guard(self._acts.s.back), expand=1)]
        return []
