"""What the fields of a form may ask besides answering: what the page around them knows, and what needs its own way back."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.care.forms.response import CannotSend
from mobile.design import parts
from mobile.printing import signature
from mobile.printing.signature import Stroke
from mobile.screens.form.answers import FormAnswers
from mobile.screens.form.model import FormModel
from mobile.screens.form.photos import Photos
from mobile.screens.form.prefill_offers import Offer
from mobile.screens.frame import Screen

UNDO_S = 8


class FormActs:
    """Of one place. Every verb is captured at once: nothing is awaited before the model has it."""

    def __init__(self, place: Screen, model: FormModel) -> None:
        self._place, self._model = place, model
        self.s, self.guard = place.s, place.guard
        self.photos = Photos()

    @property
    def answers(self) -> FormAnswers:
        return self._model.answers

    def type(self, id: str, text: str) -> None:
        """After a lock nothing is saved or drawn, and every letter is kept."""
        if self.s.door() == "open":
            self.answers.type(id, text)
        else:
            self.answers.catch(id, text)

    def entered(self) -> None:
        """Among several questions only once none of them waits: the next one is read before it is passed by."""
        if not (self._model.form.is_wide and self._model.prefill.waits_here):
            self._model.pager.next()

    def sign_drawn(self, id: str, strokes: Sequence[Stroke], width: float, height: float) -> None:
        self.answers.sign_drawn(id, self._place.person.name, signature.drawn(strokes, width, height))

    def offer(self, id: str) -> Offer | None:
        return self._model.prefill.offers.get(id)

    def still_true(self, id: str) -> None:
        self._model.prefill.still_true(id)

    async def keep_here(self, is_only_here: bool) -> None:
        _, was_at_clinic = self.s._, self._model.keeping.saved is not None
        try:
            await self._model.pager.choose_place(is_only_here=is_only_here)
        except CannotSend as error:
            if error.code != "photo_not_here":
                raise
            self.s.say(
                _("A photo of this form has not reached this phone yet. Try again when you can see it.")
            )
            return
        if is_only_here and was_at_clinic:
            words = _(
                "It stays on this phone from now on. What your clinic has of it is taken back as soon as it can be reached; "
                "what was already read cannot be unread."
            )
            self.s.say(words)

    def remove_row(self, id: str) -> None:
        """Taken away at once, with a way back for a while."""
        undo = self.answers.remove_row(id)
        parts.snack(
            self.s.page,
            self.s._("Removed."),
            action=self.s._("Undo"),
            on_action=self.guard(undo),
            seconds=UNDO_S,
        )
